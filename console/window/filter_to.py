"""Where "filter to this" leads: the page that lists what belongs to an object, and the filter that keeps only that."""

from __future__ import annotations

from collections.abc import Sequence

from console.model.state import JobState
from console.window.thing import Sort, Thing

_RUNNING = frozenset({JobState.RUNNING, JobState.COMPLETING, JobState.SUSPENDED})


def filter_to(things: Sequence[Thing]) -> tuple[str, str]:
    """The page's name and its filter text, for objects of one kind."""
    first = things[0]
    names = ",".join(_key(each) for each in things if each.sort is first.sort)
    page, field = _place(first)
    return page, f'{field}="{names}"'


def _place(thing: Thing) -> tuple[str, str]:
    match thing.sort:
        case Sort.SOURCE | Sort.POOL | Sort.NODE:
            return "fleet", thing.sort.value.removesuffix("s")
        case Sort.GPU:
            return "fleet", "id"
        case Sort.RESERVATION:
            return "queue", "reservation"
        case Sort.JOB:
            return ("fleet", "job") if thing.text("state") in _RUNNING else ("queue", "id")


def _key(thing: Thing) -> str:
    return thing.text("name") if thing.sort is Sort.RESERVATION else thing.id
