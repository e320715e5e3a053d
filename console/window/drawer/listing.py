"""A table inside the drawer: a heading, the rows, and nothing at all where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.model.table import Schema, Table
from console.window.plain_text import Label
from console.window.session import Session
from console.window.tables.column_spec import ColumnSpec
from console.window.tables.freshness import Freshness
from console.window.tables.model import TableModel
from console.window.tables.view import TableView
from console.window.theme.roles import Role
from console.window.thing import find

MOST_ROWS: Final = 12  # more scroll inside the table


class Listing(QWidget):
    """Rows of one table.

    Args:
        title: the heading; "" for none.
        name: what the columns' layout is kept under.
        headings: whether the columns' headings are shown.
    """

    def __init__(
        self,
        session: Session,
        schema: Schema,
        columns: Sequence[ColumnSpec],
        *,
        title: str,
        name: str,
        headings: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._title = title
        self._heading = Label(Role.SMALL, title, parent=self)
        self._heading.setVisible(bool(title))
        self.model = TableModel(schema, columns, self)
        self.view = TableView(self.model, f"drawer-{name}", store=session.layout, parent=self)
        self.view.setAccessibleName(title or name)
        self.view.headings.setVisible(headings)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.row_opened.connect(self._open)
        self.view.menu_asked.connect(session.ask_menu)
        session.layout_reset.connect(self.view.reset_layout)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._heading)
        layout.addWidget(self.view)

    def show_rows(self, table: Table, freshness: Freshness, *, most: int = MOST_ROWS) -> None:
        """Show these rows; hidden without any."""
        self.setVisible(bool(len(table)))
        self.model.show_table(table, freshness)
        if self._title:
            self._heading.setText(f"{self._title} · {len(table):,}" if len(table) > 1 else self._title)
        headings = self.view.headings.height() if self.view.headings.isVisibleTo(self.view) else 0
        rows = min(len(table), most) * self.view.verticalHeader().defaultSectionSize()
        self.view.setFixedHeight(rows + headings + 1)

    def _open(self, thing: str) -> None:
        # Processes and readings have ids too, but nothing more to say than their row does.
        if find(self._session.fleet, thing) is not None:
            self._session.open(thing)
