"""A button that drops a menu. Qt's own draws its text without the stylesheet's padding."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from console.window.theme.icons import pixmap
from console.window.theme.roles import Role, styled
from console.window.theme.theme import theme

_ARROW_PX = 12


class MenuButton(QPushButton):
    """Opens `drop` under itself; with Role.MENU it shows a small chevron."""

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
            arrow = pixmap("chevron-down", theme().tokens.muted, self.devicePixelRatioF(), _ARROW_PX)
            QPainter(self).drawPixmap(self.width() - _ARROW_PX - 8, (self.height() - _ARROW_PX) // 2, arrow)
