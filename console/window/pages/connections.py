"""What are we connected to, and is it healthy? The sources, the selected one in full, and how to add another."""

from __future__ import annotations

import time
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console.engine.messages import PollNow
from console.engine.wire import FleetChange
from console.window.connections.add_card import AddCard
from console.window.connections.detail_card import DetailCard
from console.window.connections.source_table import SCHEMA, source_columns, source_table
from console.window.drawer.scroll_column import BAR_PX
from console.window.pages.page import Page
from console.window.plain_text import Label
from console.window.session import Session
from console.window.tables.freshness import Freshness
from console.window.tables.model import TableModel
from console.window.tables.view import TableView
from console.window.theme.roles import Role, styled
from console.window.thing import find

_MOST_ROWS = 10
_FRESH = Freshness(0.0, {})  # what is told of a source is always of now, however old its own values are


class ConnectionsPage(Page):
    """A table over two cards."""

    name: ClassVar[str] = "connections"
    title: ClassVar[str] = "Connections"
    icon: ClassVar[str] = "connections"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = TableModel(SCHEMA, source_columns(), self)
        self.table = TableView(self.model, "sources", store=session.layout, parent=self)
        self.table.setAccessibleName(self.tr("Sources"))
        self.table.row_opened.connect(session.open)
        self.table.menu_asked.connect(session.ask_menu)
        session.layout_reset.connect(self.table.reset_layout)
        self.table.shared.changed.connect(self._show_detail)
        self.empty = Label(Role.MUTED, self.tr("Nothing is connected yet. Below is how to add a source."), parent=self)
        self.detail = DetailCard(self)
        self.detail.poll_wanted.connect(lambda name: session.ask(PollNow(name)))
        self.detail.open_wanted.connect(session.open)
        self.add = AddCard(session.configuration_file, self)
        self.add.reload_wanted.connect(session.reload_asked)
        self._lay_out()

    def refresh(self, _change: FleetChange | None) -> None:
        sources = self.session.fleet["sources"]
        self.model.show_table(source_table(sources, time.time()), _FRESH)
        self.table.setFixedHeight(self.table.room_for(min(max(len(sources), 1), _MOST_ROWS)) + BAR_PX)
        self.table.setVisible(bool(len(sources)))
        self.empty.setVisible(not len(sources))
        if self.table.shared.current is None and len(sources):
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_detail()

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected(self) -> tuple[str, ...]:
        return self.table.selected_ids()

    def _show_detail(self) -> None:
        current = self.table.shared.current
        source = None if current is None else find(self.session.fleet, current)
        self.detail.show_source(source, self.session.fleet, time.time())

    def _lay_out(self) -> None:
        card = styled(QFrame(self), Role.CARD)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(5, 1, 5, 1)
        inside.addWidget(self.table)
        self.empty.setContentsMargins(8, 12, 8, 12)
        inside.addWidget(self.empty)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for each in (self.detail, self.add):
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)  # of equal width
            cards.addWidget(each, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(card)
        layout.addLayout(cards, 1)
