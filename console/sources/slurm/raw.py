"""What Slurm said about one thing, found in the last answers when somebody looks.

Only the bytes are kept. Finding one of 10 000 jobs takes a tenth of a second, and nobody looks at two at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from console.model.identity import local_name
from console.settings.redact import redact, revealed
from console.sources.slurm.leaf import Leaf, number


class _Key(msgspec.Struct):
    name: Leaf = None
    job_id: Leaf = None
    array_job_id: Leaf = None
    array_task_id: Leaf = None


@dataclass(frozen=True, slots=True)
class Raw:
    """The last answers, by table."""

    bodies: Mapping[str, bytes] = field(default_factory=dict)

    def find(self, thing: str) -> str | None:
        """The object that is about this id, as indented JSON; None if there is none."""
        for table, name in _places(local_name(thing)):
            found = self._object(table, name)
            if found is not None:
                return redact(json.dumps(json.loads(found), indent=2, ensure_ascii=False), revealed())
        return None

    def _object(self, table: str, name: str) -> bytes | None:
        try:
            answer = msgspec.json.decode(self.bodies.get(table, b"{}"), type=dict[str, msgspec.Raw])
            objects = msgspec.json.decode(answer.get(table, b"[]"), type=list[msgspec.Raw])
            return next((bytes(each) for each in objects if name in _names(msgspec.json.decode(each, type=_Key))), None)
        except msgspec.MsgspecError:
            return None


def _places(local: str) -> list[tuple[str, str]]:
    """Where an id may be found: a table and the name in it."""
    first, _, rest = local.partition("/")
    if first == "job" and rest:
        return [("jobs", rest)]
    if first == "reservation" and rest:
        return [("reservations", rest)]
    # A GPU is found with its node; a pool may have a node's name.
    return [("nodes", first)] if rest else [("partitions", first), ("nodes", first)]


def _names(key: _Key) -> tuple[object, ...]:
    array, task = number(key.array_job_id), number(key.array_task_id)
    if array and task is not None:
        return (f"{array:.0f}_{task:.0f}",)
    job = number(key.job_id)
    return (key.name,) if job is None else (f"{job:.0f}",)
