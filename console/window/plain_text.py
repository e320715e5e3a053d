"""Text from outside, shown as text: Qt would take a name with angle brackets for markup, and an ampersand for a key."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from console.window.theme.roles import Role, styled


class Label(QLabel):
    """A label that never reads markup. Its text can be selected where `selectable`."""

    def __init__(
        self, role: Role | None = None, text: str = "", *, selectable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)
        if role is not None:
            styled(self, role)


def plain_tip(text: str) -> str:
    """A tooltip that shows this text as it is, line by line."""
    return f'<p style="white-space: pre-wrap">{html.escape(text)}</p>' if text else ""


def plain_caption(text: str) -> str:
    """The caption of a button or menu entry that shows this text as it is."""
    return text.replace("&", "&&")
