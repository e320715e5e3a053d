"""The tab of the last hour: one chart a measure, on one time axis. pyqtgraph is imported when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.engine.messages import AskSeries, SeriesTold
from console.window.drawer.measures import measure_names, measures_of
from console.window.drawer.scroll_column import BAR_PX
from console.window.drawer.tab import Tab
from console.window.plain_text import Label
from console.window.session import Session
from console.window.theme.roles import Role
from console.window.thing import Thing

if TYPE_CHECKING:
    from console.window.drawer.plots import Plots


class HistoryTab(Tab):
    """Charts under one another; what the pointer is at stands above each."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.plots: Plots | None = None
        self._thing: Thing | None = None
        self._told: SeriesTold | None = None
        self.note = Label(Role.SMALL, parent=self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 12, BAR_PX, 12)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.note)
        self._layout.addStretch(1)

    def open(self, thing: Thing) -> None:
        self._thing, self._told = thing, None
        self.note.setText(self.tr("The last hour, as this window has seen it"))
        if self.isVisible():
            self._show_measures()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_measures()

    def ask(self, thing: Thing) -> None:
        self.session.ask(AskSeries(thing.id, measure_names(thing)))

    def take_series(self, told: SeriesTold) -> None:
        self._told = told
        if self.isVisible():
            self._draw(told)

    def _show_measures(self) -> None:
        if self._thing is None:
            return
        if self.plots is None:
            from console.window.drawer.plots import Plots  # noqa: PLC0415  # pyqtgraph takes half a second to import

            self.plots = Plots(self)
            self._layout.takeAt(self._layout.count() - 1)
            self._layout.addWidget(self.plots, 1)
        self.plots.show_measures(measures_of(self._thing))
        if self._told is not None:
            self._draw(self._told)

    def _draw(self, told: SeriesTold) -> None:
        assert self.plots is not None
        times = np.frombuffer(told.times)
        if not len(times):
            self.note.setText(self.tr("Nothing is recorded yet; a first point comes within half a minute."))
            return
        self.note.setText(self.tr("The last hour, as this window has seen it"))
        self.plots.show_series(times, {name: np.frombuffer(values) for name, values in told.values.items()})
