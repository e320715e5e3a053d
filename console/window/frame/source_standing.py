"""How a source is, in a few words and one look, for the status bar and the rail."""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from console.model.duration import format_age
from console.model.state import Health
from console.window.thing import Thing

translate = QCoreApplication.translate
_LONGEST: Final = 28


class Trouble(Enum):
    """How bad it is."""

    NONE = "none"
    UNTOLD = "untold"  # no answer yet, and no error
    OLD = "old"
    GONE = "gone"


class Standing(NamedTuple):
    """One source, told in one line."""

    name: str
    trouble: Trouble
    text: str


def standing(source: Thing, now: float, *, engine_alive: bool = True) -> Standing:
    """The line of one source at an instant."""
    trouble = trouble_of(source.text("health"), engine_alive=engine_alive)
    taken_at = source.number("taken_at")
    age = "" if taken_at is None else format_age(now - taken_at)
    return Standing(source.id, trouble, _text(source, trouble, age))


def trouble_of(health: str, *, engine_alive: bool = True) -> Trouble:
    """How bad a source's health is."""
    if health == Health.OK:
        return Trouble.NONE if engine_alive else Trouble.OLD
    if not health:
        return Trouble.UNTOLD
    return Trouble.OLD if health == Health.STALE else Trouble.GONE


def health_word(health: str) -> str:
    """A source's health as people say it."""
    words = {
        "": translate("Source", "no answer yet"),
        Health.OK: translate("Source", "ok"),
        Health.STALE: translate("Source", "stale"),
        Health.UNREACHABLE: translate("Source", "unreachable"),
        Health.REFUSED: translate("Source", "refused"),
        Health.MISCONFIGURED: translate("Source", "misconfigured"),
    }
    return words.get(health, health)


def _text(source: Thing, trouble: Trouble, age: str) -> str:
    match trouble:
        case Trouble.NONE:
            return f"{source.id} {age}".rstrip()
        case Trouble.OLD:
            return translate("Source", "{name}: stale, {age}").format(name=source.id, age=age or "—")
        case _:
            return f"{source.id}: {_reason(source)}"


def _reason(source: Thing) -> str:
    """What it said, if that is short enough for a bar; else the word for its health."""
    detail = source.text("detail")
    return detail if 0 < len(detail) <= _LONGEST else health_word(source.text("health"))
