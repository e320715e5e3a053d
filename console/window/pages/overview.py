"""Is all well, and if not where? Five tiles, the pools, and the last hour."""

from __future__ import annotations

import time
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from console.engine.wire import FleetChange
from console.insight.totals import Totals, totals
from console.model.table import Table
from console.model.tables import POOLS
from console.window.pages.last_hour import LastHour
from console.window.pages.page import Page
from console.window.pages.recorded import Recorded
from console.window.pages.standings import Words, standing
from console.window.pages.tiles import Tiles
from console.window.session import Session
from console.window.tables.freshness import Freshness, freshness
from console.window.tables.model import TableModel
from console.window.tables.pool_columns import pool_columns
from console.window.tables.view import TableView
from console.window.theme.roles import Role, styled

_TICK_MS = 1000
_LEAST_ROWS = 3
_CHART_PX = 150
_EDGE_PX = 2  # the card's line over and under the table


class OverviewPage(Page):
    """The page `overview`."""

    name: ClassVar[str] = "overview"
    title: ClassVar[str] = "Overview"
    icon: ClassVar[str] = "overview"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.tiles = Tiles()
        self.model = TableModel(POOLS, pool_columns(), self)
        self.table = TableView(self.model, "pools", store=session.layout)
        self.table.setAccessibleName(self.tr("Pools"))
        self.last_hour = LastHour()
        self.recorded = Recorded(session, self)
        self._totals: Totals | None = None
        self._lay_out()
        self._connect()

    def refresh(self, change: FleetChange | None) -> None:
        fresh = self._freshness()
        changed = None if change is None else change.changed.get("pools", frozenset())
        self.model.show_table(self._pools(), fresh, changed)
        self._totals = totals(self.session.fleet, fresh.now, self.session.site)
        self.tiles.show_totals(self.session.fleet, self._totals, fresh, self.session.site)
        self._fit_table(fresh)
        self._show_series()
        if change is None or not len(self.recorded.times):  # an engine that has only begun had nothing to tell
            self.recorded.ask()

    def drawn(self) -> bool:
        return super().drawn() and self.recorded.answered

    def focus_first(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected(self) -> tuple[str, ...]:
        return self.table.selected_ids()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.recorded.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.recorded.watch(False)

    def _lay_out(self) -> None:
        self._card = styled(QFrame(), Role.CARD)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(4, 0, 4, 0)
        inside.addWidget(self.table)
        self.last_hour.setMinimumHeight(_CHART_PX)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.tiles)
        layout.addWidget(self._card, 1000)  # as high as its rows, before the charts take what is left
        layout.addWidget(self.last_hour, 1)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is inside can be reached, and scrolls into view
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(content)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)

    def _connect(self) -> None:
        self.tiles.asked.connect(self.session.go)
        self.tiles.opened.connect(self.session.open)
        self.table.row_opened.connect(self.session.open)
        self.table.menu_asked.connect(self.session.ask_menu)
        self.recorded.changed.connect(self._show_series)
        self.session.layout_reset.connect(self.table.reset_layout)
        timer = QTimer(self, interval=_TICK_MS)
        timer.timeout.connect(self._tick)
        timer.start()

    def _pools(self) -> Table:
        pools, site = self.session.fleet["pools"], self.session.site
        return pools if site is None else pools.take(pools["site"].where(site))

    def _fit_table(self, fresh: Freshness) -> None:
        """The card is as high as its rows, so that nothing under it is far away."""
        rows = len(self.model.listing) or _LEAST_ROWS
        self._card.setMinimumHeight(self.table.room_for(min(rows, _LEAST_ROWS)) + _EDGE_PX)
        self._card.setMaximumHeight(self.table.room_for(rows) + self.table.scroll_room() + _EDGE_PX)
        words = Words(
            none=self.tr("No source tells of pools."),
            unmatched=self.tr("No pool matches “{0}”."),
            elsewhere=self.tr("No pool at {0}."),
        )
        shown = bool(len(self.model.listing))
        self.table.standing.say(None if shown else standing(self.session, fresh, words, "", lambda: None))

    def _show_series(self) -> None:
        if self._totals is None:
            return
        now = time.time()
        self.last_hour.set_scope(self.session.site)
        hour = self.recorded.until(self.session.fleet.taken_at, self._totals.figures())
        self.last_hour.show_series(hour, self._totals, now)
        self.tiles.show_series(hour, self._totals, now)

    def _freshness(self) -> Freshness:
        return freshness(self.session.fleet, time.time(), engine_alive=self.session.engine_alive)

    def _tick(self) -> None:
        if self.isVisible() and self.model.tick(self._freshness()):
            self.table.viewport().update()
