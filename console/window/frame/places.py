"""Turns pages, and remembers the way for going back and forth."""

from __future__ import annotations

from collections.abc import Callable

from console.window.frame.navigation import Navigation, Place
from console.window.frame.page_stack import PageStack


class Places:
    """Goes to pages.

    Args:
        turned: is told the name of the page that is shown now.
    """

    def __init__(self, pages: PageStack, turned: Callable[[str], None]) -> None:
        self._pages, self._turned = pages, turned
        self._navigation = Navigation()

    def go(self, name: str, filter_text: str = "") -> None:
        """Turn to a page; "" leaves the filter that it has."""
        self._note_filter()
        self._turn(name)
        page = self._pages.page()
        if page is not None and filter_text:
            page.take_filter(filter_text)
        self._navigation.visit(self._here())

    def back(self) -> None:
        """To the place before."""
        self._note_filter()
        self._return_to(self._navigation.back())

    def forward(self) -> None:
        """To the place after."""
        self._note_filter()
        self._return_to(self._navigation.forward())

    def _return_to(self, place: Place | None) -> None:
        if place is None:
            return
        self._turn(place.page)
        page = self._pages.page()
        if page is not None and page.filter_text() != place.filter_text:
            page.take_filter(place.filter_text)

    def _turn(self, name: str) -> None:
        self._pages.show_page(name)
        self._turned(self._pages.current_name)
        self._pages.focus_page()

    def _note_filter(self) -> None:
        if self._pages.page() is not None:
            self._navigation.amend(self._here())

    def _here(self) -> Place:
        return Place(self._pages.current_name, self._pages.filter_text())
