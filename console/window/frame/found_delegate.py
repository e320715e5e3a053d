"""One line of the palette: icon, name, what it is, its state or its key."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.window.frame.search import Found
from console.window.theme import fonts
from console.window.theme.icons import SIZE_PX, pixmap
from console.window.theme.theme import qcolor, theme
from console.window.theme.tokens import RADIUS

FOUND: Final = Qt.ItemDataRole.UserRole
_HEIGHT_PX: Final = 28
_LEFT_PX: Final = 32
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class FoundDelegate(QStyledItemDelegate):
    """Paints a Found."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _HEIGHT_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found = index.data(FOUND)
        if not isinstance(found, Found):
            return
        area = QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        _paint(painter, area, found, selected=selected)
        painter.restore()


def _paint(painter: QPainter, area: QRect, found: Found, *, selected: bool) -> None:
    tokens = theme().tokens
    if selected:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(tokens.selection))
        painter.drawRoundedRect(area, RADIUS, RADIUS)
    image = pixmap(found.icon(), tokens.muted, painter.device().devicePixelRatioF())
    painter.drawPixmap(area.left() + 8, area.top() + (area.height() - SIZE_PX) // 2, image)
    note = found.note()
    painter.setFont(fonts.small())
    painter.setPen(qcolor(tokens.muted))
    painter.drawText(area.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignRight | _MIDDLE, note)
    room = area.adjusted(_LEFT_PX, 0, -24 - QFontMetrics(fonts.small()).horizontalAdvance(note), 0)
    painter.setFont(fonts.text())
    painter.setPen(qcolor(tokens.text))
    caption = QFontMetrics(fonts.text()).elidedText(found.caption(), Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _MIDDLE, caption)
