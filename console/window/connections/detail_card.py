"""The selected source: what it said last, what to do about it, and a button that asks it now."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.model.fleet import Fleet
from console.window.drawer.fact_list import FactList
from console.window.drawer.scroll_column import BAR_PX, ScrollColumn
from console.window.drawer.sentence import Sentence
from console.window.drawer.source_facts import source_facts
from console.window.drawer.trouble import trouble
from console.window.plain_text import Label
from console.window.theme.icons import icon
from console.window.theme.roles import Role, styled
from console.window.theme.theme import theme
from console.window.thing import Thing


class DetailCard(QFrame):
    """One source, or the hint that one can be selected."""

    poll_wanted = Signal(str)
    open_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, Role.CARD)
        self.source: Thing | None = None
        self.name = Label(Role.STRONG, parent=self)
        self.sentence = Sentence(self)
        self.facts = FactList(self)
        self._poll = QPushButton(self.tr("Poll now"), self)
        self._poll.clicked.connect(lambda: self._tell(self.poll_wanted))
        self._open = QPushButton(self.tr("Open"), self)
        self._open.clicked.connect(lambda: self._tell(self.open_wanted))
        area = ScrollColumn(self)
        area.column.setContentsMargins(0, 0, 0, 0)
        area.column.setSpacing(12)
        area.column.addWidget(self.sentence)
        area.column.addWidget(self.facts)
        area.column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._poll)
        buttons.addWidget(self._open)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12 - BAR_PX, 12)
        layout.setSpacing(8)
        layout.addWidget(self.name)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)
        theme().changed.connect(self._take_theme)
        self._take_theme()

    def show_source(self, source: Thing | None, fleet: Fleet, now: float) -> None:
        """Show a source, or the hint."""
        self.source = source
        for button in (self._poll, self._open):
            button.setEnabled(source is not None)
        if source is None:
            self.name.setText(self.tr("Select a source to see what it said last."))
            self.sentence.show_trouble(None)
            self.facts.show_facts([])
            return
        self.name.setText(source.id)
        self.sentence.show_trouble(trouble(fleet, source))
        self.facts.show_facts(source_facts(source, now))

    def _tell(self, signal: SignalInstance) -> None:
        if self.source is not None:
            signal.emit(self.source.id)

    def _take_theme(self) -> None:
        self._poll.setIcon(icon("refresh"))
        self._open.setIcon(icon("open"))
