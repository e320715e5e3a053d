"""One line about an object: a name and a value, which may lead to another object."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from console.model.duration import format_age, format_duration
from console.model.identity import local_name
from console.model.quantity import format_number
from console.model.wording import UNKNOWN
from console.window.tables.cell import Look
from console.window.tables.clock_time import clock_time, utc_time

translate = QCoreApplication.translate


class Fact(NamedTuple):
    """A name and a value; `link` is the id that the value leads to."""

    label: str
    value: str
    tip: str = ""
    link: str = ""
    look: Look = Look.PLAIN


def word(label: str, value: str, tip: str = "") -> Fact:
    """A text, an em dash where there is none."""
    return Fact(label, value or UNKNOWN, tip)


def link(label: str, thing: str, shown: str = "") -> Fact:
    """A text that leads to an object."""
    return Fact(label, shown or local_name(thing) or thing or UNKNOWN, thing, thing)


def moment(label: str, at_s: float | None, now: float) -> Fact:
    """A time of day and how far it is from now; UTC on hover."""
    if at_s is None:
        return Fact(label, UNKNOWN)
    distance = now - at_s
    words = (
        translate("Fact", "{time}, {age} ago").format(time=clock_time(at_s, now), age=format_age(distance))
        if distance >= 0
        else translate("Fact", "{time}, in {wait}").format(time=clock_time(at_s, now), wait=format_duration(-distance))
    )
    return Fact(label, words, utc_time(at_s))


def part_of(part: float | None, whole: float | None, unit: str = "") -> str:
    """How much of something: 7 of 8, 1,980 of 1,980 MHz; an em dash where nothing is known."""
    if part is None and whole is None:
        return UNKNOWN
    words = translate("Fact", "{used} of {total}").format(used=format_number(part), total=format_number(whole))
    return f"{words} {unit}".rstrip()
