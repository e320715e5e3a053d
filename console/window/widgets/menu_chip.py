"""A button that shows a choice and opens a menu of the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from console.window.plain_text import plain_caption


class MenuChip(QPushButton):
    """One choice among a few.

    Args:
        name: what is chosen, for those who do not see the button.
        choices: their keys and what they are called.
        prefix: stands before the choice on the button.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str]], prefix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._prefix = name, prefix
        self._words = dict(choices)
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        for key, words in choices:
            action = self._menu.addAction(plain_caption(words))
            action.setCheckable(True)
            action.setData(key)
            self._group.addAction(action)
        self._group.triggered.connect(lambda action: self.choose(str(action.data())))
        self.setMenu(self._menu)
        self.key = choices[0][0]
        self._show()

    def add_option(self, words: str, *, checked: bool) -> QAction:
        """Something under the choices that is on or off."""
        self._menu.addSeparator()
        action = self._menu.addAction(plain_caption(words))
        action.setCheckable(True)
        action.setChecked(checked)
        return action

    def choices(self) -> tuple[str, ...]:
        """The keys that can be chosen."""
        return tuple(self._words)

    def choose(self, key: str) -> None:
        """Take a choice; one that is not there is left alone."""
        if key in self._words and key != self.key:
            self.key = key
            self._show()
            self.chosen.emit(key)

    def _show(self) -> None:
        words = self._words[self.key]
        self.setText(f"{plain_caption(self._prefix + words)} ▾")
        self.setAccessibleName(f"{self._name}: {words}")
        for action in self._group.actions():
            action.setChecked(action.data() == self.key)
