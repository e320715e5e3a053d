"""The marks that stand before a state's word, painted so that they look the same with every font."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from console.window.tables.cell import Mark

SIZE_PX: Final = 9


def paint_mark(painter: QPainter, mark: Mark, color: QColor, left: float, middle: float) -> None:
    """Draw a mark with its left edge and its middle line there."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _MARKS[mark](painter, color, QRectF(left, middle - SIZE_PX / 2, SIZE_PX, SIZE_PX))
    painter.restore()


def _held(painter: QPainter, color: QColor, area: QRectF) -> None:
    inner = area.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(color, 1))
    painter.drawEllipse(inner)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPie(inner, 90 * 16, 180 * 16)


def _down(painter: QPainter, color: QColor, area: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    top, base = area.top() + 0.5, area.bottom() - 0.5
    painter.drawPolygon(
        QPolygonF([QPointF(area.center().x(), top), QPointF(area.right(), base), QPointF(area.left(), base)])
    )


def _good(painter: QPainter, color: QColor, area: QRectF) -> None:
    path = QPainterPath(QPointF(area.left() + 0.5, area.center().y() + 0.5))
    path.lineTo(area.left() + 3.2, area.bottom() - 1.5)
    path.lineTo(area.right() - 0.5, area.top() + 1.5)
    painter.setPen(QPen(color, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def _unknown(painter: QPainter, color: QColor, area: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(color, 1))
    painter.setBrush(QBrush(color, Qt.BrushStyle.BDiagPattern))
    painter.drawRect(area.toRect().adjusted(0, 0, -1, -1))


_MARKS: Final[Mapping[Mark, Callable[[QPainter, QColor, QRectF], None]]] = {
    Mark.HELD: _held,
    Mark.DOWN: _down,
    Mark.GOOD: _good,
    Mark.UNKNOWN: _unknown,
}
