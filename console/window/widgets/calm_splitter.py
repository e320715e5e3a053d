"""A splitter whose handle is a short line that does not ask for attention."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from console.window.theme.theme import qcolor, theme

HANDLE_PX = 12
_GRIP_PX = 32


class CalmSplitter(QSplitter):
    """Two views, one over the other; neither can be folded away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setHandleWidth(HANDLE_PX)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)


class _Handle(QSplitterHandle):
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left, middle = (self.width() - _GRIP_PX) // 2, self.height() // 2 - 1
        painter.fillRect(left, middle, _GRIP_PX, 2, qcolor(theme().tokens.line))
