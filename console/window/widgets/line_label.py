"""One line of secondary text, in parts of their own colour and mark; cut with an ellipsis, never wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.window.plain_text import plain_tip
from console.window.tables.cell import Cell, ink
from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme
from console.window.theme.tokens import STALE_OPACITY
from console.window.widgets.marks import SIZE_PX, paint_mark

LINE_PX: Final = 16
_MARK_GAP: Final = 4
_PART_GAP: Final = 10


class LineLabel(QWidget):
    """Says cells, one behind the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[Cell, ...] = ()
        self._stale = False
        self.setFixedHeight(LINE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def say(self, *cells: Cell, stale: bool = False) -> None:
        """Write these."""
        if (cells, stale) != (self._cells, self._stale):
            self._cells, self._stale = cells, stale
            self.setAccessibleName(self.text())
            self.update()

    def text(self) -> str:
        """What it says."""
        return ", ".join(cell.text for cell in self._cells)

    def cells(self) -> tuple[Cell, ...]:
        """What it is made of."""
        return self._cells

    def sizeHint(self) -> QSize:
        return QSize(width_of(self._cells), LINE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(fonts.small())
        painter.setOpacity(STALE_OPACITY if self._stale else 1.0)
        left = 0
        for cell in self._cells:
            left += self._paint_cell(painter, cell, left) + _PART_GAP
        # A tooltip only for what could not be shown; set from here since only here the width is known.
        cut = left - _PART_GAP > self.width()
        self.setToolTip(plain_tip(self.text()) if cut else "")

    def _paint_cell(self, painter: QPainter, cell: Cell, left: int) -> int:
        metrics, color = painter.fontMetrics(), qcolor(ink(cell.look, theme().tokens))
        at = left
        if cell.mark is not None and left + SIZE_PX <= self.width():
            paint_mark(painter, cell.mark, color, left, self.height() / 2)
            at += SIZE_PX + _MARK_GAP
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, max(self.width() - at, 0))
        painter.setPen(color)
        painter.drawText(QPoint(at, (self.height() - metrics.height()) // 2 + metrics.ascent()), text)
        return _width(cell, metrics)


def width_of(cells: Sequence[Cell]) -> int:
    """The width of cells in one line."""
    metrics = QFontMetrics(fonts.small())
    return sum(_width(cell, metrics) for cell in cells) + _PART_GAP * (len(cells) - 1)


def _width(cell: Cell, metrics: QFontMetrics) -> int:
    return metrics.horizontalAdvance(cell.text) + (SIZE_PX + _MARK_GAP if cell.mark is not None else 0)
