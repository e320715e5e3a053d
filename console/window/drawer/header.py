"""The drawer's head: what is open, its state and id, and the cross that closes it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from console.window.drawer.elided import ElidedLabel
from console.window.theme.icons import icon
from console.window.theme.roles import Role, styled
from console.window.theme.theme import theme
from console.window.thing import Sort, Thing, sort_word, state_word, title


class Header(QWidget):
    """Name over a line of details."""

    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel(Role.TITLE, self)
        self.details = ElidedLabel(Role.SMALL, self)
        self._close = styled(QPushButton(self), Role.QUIET)
        self._close.setFixedSize(QSize(26, 26))
        self._close.setAccessibleName(self.tr("Close the drawer"))
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._close.clicked.connect(self.close_wanted)
        for label in (self.name, self.details):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(1)
        layout.addWidget(self.name, 0, 0)
        layout.addWidget(self._close, 0, 1)
        layout.addWidget(self.details, 1, 0, 1, 2)
        theme().changed.connect(self._take_theme)
        self._take_theme()

    def show_thing(self, thing: Thing) -> None:
        """Say what is open."""
        self.name.setText(title(thing))
        self.details.setText(details(thing))

    def _take_theme(self) -> None:
        self._close.setIcon(icon("close"))


def details(thing: Thing) -> str:
    """The line under the name: what it is, its state, its id."""
    parts = {
        Sort.GPU: (thing.text("model"), state_word(thing), _short(thing.text("uuid"))),
        Sort.SOURCE: (thing.text("kind"), state_word(thing), thing.text("server")),
        Sort.POOL: (sort_word(Sort.POOL), thing.text("gpu_model"), thing.text("site"), thing.id),
    }
    shown = parts.get(thing.sort) or (sort_word(thing.sort), state_word(thing), thing.text("site"), thing.id)
    return " · ".join(part for part in shown if part)


def _short(uuid: str) -> str:
    return uuid if len(uuid) <= 16 else f"{uuid[:8]}…{uuid[-4:]}"
