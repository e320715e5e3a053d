"""Where the operator has been: Alt+Left and Alt+Right walk along it."""

from __future__ import annotations

from typing import Final, NamedTuple

_KEPT: Final = 100


class Place(NamedTuple):
    """A page under a filter."""

    page: str
    filter_text: str


class Navigation:
    """A line of places; going somewhere new cuts off what lay ahead."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._at = -1

    def visit(self, place: Place) -> None:
        """Remember a place, if it is another one."""
        if self._at >= 0 and self._places[self._at] == place:
            return
        self._places = [*self._places[: self._at + 1], place][-_KEPT:]
        self._at = len(self._places) - 1

    def amend(self, place: Place) -> None:
        """The present place looks different now: its filter was edited by hand."""
        if self._at >= 0:
            self._places[self._at] = place

    def back(self) -> Place | None:
        """The place before; None at the beginning."""
        return self._step(-1)

    def forward(self) -> Place | None:
        """The place after; None at the end."""
        return self._step(1)

    def _step(self, step: int) -> Place | None:
        if not 0 <= self._at + step < len(self._places):
            return None
        self._at += step
        return self._places[self._at]
