"""What an id names: the object with its kind, its name as people say it, and where else it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.model.column import Value
from console.model.fleet import Fleet
from console.model.identity import local_name, source_of
from console.model.table import Table

translate = QCoreApplication.translate


class Sort(StrEnum):
    """The kinds of object that the drawer opens, each with its table."""

    SOURCE = "sources"
    POOL = "pools"
    NODE = "nodes"
    GPU = "gpus"
    JOB = "jobs"
    RESERVATION = "reservations"


ICONS: Final[Mapping[Sort, str]] = {
    Sort.SOURCE: "source",
    Sort.POOL: "pool",
    Sort.NODE: "node",
    Sort.GPU: "gpu",
    Sort.JOB: "job",
    Sort.RESERVATION: "reservation",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One object of the fleet as it is now."""

    sort: Sort
    id: str
    row: Mapping[str, Value]

    def text(self, name: str) -> str:
        """A column as text, "" where unknown."""
        value = self.row.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> float | None:
        """A column as a number, None where unknown."""
        value = self.row.get(name)
        return float(value) if isinstance(value, (int, float)) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """A column of texts, empty where unknown."""
        value = self.row.get(name)
        return value if isinstance(value, tuple) else ()

    @property
    def source(self) -> str:
        """The name of the source that tells of it."""
        return self.id if self.sort is Sort.SOURCE else self.text("source") or source_of(self.id)


def find(fleet: Fleet, thing: str) -> Thing | None:
    """The object of this id, or None if the fleet does not hold it (any more)."""
    for sort in Sort:
        row = row_of(fleet[sort], thing)
        if row is not None:
            return Thing(sort, thing, fleet[sort].row(row))
    return None


def row_of(table: Table, thing: str) -> int | None:
    """Where an id stands. A search of the words, since an index of all rows costs more than one look-up saves."""
    key = table[table.schema.key]
    try:
        return int(np.flatnonzero(key.codes == key.words.index(thing))[0])
    except (ValueError, IndexError):
        return None


def find_all(fleet: Fleet, things: tuple[str, ...]) -> tuple[Thing, ...]:
    """Those of the ids that the fleet holds."""
    return tuple(each for each in (find(fleet, thing) for thing in things) if each is not None)


def title(thing: Thing) -> str:
    """The object's name as people say it: alpha n047 · GPU 3."""
    match thing.sort:
        case Sort.SOURCE:
            return thing.id
        case Sort.POOL:
            return f"{thing.source} / {thing.text('name') or local_name(thing.id)}"
        case Sort.GPU:
            return _gpu_title(thing)
        case Sort.JOB:
            return " ".join(part for part in (thing.text("key") or local_name(thing.id), thing.text("name")) if part)
        case _:
            return f"{thing.source} {thing.text('name') or local_name(thing.id)}"


def sort_word(sort: Sort) -> str:
    """What one object of this kind is called."""
    return {
        Sort.SOURCE: translate("Thing", "source"),
        Sort.POOL: translate("Thing", "pool"),
        Sort.NODE: translate("Thing", "node"),
        Sort.GPU: translate("Thing", "GPU"),
        Sort.JOB: translate("Thing", "job"),
        Sort.RESERVATION: translate("Thing", "reservation"),
    }[sort]


def state_word(thing: Thing) -> str:
    """The object's state as a word."""
    state = thing.text("health" if thing.sort is Sort.SOURCE else "state")
    words = {
        "reserved_idle": translate("Thing", "reserved, idle"),
        "": translate("Thing", "state unknown"),
    }
    return words.get(state, state)


def _gpu_title(thing: Thing) -> str:
    node = local_name(thing.text("node")) or local_name(thing.id)
    index = thing.number("index")
    name = f"{thing.source} {node}" if index is None else f"{thing.source} {node} · GPU {index:.0f}"
    return f"{name} · {thing.text('mig_profile')}" if thing.text("mig_profile") else name
