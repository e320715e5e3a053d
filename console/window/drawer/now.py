"""The tab of what is so now: what is wrong, the last hour in small charts, the facts, what belongs to the object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.engine.messages import AskSeries, SeriesTold
from console.model.fleet import Fleet
from console.model.table import Table
from console.model.tables import GPUS, PROCESSES, READINGS
from console.window.drawer.columns import gpu_columns, process_columns, reading_columns
from console.window.drawer.fact_list import FactList
from console.window.drawer.facts import facts_of
from console.window.drawer.listing import Listing
from console.window.drawer.measure_chart import MeasureChart
from console.window.drawer.measures import measure_names, measures_of
from console.window.drawer.related import gpus_of, processes_of, readings_of
from console.window.drawer.scroll_column import ScrollColumn
from console.window.drawer.sentence import Sentence
from console.window.drawer.tab import Tab
from console.window.drawer.trouble import trouble
from console.window.session import Session
from console.window.tables.freshness import freshness
from console.window.thing import Sort, Thing

_Rows = Callable[[Fleet, Thing], Table]
_LISTED: Final = {Sort.GPU: ("processes",), Sort.NODE: ("gpus", "processes", "readings"), Sort.JOB: ("gpus",)}
_ROWS: Final[dict[str, _Rows]] = {"processes": processes_of, "gpus": gpus_of, "readings": readings_of}


class NowTab(Tab):
    """Everything about the object at a glance, scrolled where it is long."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.sentence = Sentence(self)
        self.charts: list[MeasureChart] = []
        self._measured: tuple[str, ...] = ()
        self._charts = QVBoxLayout()
        self._charts.setSpacing(12)
        self.facts = FactList(self)
        self.facts.link_followed.connect(session.open)
        self.listings = _listings(session, self)
        area = ScrollColumn(self)
        column = area.column
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(16)
        column.addWidget(self.sentence)
        column.addLayout(self._charts)
        self._column = column
        for name in ("gpus", "processes"):
            column.addWidget(self.listings[name])
        column.addWidget(self.facts)
        column.addWidget(self.listings["readings"])
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def open(self, thing: Thing) -> None:
        self._measured = ()
        self._build_charts(thing)
        # A job is told by its facts, a machine by what it does.
        self._column.removeWidget(self.facts)
        self._column.insertWidget(2 if thing.sort is Sort.JOB else 4, self.facts)
        for name, listing in self.listings.items():
            listing.setVisible(name in _LISTED.get(thing.sort, ()))

    def refresh(self, thing: Thing, now: float) -> None:
        self.sentence.show_trouble(trouble(self.session.fleet, thing))
        for chart, measure in zip(self.charts, measures_of(thing), strict=False):
            chart.show_measure(measure)
            chart.show_value(thing.number(measure.name))
        self.facts.show_facts(facts_of(thing, now))
        fresh = freshness(self.session.fleet, now, engine_alive=self.session.engine_alive)
        for name in _LISTED.get(thing.sort, ()):
            self.listings[name].show_rows(_ROWS[name](self.session.fleet, thing), fresh)

    def ask(self, thing: Thing) -> None:
        if names := measure_names(thing):
            self.session.ask(AskSeries(thing.id, names))

    def take_series(self, told: SeriesTold) -> None:
        times = np.frombuffer(told.times)
        for chart, name in zip(self.charts, self._measured, strict=True):
            if name in told.values:
                chart.show_series(times, np.frombuffer(told.values[name]))

    def _build_charts(self, thing: Thing) -> None:
        for chart in self.charts:
            self._charts.removeWidget(chart)
            chart.deleteLater()
        self.charts = [MeasureChart(measure, self) for measure in measures_of(thing)]
        self._measured = measure_names(thing)
        for chart in self.charts:
            self._charts.addWidget(chart)


def _listings(session: Session, parent: QWidget) -> dict[str, Listing]:
    tr = parent.tr
    return {
        "gpus": Listing(session, GPUS, gpu_columns(), title=tr("GPUs"), name="gpus", parent=parent),
        "processes": Listing(
            session,
            PROCESSES,
            process_columns(),
            title=tr("Processes"),
            name="processes",
            headings=False,
            parent=parent,
        ),
        "readings": Listing(
            session,
            READINGS,
            reading_columns(),
            title=tr("This machine"),
            name="readings",
            headings=False,
            parent=parent,
        ),
    }
