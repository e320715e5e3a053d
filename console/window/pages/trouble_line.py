"""A line over a page's figures while a source is missing from them; gone when all answer."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.window.pages.standings import trouble
from console.window.session import Session
from console.window.tables.freshness import Freshness
from console.window.theme.roles import Role, styled
from console.window.widgets.line_label import LineLabel


class TroubleLine(QWidget):
    """Names the sources in trouble and leads to the connections."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = LineLabel()
        link = styled(QPushButton(self.tr("Open connections")), Role.LINK)
        link.clicked.connect(lambda: session.go("connections"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(link)
        self.hide()

    def show_trouble(self, freshness: Freshness) -> None:
        """Say what is missing, or nothing."""
        cell = trouble(freshness)
        self.setVisible(cell is not None)
        if cell is not None:
            self.label.say(cell)
