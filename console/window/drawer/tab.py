"""What the drawer asks of a tab."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from console.engine.messages import RawTold, SeriesTold
from console.window.session import Session
from console.window.thing import Thing


class Tab(QWidget):
    """One tab over one object; it is refreshed only while it is shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def open(self, thing: Thing) -> None:
        """Another object is shown from now on."""

    def refresh(self, thing: Thing, now: float) -> None:
        """The object as it is now."""

    def ask(self, thing: Thing) -> None:
        """Ask the engine for what the fleet does not hold; called when the tab is shown and every few seconds."""

    def take_series(self, told: SeriesTold) -> None:
        """The last hour of the object."""

    def take_raw(self, told: RawTold) -> None:
        """What the source said about the object."""
