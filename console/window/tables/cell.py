"""What one cell says, and how: its text, the colour by what it means, and a mark so that colour never speaks alone."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Final, NamedTuple

from console.model.wording import UNKNOWN
from console.window.theme.tokens import Tokens


class Look(Enum):
    """The meaning of a text's colour."""

    PLAIN = "plain"
    MUTED = "muted"
    WARNING = "warning"
    DOWN = "down"
    GOOD = "good"


class Mark(StrEnum):
    """A sign before a text, painted by marks.py."""

    HELD = "◐"
    DOWN = "▲"
    GOOD = "✓"
    UNKNOWN = "▨"


class Cell(NamedTuple):
    """One cell."""

    text: str
    look: Look = Look.PLAIN
    mark: Mark | None = None


NOTHING: Final = Cell(UNKNOWN, Look.MUTED)


def ink(look: Look, tokens: Tokens) -> str:
    """The token that a text is written in."""
    return {
        Look.PLAIN: tokens.text,
        Look.MUTED: tokens.muted,
        Look.WARNING: tokens.warning_text,
        Look.DOWN: tokens.down_text,
        Look.GOOD: tokens.good,
    }[look]
