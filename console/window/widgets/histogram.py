"""How many GPUs have which value; a stretch drawn over it, or made with Shift and the arrow keys, filters by it.

Heights grow with the square root, so that a bin of three beside one of three thousand can be seen and pulled at.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.model.column import Floats
from console.window.theme.theme import mixed, qcolor, theme
from console.window.widgets.heat_image import between

BINS: Final = 25  # so that their edges are round numbers
HEIGHT_PX: Final = 26
_OUTSIDE: Final = 0.35
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}

Stretch = tuple[int, int]  # the first and the last bin


class Histogram(QWidget):
    """Counts in bins over a fixed range."""

    brushed = Signal(object)  # (low, high), each None where the stretch ends at the range's end; or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = np.zeros(BINS)
        self.cividis = False  # as the heat map's
        self._range = (0.0, 100.0)
        self._stretch: Stretch | None = None
        self._anchor: int | None = None  # where a stretch began
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName(self.tr("Histogram: Shift and arrow keys choose a range, Delete clears it"))
        theme().changed.connect(self.update)

    def set_values(self, values: Floats, low: float, high: float) -> None:
        """Count values; those beyond the range are in its outermost bins."""
        known = values[~np.isnan(values)]
        self._counts = np.histogram(np.clip(known, low, high), bins=BINS, range=(low, high))[0].astype(np.float64)
        self._range = low, high
        self.update()

    def set_stretch(self, stretch: Stretch | None) -> None:
        """Show a stretch without announcing it."""
        if stretch != self._stretch:
            self._stretch = stretch
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(BINS * 12, HEIGHT_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._anchor = self._at = self._bin_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._anchor is not None:
            self._at = self._bin_at(event.position().x())
            self.set_stretch(_sorted(self._anchor, self._at))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._anchor is None:
            return
        moved = self._anchor != self._at
        # A click without a drag takes one bin, and gives it up again.
        again = not moved and self._stretch == (self._at, self._at)
        self.set_stretch(None if again else _sorted(self._anchor, self._at))
        self._anchor = None
        self._announce()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._walk(step, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._stretch is not None:
            self.set_stretch(None)
            self._announce()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), theme().tokens
        wide, base = self.width() / BINS, self.height() - 1
        ramp = tokens.cividis if self.cividis else tokens.heat
        tallest = max(float(np.sqrt(self._counts.max(initial=0.0))), 1.0)
        for place in range(BINS):
            left, right = round(place * wide), round((place + 1) * wide) - 1
            tall = round(float(np.sqrt(self._counts[place])) / tallest * (base - 2))
            color = between(ramp, place / (BINS - 1) * (len(ramp) - 1))
            inside = self._stretch is None or self._stretch[0] <= place <= self._stretch[1]
            ink = qcolor(color) if inside else mixed(color, tokens.ground, _OUTSIDE)
            painter.fillRect(left, base - tall, right - left, tall, ink)
        painter.fillRect(0, base, self.width(), 1, qcolor(tokens.line))
        self._paint_marks(painter, wide, base)

    def _paint_marks(self, painter: QPainter, wide: float, base: int) -> None:
        tokens = theme().tokens
        if self._stretch is not None:
            left, right = round(self._stretch[0] * wide), round((self._stretch[1] + 1) * wide) - 1
            painter.setPen(qcolor(tokens.text))
            painter.drawRect(left, 0, max(right - left - 1, 1), base)
        if self.hasFocus():
            painter.fillRect(round(self._at * wide), base - 1, round(wide) - 1, 2, qcolor(tokens.accent))

    def _bin_at(self, x: float) -> int:
        return min(max(int(x / self.width() * BINS), 0), BINS - 1)

    def _walk(self, step: int, *, extend: bool) -> None:
        first, last = self._stretch or (self._at, self._at)
        fixed = (last if self._at == first else first) if extend else None
        self._at = min(max(self._at + step, 0), BINS - 1)
        if fixed is not None:
            self.set_stretch(_sorted(fixed, self._at))
            self._announce()
        self.update()

    def _announce(self) -> None:
        if self._stretch is None:
            self.brushed.emit(None)
            return
        low, high = self._range
        step = (high - low) / BINS
        first, last = self._stretch
        from_value = low + first * step if first else None
        to_value = low + (last + 1) * step if last < BINS - 1 else None
        self.brushed.emit((from_value, to_value))


def _sorted(one: int, other: int) -> Stretch:
    return (one, other) if one <= other else (other, one)
