"""One bar that shares its width among states, each of which keeps two pixels however few it counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.window.theme.theme import qcolor, theme
from console.window.theme.tokens import Tokens

HEIGHT_PX: Final = 8
_LEAST_PX: Final = 2
_GAP_PX: Final = 1


class GpuShares(NamedTuple):
    """GPUs by state; `reserved_busy` are those of the busy ones that are reserved. NaN is unknown."""

    busy: float
    reserved_busy: float
    reserved_idle: float
    idle: float
    down: float

    @property
    def total(self) -> float:
        """All GPUs; NaN where a count is unknown."""
        return self.busy + self.reserved_idle + self.idle + self.down

    def segments(self, tokens: Tokens) -> list[tuple[float, str]]:
        """Counts with their colours, from left to right."""
        return [
            (self.busy - self.reserved_busy, tokens.busy),
            (self.reserved_busy, tokens.reserved),
            (self.reserved_idle, tokens.warning),
            (self.idle, tokens.idle),
            (self.down, tokens.down),
        ]


UNTOLD: Final = GpuShares(*[math.nan] * 5)


def widths(counts: Sequence[float], room_px: int) -> list[int]:
    """Whole pixels for each count that fill the room; what counts anything is at least two pixels wide."""
    total = sum(counts)
    wide = [max(_LEAST_PX, math.floor(room_px * count / total)) if count > 0 else 0 for count in counts]
    largest = max(range(len(counts)), key=counts.__getitem__)
    wide[largest] += room_px - sum(wide)
    return wide


def paint_bar(painter: QPainter, area: QRect, segments: Sequence[tuple[float, str]]) -> None:
    """Draw the segments that count anything, a pixel apart; none if a count is unknown."""
    filled = [(count, color) for count, color in segments if count > 0]
    if not filled or area.width() <= 0 or any(math.isnan(count) for count, _ in segments):
        return
    gaps = _GAP_PX * (len(filled) - 1)
    left = area.left()
    for width, (_, color) in zip(widths([count for count, _ in filled], area.width() - gaps), filled, strict=True):
        painter.fillRect(left, area.top(), width, area.height(), qcolor(color))
        left += width + _GAP_PX


def bar_area(cell: QRect, height_px: int = HEIGHT_PX) -> QRect:
    """The bar's place in a cell: as wide, in its middle."""
    return QRect(cell.left(), cell.top() + (cell.height() - height_px) // 2, cell.width(), height_px)


class StackedBar(QWidget):
    """The bar of a tile."""

    def __init__(self, height_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height_px = height_px
        self._shares = UNTOLD
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme().changed.connect(self.update)

    def set_shares(self, shares: GpuShares) -> None:
        """Show these counts."""
        if shares != self._shares:
            self._shares = shares
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, self._height_px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = theme().tokens
        if self._shares.total > 0:
            paint_bar(painter, self.rect(), self._shares.segments(tokens))
        else:
            painter.fillRect(self.rect(), qcolor(tokens.line))
