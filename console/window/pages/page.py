"""What the frame asks of a page."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from console.engine.wire import FleetChange
from console.window.session import Session


class Page(QWidget):
    """One page. It is refreshed only while it is shown, and once when it comes to be shown."""

    name: ClassVar[str]  # as in `--page`
    title: ClassVar[str]
    icon: ClassVar[str]  # the name of a file in resources/icons, without .svg

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        session.fleet_replaced.connect(self._on_fleet)
        session.site_changed.connect(self._refresh_if_shown)
        session.engine_lost.connect(self._refresh_if_shown)
        session.engine_found.connect(self._refresh_if_shown)

    def refresh(self, change: FleetChange | None) -> None:
        """Draw the session's fleet; `change` says what differs from the last one, None means draw everything."""
        raise NotImplementedError

    def take_filter(self, text: str) -> None:
        """Set the page's filter, where it has one; "" clears it."""

    def filter_text(self) -> str:
        """The filter that is set; "" where there is none."""
        return ""

    def focus_filter(self) -> None:
        """Put the cursor into the filter field, where there is one (Ctrl+F)."""

    def focus_first(self) -> None:
        """Put the keyboard where it is when the page is shown for the first time."""
        first = self.nextInFocusChain()
        if first is not None and self.isAncestorOf(first):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected(self) -> tuple[str, ...]:
        """The ids of the selected rows, in the order shown: what a verb acts on."""
        return ()

    def drawn(self) -> bool:
        """Whether the page has drawn the first data of every source; a screenshot waits for it."""
        return self.session.fleet.taken_at > 0

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh(None)

    def _on_fleet(self, change: FleetChange) -> None:
        if self.isVisible():
            self.refresh(change)

    def _refresh_if_shown(self, *_: object) -> None:
        if self.isVisible():
            self.refresh(None)
