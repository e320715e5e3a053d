"""Counts as buttons: each stands for a filter term, pressed while the term is in the filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from console.model.quantity import format_count
from console.window.plain_text import plain_caption
from console.window.theme.roles import Role, styled

_HEIGHT_PX: Final = 26
_GAP_PX: Final = 8


class Chip(NamedTuple):
    """One button."""

    words: str
    number: int
    term: str


class ToggleChips(QWidget):
    """Chips in a line; those without room are left out, the least first."""

    toggled = Signal(str)  # a filter term

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[QPushButton] = []
        self._terms: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chips(self, chips: Sequence[Chip], terms: frozenset[str]) -> None:
        """Show these; `terms` are those of the filter."""
        while len(self._buttons) < len(chips):
            self._add()
        self._terms = [chip.term for chip in chips]
        for button, chip in zip(self._buttons, chips, strict=False):
            button.setText(plain_caption(f"{chip.words}  {format_count(chip.number)}"))
            button.setAccessibleName(f"{chip.words}, {format_count(chip.number)}")
            button.setChecked(chip.term in terms)
        self.updateGeometry()
        self._place()

    def buttons(self) -> list[QPushButton]:
        """Those that stand for something now."""
        return self._buttons[: len(self._terms)]

    def sizeHint(self) -> QSize:
        shown = self.buttons()
        return QSize(max(sum(each.sizeHint().width() + _GAP_PX for each in shown) - _GAP_PX, 0), _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _HEIGHT_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _add(self) -> None:
        button, place = styled(QPushButton(self), Role.CHIP), len(self._buttons)
        button.setCheckable(True)
        button.clicked.connect(lambda: self.toggled.emit(self._terms[place]))
        self._buttons.append(button)

    def _place(self) -> None:
        left = 0
        for place, button in enumerate(self._buttons):
            width = button.sizeHint().width()
            fits = place < len(self._terms) and left + width <= self.width()
            button.setVisible(fits)
            if fits:
                button.setGeometry(left, 0, width, _HEIGHT_PX)
                left += width + _GAP_PX
