"""What the heat map's colours and shapes mean; a click on an owner filters by it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme

_SWATCH_PX: Final = 9
_TEXT_GAP: Final = 5
_ITEM_GAP: Final = 14


class Shape(Enum):
    """How a cell is drawn."""

    FULL = "full"
    HOLLOW = "hollow"
    HATCHED = "hatched"


class Item(NamedTuple):
    """One entry: its colour, shape and words, and the filter term that it stands for."""

    color: str
    shape: Shape
    words: str
    term: str = ""


class Legend(QWidget):
    """Entries in a line, at the right."""

    picked = Signal(str)  # a filter term

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()
        self._places: list[tuple[QRect, Item]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_items(self, items: Sequence[Item]) -> None:
        """Show these."""
        if tuple(items) != self._items:
            self._items = tuple(items)
            self.setAccessibleName(", ".join(item.words for item in items))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(_width(item) + _ITEM_GAP for item in self._items) - _ITEM_GAP, 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 18)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for area, item in self._places:
            if item.term and area.contains(event.position().toPoint()):
                self.picked.emit(item.term)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(fonts.small())
        metrics, right = painter.fontMetrics(), self.width()
        self._places.clear()
        for item in reversed(self._items):
            left = right - _width(item)
            if left < 0:
                break
            self._places.append((QRect(left, 0, right - left, self.height()), item))
            top = (self.height() - _SWATCH_PX) // 2
            _paint_swatch(painter, QRect(left, top, _SWATCH_PX, _SWATCH_PX), item)
            painter.setPen(qcolor(theme().tokens.muted))
            baseline = (self.height() - metrics.height()) // 2 + metrics.ascent()
            painter.drawText(QPoint(left + _SWATCH_PX + _TEXT_GAP, baseline), item.words)
            right = left - _ITEM_GAP


def _width(item: Item) -> int:
    return _SWATCH_PX + _TEXT_GAP + QFontMetrics(fonts.small()).horizontalAdvance(item.words)


def _paint_swatch(painter: QPainter, area: QRect, item: Item) -> None:
    color: QColor = qcolor(item.color)
    match item.shape:
        case Shape.FULL:
            painter.fillRect(area, color)
        case Shape.HOLLOW:
            painter.setPen(color)
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        case Shape.HATCHED:
            painter.fillRect(area, QBrush(color, Qt.BrushStyle.BDiagPattern))
