"""The drawer's row of tabs: those that this kind of object has."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QTabBar, QWidget

from console.window.thing import Sort

_TABS: Final = {
    Sort.GPU: ("now", "history", "jobs", "raw"),
    Sort.NODE: ("now", "history", "jobs", "raw"),
    Sort.POOL: ("now", "history", "jobs", "raw"),
    Sort.SOURCE: ("now", "history", "raw"),
    Sort.JOB: ("now", "raw"),
    Sort.RESERVATION: ("now", "jobs", "raw"),
}


class Bar(QTabBar):
    """Each tab's data is its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setAccessibleName(self.tr("What to show"))

    def name(self) -> str:
        """The name of the tab that is chosen, "" before any is offered."""
        name = self.tabData(self.currentIndex())
        return name if isinstance(name, str) else ""

    def offer(self, sort: Sort) -> None:
        """The tabs of this kind of object; the one that was chosen stays if there is one of its name."""
        wanted, names = self.name(), _TABS[sort]
        titles = {"now": self.tr("Now"), "history": self.tr("History"), "jobs": self.tr("Jobs"), "raw": self.tr("Raw")}
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        for name in names:
            self.setTabData(self.addTab(titles[name]), name)
        self.setCurrentIndex(names.index(wanted) if wanted in names else 0)
        self.blockSignals(False)
