"""The tab of what the source itself said: its words, as text and nothing but text."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from console.engine.messages import AskRaw, RawTold
from console.window.drawer.scroll_column import BAR_PX
from console.window.drawer.tab import Tab
from console.window.plain_text import Label
from console.window.session import Session
from console.window.theme.icons import icon
from console.window.theme.roles import Role, styled
from console.window.theme.theme import theme
from console.window.thing import Thing


class RawTab(Tab):
    """Asked for when it is shown and by its own button, so that it does not move while one reads it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._thing: Thing | None = None
        self._asked_for: str | None = None
        self.note = Label(Role.SMALL, parent=self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("What the source said"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        styled(self.text, Role.MONO)
        self._again = styled(QPushButton(self.tr("Ask again"), self), Role.QUIET)
        self._again.clicked.connect(self._ask_again)
        self._copy = styled(QPushButton(self.tr("Copy"), self), Role.QUIET)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(self.note, 1)
        bar.addWidget(self._again)
        bar.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, BAR_PX, 12)
        layout.setSpacing(6)
        layout.addLayout(bar)
        layout.addWidget(self.text, 1)
        theme().changed.connect(self._take_theme)
        self._take_theme()

    def open(self, thing: Thing) -> None:
        self._thing, self._asked_for = thing, None
        self.text.clear()
        self.note.setText(self.tr("Asking {source}…").format(source=thing.source))

    def ask(self, thing: Thing) -> None:
        if self._asked_for != thing.id:
            self._asked_for = thing.id
            self.session.ask(AskRaw(thing.id))

    def take_raw(self, told: RawTold) -> None:
        if self._thing is None or told.thing != self._thing.id:
            return
        source = self._thing.source
        known = told.text is not None
        self.note.setText(
            self.tr("As {source} said it").format(source=source)
            if known
            else self.tr("{source} keeps nothing about this.").format(source=source)
        )
        self.text.setPlainText(told.text or "")
        self._copy.setEnabled(known)

    def _ask_again(self) -> None:
        if self._thing is not None:
            self._asked_for = None
            self.ask(self._thing)

    def _take_theme(self) -> None:
        self._again.setIcon(icon("refresh"))
        self._copy.setIcon(icon("copy"))
