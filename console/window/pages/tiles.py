"""The five tiles of the overview."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.insight.alerts_shown import alerts_of_site, worst_first
from console.insight.totals import Totals
from console.model.fleet import Fleet
from console.model.pool_counts import PoolCounts
from console.model.table import empty
from console.model.tables import SPEND
from console.model.wording import UNKNOWN
from console.window.pages.last_hour import largest
from console.window.pages.overview_words import (
    TileWords,
    alert_words,
    backlog_words,
    cost_words,
    gpus_words,
    power_words,
)
from console.window.pages.recorded import Hour
from console.window.tables.evidence import evidence_of_sum
from console.window.tables.freshness import Freshness
from console.window.widgets.area_chart import AreaChart, Labels, Tone
from console.window.widgets.stacked_bar import UNTOLD, GpuShares, StackedBar
from console.window.widgets.tile import Tile

_SPARK_PX = 24
_BAR_PX = 10
_ALERT_LINES = 4
_SHARES = (33, 20, 15, 20, 20)  # of the width


class Tiles(QWidget):
    """GPUs, power, cost, backlog and alerts."""

    asked = Signal(str)  # the name of a page
    opened = Signal(str)  # an id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = StackedBar(_BAR_PX)
        self.spark_power = _spark(Tone.USE)
        self.spark_backlog = _spark(Tone.DEMAND)
        self.gpus = Tile(self.tr("GPUs"), 2, self.bar)
        self.power = Tile(self.tr("Power"), 2, self.spark_power)
        self.cost = Tile(self.tr("Cost"), 3, leads=False)
        self.backlog = Tile(self.tr("Backlog"), 2, self.spark_backlog)
        self.alerts = Tile(self.tr("Alerts"), _ALERT_LINES)
        self._first_alert: str | None = None
        self._lay_out()
        self.gpus.clicked.connect(lambda: self.asked.emit("fleet"))
        self.power.clicked.connect(lambda: self.asked.emit("fleet"))
        self.backlog.clicked.connect(lambda: self.asked.emit("queue"))
        self.alerts.clicked.connect(self._open_alert)

    def show_totals(self, fleet: Fleet, found: Totals, fresh: Freshness, site: str | None) -> None:
        """Show the fleet, or one site of it, as it is."""
        stale = not fresh.current()
        self._show_alerts(fleet, site, stale=stale, answered=fresh.answered())
        if not fresh.answered():
            self._wait()
            return
        self.bar.set_shares(_shares(found.gpus))
        self._say(self.gpus, gpus_words(found), stale)
        self._say(self.power, power_words(found), stale)
        self._say(self.cost, cost_words(found, fleet["spend"] if site is None else empty(SPEND), fresh.now), stale)
        self._say(self.backlog, backlog_words(found), stale)
        for tile in (self.gpus, self.power, self.cost, self.backlog):
            tile.explain(evidence_of_sum(fresh))

    def _wait(self) -> None:
        """Nothing is known yet: not zero, and not well."""
        self.bar.set_shares(UNTOLD)
        for tile in (self.gpus, self.power, self.cost, self.backlog):
            self._say(tile, TileWords(UNKNOWN, ()), stale=False)

    def _show_alerts(self, fleet: Fleet, site: str | None, *, stale: bool, answered: bool) -> None:
        """Before the first answer no alert is not good news, but a source that fails is news at once."""
        alerts = worst_first(alerts_of_site(fleet, site))
        self._first_alert = alerts["subject"].text(0) if len(alerts) else None
        told = answered or bool(len(alerts))
        self._say(self.alerts, alert_words(alerts, _ALERT_LINES) if told else TileWords(UNKNOWN, ()), stale)

    def show_series(self, hour: Hour, found: Totals, now: float) -> None:
        """Draw the last hour into the tiles."""
        times, watts, waiting = hour.times, hour.values["power_w"], hour.values["pending_gpus"]
        most_w = max(largest(watts), found.power_cap_w if found.power_cap_w > 0 else 0.0, 1.0)
        self.spark_power.set_series(times, watts, self.tr("Power"), "W", (0.0, most_w), end=now)
        most = max(largest(waiting) * 1.5, 1.0)
        self.spark_backlog.set_series(times, waiting, self.tr("Backlog"), "", (0.0, most), end=now)

    def _say(self, tile: Tile, words: TileWords, stale: bool) -> None:
        tile.say(words.figure, words.words, words.lines, stale=stale)

    def _open_alert(self) -> None:
        if self._first_alert:
            self.opened.emit(self._first_alert)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for tile, share in zip((self.gpus, self.power, self.cost, self.backlog, self.alerts), _SHARES, strict=True):
            layout.addWidget(tile, share)


def _shares(gpus: PoolCounts) -> GpuShares:
    return GpuShares(gpus.busy, gpus.reserved_busy, gpus.reserved_idle, gpus.idle, gpus.down)


def _spark(tone: Tone) -> AreaChart:
    chart = AreaChart(Labels.NONE, tone)
    chart.setFixedHeight(_SPARK_PX)
    chart.setMouseTracking(False)
    return chart
