"""What is selected, by id, so that it survives a refresh and is one for a table and a heat map."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """Ids that are selected, and the one that the keyboard stands on."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: frozenset[str] = frozenset()
        self.current: str | None = None

    def choose(self, ids: frozenset[str], current: str | None) -> None:
        """Select these, and nothing else."""
        if (ids, current) != (self.ids, self.current):
            self.ids, self.current = ids, current
            self.changed.emit()

    def toggle(self, thing: str) -> None:
        """Mark one, or take its mark away."""
        self.choose(self.ids ^ {thing}, thing)
