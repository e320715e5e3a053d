"""Every page, one line each, in the order of the rail. A page's module is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from PySide6.QtCore import QCoreApplication

from console.window.pages.page import Page
from console.window.session import Session

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its name as in `--page`, its title, its icon, and where its class stands."""

    name: str
    title: Callable[[], str]
    icon: str
    place: str

    def open(self, session: Session) -> Page:
        """Make the page."""
        module, _, name = self.place.partition(":")
        made = getattr(import_module(module), name)(session)
        if not isinstance(made, Page):
            raise TypeError(f"{self.place} is not a Page")
        return made


PAGES: Final = (
    Entry("overview", lambda: translate("Pages", "Overview"), "overview", "console.window.pages.overview:OverviewPage"),
    Entry("fleet", lambda: translate("Pages", "Fleet"), "fleet", "console.window.pages.fleet:FleetPage"),
    Entry("queue", lambda: translate("Pages", "Queue"), "queue", "console.window.pages.queue:QueuePage"),
    Entry(
        "connections",
        lambda: translate("Pages", "Connections"),
        "connections",
        "console.window.pages.connections:ConnectionsPage",
    ),
)


def entry_of(name: str) -> Entry | None:
    """The page of this name, or None."""
    return next((entry for entry in PAGES if entry.name == name), None)
