"""The pages, each made when it is first shown, under the filter that it had at the last start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.window.pages.page import Page
from console.window.pages.registry import PAGES, entry_of
from console.window.session import Session

FIRST_PAGE: Final = PAGES[0].name


class PageStack(QStackedWidget):
    """One page at a time.

    Args:
        filters: by the page's name; taken when the page is first shown.
    """

    def __init__(self, session: Session, filters: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._kept = session, dict(filters)
        self._pages: dict[str, Page] = {}
        self.current_name = FIRST_PAGE

    def show_page(self, name: str) -> Page:
        """Turn to a page; to the first one if there is none of this name."""
        entry = entry_of(name) or PAGES[0]
        page = self._pages.get(entry.name)
        if page is None:
            page = self._pages[entry.name] = entry.open(self._session)
            self.addWidget(page)
            if kept := self._kept.get(entry.name):
                page.take_filter(kept)
        self.current_name = entry.name
        self.setCurrentWidget(page)
        return page

    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self.current_name)

    def filter_text(self) -> str:
        """The filter of the page that is shown."""
        page = self.page()
        return "" if page is None else page.filter_text()

    def filters(self) -> dict[str, str]:
        """The filter of each page, also of those that were not shown this time."""
        return {**self._kept, **{name: page.filter_text() for name, page in self._pages.items()}}

    def focus_page(self) -> None:
        """Put the keyboard into the page, where it was the last time."""
        page = self.page()
        if page is None:
            return
        kept = cast("QWidget | None", page.focusWidget())
        if kept is None:
            page.focus_first()
        else:
            kept.setFocus(Qt.FocusReason.OtherFocusReason)
