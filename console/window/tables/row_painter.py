"""Paints the visible rows of a table: text at its baseline, figures at the right, one line under each row.

What a delegate does cell by cell is done here once a row, or once for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from console.window.tables.cell import Cell, Look, ink
from console.window.tables.header import PADDING_PX
from console.window.tables.model import TableModel
from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme
from console.window.theme.tokens import STALE_OPACITY, Tokens
from console.window.widgets.marks import SIZE_PX, paint_mark

_MARK_GAP: Final = 5
_MEASURED: Final = 20_000


class Slot(NamedTuple):
    """Where a column stands."""

    column: int
    left: int
    width: int


class RowState(NamedTuple):
    """How a row is drawn."""

    selected: bool
    current: bool  # and the view has the focus
    last: bool  # no line under it: the card ends there


class RowPainter:
    """Paints rows of one model."""

    def __init__(self, model: TableModel, row_px: int) -> None:
        self._model = model
        self._row_px = row_px
        self._metrics = QFontMetrics(fonts.text())
        self._small = QFontMetrics(fonts.small())
        self._baseline = (row_px - 1 - self._metrics.height()) // 2 + self._metrics.ascent()
        self._advances: dict[str, int] = {}

    def paint(self, painter: QPainter, place: int, top: int, slots: Sequence[Slot], state: RowState) -> None:
        """Draw the row of a place with its top edge there."""
        tokens, age = theme().tokens, self._model.stale_age(place)
        left, right = slots[0].left, slots[-1].left + slots[-1].width
        if state.selected:
            painter.fillRect(left, top, right - left, self._row_px - 1, qcolor(tokens.selection))
        if not state.last:
            painter.fillRect(left, top + self._row_px - 1, right - left, 1, qcolor(tokens.line))
        if age:
            painter.setOpacity(STALE_OPACITY)
        for slot in slots:
            self._paint_cell(painter, place, top, slot, tokens)
        if age:
            painter.setOpacity(1.0)
            self._paint_age(painter, age, top, slots[0], qcolor(tokens.selection if state.selected else tokens.surface))
        if state.current:
            painter.setPen(qcolor(tokens.muted))
            painter.drawRect(left, top, right - left - 1, self._row_px - 2)

    def _paint_cell(self, painter: QPainter, place: int, top: int, slot: Slot, tokens: Tokens) -> None:
        spec = self._model.columns[slot.column]
        if spec.paint is not None:
            area = QRect(slot.left + PADDING_PX, top, slot.width - 2 * PADDING_PX, self._row_px - 1)
            spec.paint(painter, area, self._model.listing.table, int(self._model.listing.order[place]))
            return
        cell = self._model.cell(place, slot.column)
        room = slot.width - 2 * PADDING_PX
        left = slot.left + PADDING_PX
        color = qcolor(ink(cell.look, tokens))
        if cell.mark is not None:
            paint_mark(painter, cell.mark, color, left, top + (self._row_px - 1) / 2)
            left, room = left + SIZE_PX + _MARK_GAP, room - SIZE_PX - _MARK_GAP
        text, width = self._fitted(cell, room)
        if spec.right:
            left += room - width
        painter.setPen(color)
        painter.drawText(QPoint(left, top + self._baseline), text)

    def _fitted(self, cell: Cell, room: int) -> tuple[str, int]:
        width = self._advance(cell.text)
        if width <= room:
            return cell.text, width
        text = self._metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room)
        return text, self._metrics.horizontalAdvance(text)

    def _advance(self, text: str) -> int:
        width = self._advances.get(text)
        if width is None:
            if len(self._advances) > _MEASURED:
                self._advances.clear()
            width = self._advances[text] = self._metrics.horizontalAdvance(text)
        return width

    def _paint_age(self, painter: QPainter, age: str, top: int, slot: Slot, ground: QColor) -> None:
        """The age of a stale row, at the right of its first cell and over whatever reaches there."""
        width = self._small.horizontalAdvance(age)
        left = slot.left + slot.width - PADDING_PX - width
        painter.fillRect(left - 4, top, width + 4 + PADDING_PX, self._row_px - 1, ground)
        painter.setFont(fonts.small())
        painter.setPen(qcolor(ink(Look.MUTED, theme().tokens)))
        painter.drawText(QPoint(left, top + self._baseline), age)
        painter.setFont(fonts.text())
