"""A column that scrolls where it is long; its right edge stays where it is whether there is a bar or not."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

BAR_PX: Final = 10


class ScrollColumn(QScrollArea):
    """Holds `column`, a vertical layout. Stands with its right edge BAR_PX outside of what it lines up with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        # After setWidget, which turns it on: what is behind the column shows through.
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        margins = self.column.contentsMargins()
        room = BAR_PX - (self.width() - self.viewport().width())
        if margins.right() != room:
            margins.setRight(room)
            self.column.setContentsMargins(margins)
