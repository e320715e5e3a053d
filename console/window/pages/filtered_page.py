"""A page whose one table is filtered by the box above it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from console.window.pages.page import Page
from console.window.tables.view import TableView
from console.window.widgets.filter_box import FilterBox


class FilteredPage(Page):
    """What the frame asks of such a page."""

    filter_box: FilterBox
    table: TableView

    def take_filter(self, text: str) -> None:
        self.filter_box.set_text_now(text)

    def filter_text(self) -> str:
        return self.filter_box.text()

    def focus_filter(self) -> None:
        self.filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_box.selectAll()

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected(self) -> tuple[str, ...]:
        return self.table.selected_ids()
