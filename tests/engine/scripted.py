"""A source whose answers a test writes down: for the engine's schedules and health, never for a real source."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import msgspec

from console.model.errors import Unreachable
from console.model.snapshot import Snapshot
from console.settings.structs import SourceSettings
from console.sources.kind import Kind


class Keys(msgspec.Struct, frozen=True):
    """No keys of its own."""


class Hang:
    """An answer that never comes."""


class Scripted:
    """Gives its answers one after the other, the last one again and again; an error is raised."""

    def __init__(self, name: str, answers: Iterable[Snapshot | Exception | Hang]) -> None:
        self.name = name
        self.polls = 0
        self.closed = 0
        self._answers = list(answers)

    async def poll(self) -> Snapshot:
        self.polls += 1
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Hang):
            await asyncio.Event().wait()
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Snapshot)
        return answer

    async def close(self) -> None:
        self.closed += 1


def finder(source: Scripted, *, poll_s: float = 5.0, deadline_s: float = 0.05) -> Callable[[SourceSettings], Kind]:
    """What finds this source's kind."""
    kind = Kind("scripted", Keys, lambda _: source, poll_s=poll_s, deadline_s=deadline_s)
    return lambda _: kind


def gone() -> Unreachable:
    """The error of a server that is gone."""
    return Unreachable("connection refused", where="a", todo="start it")
