"""A button that drops a menu. Qt's own draws its text without the stylesheet's padding."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from console.window.theme.roles import Role, styled
from console.window.theme.theme import qcolor, theme

_ARROW_PX = 8


class MenuButton(QPushButton):
    """Opens `drop` under itself; with Role.MENU it shows a small triangle."""

    def __init__(self, role: Role = Role.MENU, drop: QMenu | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, role)
        self._has_arrow = role is Role.MENU
        self.drop = drop or QMenu(self)
        self.clicked.connect(self.open_menu)
        theme().changed.connect(self.update)

    def open_menu(self) -> None:
        """Drop the menu."""
        self.drop.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._has_arrow:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(qcolor(theme().tokens.muted))
            left, top = self.width() - _ARROW_PX - 11.0, self.height() / 2 - 2.0
            tip = QPointF(left + _ARROW_PX / 2, top + 5.0)
            painter.drawPolygon(QPolygonF([QPointF(left, top), QPointF(left + _ARROW_PX, top), tip]))
