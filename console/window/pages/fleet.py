"""Which GPU misbehaves? A heat map of every GPU over the GPU table; both share selection, filter and sort."""

from __future__ import annotations

import time
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console.engine.wire import FleetChange
from console.insight.filter import Filter, parse_filter, toggled, without_field
from console.insight.totals import countable
from console.model.column import Mask
from console.model.errors import SettingsError
from console.model.table import Table
from console.model.tables import GPUS
from console.window.pages.filtered_page import FilteredPage
from console.window.pages.fleet_choices import FleetChoices
from console.window.pages.heat_panel import HeatPanel
from console.window.pages.standings import Words, standing
from console.window.pages.trouble_line import TroubleLine
from console.window.session import Session
from console.window.tables.freshness import freshness
from console.window.tables.gpu_columns import gpu_columns
from console.window.tables.model import TableModel
from console.window.tables.selection import Selection
from console.window.tables.view import TableView
from console.window.theme.roles import Role, styled
from console.window.widgets.calm_splitter import CalmSplitter
from console.window.widgets.filter_box import FilterBox

_TICK_MS = 1000
_ROWS_SHOWN = 7


class FleetPage(FilteredPage):
    """The page `fleet`."""

    name: ClassVar[str] = "fleet"
    title: ClassVar[str] = "Fleet"
    icon: ClassVar[str] = "fleet"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.selection = Selection(self)
        self.model = TableModel(GPUS, gpu_columns(), self)
        self.table = TableView(self.model, "gpus", selection=self.selection, store=session.layout)
        self.choices = FleetChoices(session.layout, self)
        self.filter_box = FilterBox(self.tr("Filter: util<20 state:busy node:n04"))
        self.heat = HeatPanel(self.model, self.selection, self.choices.measure)
        self.heat.group_by(self.choices.grouping)
        self.heat.set_cividis(self.choices.cividis)
        self.trouble = TroubleLine(session)
        self._lay_out()
        self._connect()
        self.table.setAccessibleName(self.tr("GPUs"))
        self.table.sort_by("gpu")

    def refresh(self, change: FleetChange | None) -> None:
        changed = None if change is None else change.changed.get("gpus", frozenset())
        fresh = freshness(self.session.fleet, time.time(), engine_alive=self.session.engine_alive)
        self.model.show_table(self._gpus(), fresh, changed)
        self.trouble.show_trouble(fresh)
        self._show_rows()

    def _lay_out(self) -> None:
        toolbar = QHBoxLayout()
        toolbar.setSpacing(8)
        toolbar.addWidget(self.choices.measure_chip)
        toolbar.addWidget(self.choices.grouping_chip)
        toolbar.addWidget(self.filter_box, 1)
        card = styled(QFrame(), Role.CARD)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(4, 0, 4, 0)
        inside.addWidget(self.table)
        card.setMinimumHeight(self.table.room_for(3))
        self.split = CalmSplitter()
        self.split.addWidget(self.heat)
        self.split.addWidget(card)
        self.split.setStretchFactor(0, 1)
        self._split_as_at_first()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(toolbar)
        layout.addWidget(self.trouble)
        layout.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.choices.measured.connect(self._change_measure)
        self.choices.grouped.connect(lambda: self.heat.group_by(self.choices.grouping))
        self.choices.ramped.connect(lambda: self.heat.set_cividis(self.choices.cividis))
        self.filter_box.filtered.connect(self._set_filter)
        self.heat.brushed.connect(self._brush)
        self.heat.picked.connect(lambda term: self.take_filter(toggled(self.filter_box.text(), term)))
        for view in (self.table, self.heat.heat_map):
            view.menu_asked.connect(self.session.ask_menu)
        self.table.row_opened.connect(self.session.open)
        self.heat.heat_map.cell_opened.connect(self.session.open)
        self.table.headings.sortIndicatorChanged.connect(lambda *_: self._show_rows())
        self.session.layout_reset.connect(self._reset_layout)
        timer = QTimer(self, interval=_TICK_MS)
        timer.timeout.connect(self._tick)
        timer.start()

    def _gpus(self) -> Table:
        """What can be used, of the chosen site: the slices of a divided GPU, not the GPU."""
        gpus = self.session.fleet["gpus"]
        site = self.session.site
        return countable(gpus if site is None else gpus.take(gpus["site"].where(site)))

    def _show_rows(self) -> None:
        """Everything that hangs on which rows pass."""
        listing = self.model.listing
        self.filter_box.set_count(len(listing), len(listing.table))
        self.heat.show_values(self._beside_brush())
        self.heat.setVisible(bool(len(listing.table)))
        words = Words(
            none=self.tr("No source tells of GPUs."),
            unmatched=self.tr("No GPU matches “{0}”."),
            elsewhere=self.tr("No GPU at {0}."),
        )
        text = self.filter_box.text().strip()
        empty = standing(self.session, self.model.freshness, words, text, lambda: self.take_filter(""))
        self.table.standing.say(None if len(listing) else empty)

    def _beside_brush(self) -> Mask:
        """The rows that pass without the terms over the measure itself, so that a brush can be widened again."""
        listing, field = self.model.listing, self.choices.measure.field
        try:
            return parse_filter(without_field(self.filter_box.text(), field)).mask(listing.table, listing.now)
        except SettingsError:
            return listing.mask

    def _set_filter(self, wanted: Filter) -> None:
        try:
            self.model.set_filter(wanted)
        except SettingsError as error:
            self.filter_box.refuse(error)
            return
        field = self.choices.measure.field
        if not any(term.field == field for term in wanted.terms):
            self.heat.histogram.set_stretch(None)
        self._show_rows()

    def _brush(self, stretch: tuple[float | None, float | None] | None) -> None:
        field = self.choices.measure.field
        low, high = stretch or (None, None)
        terms = [without_field(self.filter_box.text(), field)]
        terms += [f"{field}>={low:g}"] if low is not None else []
        terms += [f"{field}<{high:g}"] if high is not None else []
        self.take_filter(" ".join(term for term in terms if term))

    def _reset_layout(self) -> None:
        self.table.reset_layout()
        self.choices.reset()
        self._split_as_at_first()

    def _split_as_at_first(self) -> None:
        # One pixel less than the rows ask for: the card's edge is the line under the last one.
        self.split.setSizes([1000, self.table.room_for(_ROWS_SHOWN) + 1])

    def _change_measure(self) -> None:
        self.heat.set_measure(self.choices.measure)
        self._show_rows()

    def _tick(self) -> None:
        if not self.isVisible():
            return
        fresh = freshness(self.session.fleet, time.time(), engine_alive=self.session.engine_alive)
        if self.model.tick(fresh):
            self.table.viewport().update()
            self._show_rows()
