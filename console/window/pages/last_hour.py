"""Use, power and backlog of the last hour, one over the other on one time axis."""

from __future__ import annotations

import time
from typing import Final

import numpy as np
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from console.insight.totals import Totals
from console.model.column import Floats
from console.model.quantity import format_count
from console.window.pages.overview_words import power_scale
from console.window.pages.recorded import Hour
from console.window.plain_text import Label
from console.window.theme.roles import Role, styled
from console.window.widgets.area_chart import SPAN_S, AreaChart, Labels, Tone

_HEADROOM: Final = 1.15
_LEAST: Final = 2  # samples that make a line


class LastHour(QFrame):
    """Three charts that point together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, Role.CARD)
        self.use = AreaChart(Labels.SIDE, write=format_count)
        self.power = AreaChart(Labels.SIDE)
        self.backlog = AreaChart(Labels.SIDE, Tone.DEMAND, write=format_count)
        self._title = Label(Role.SMALL, self.tr("Last hour"))
        self._span = Label(Role.SMALL)
        charts = (self.use, self.power, self.backlog)
        for chart in charts:
            for other in charts:
                if other is not chart:
                    chart.pointed.connect(other.point_at)
        self._lay_out(charts)

    def set_scope(self, site: str | None) -> None:
        """Say whose hour it is."""
        self._title.setText(self.tr("Last hour") if site is None else self.tr("Last hour at {0}").format(site))

    def show_series(self, hour: Hour, found: Totals, now: float) -> None:
        """Draw what was recorded, in ranges that follow from the fleet as it is."""
        times, values = hour
        total = float(max(found.gpus.total, 1))
        self.use.set_series(times, values["gpus_busy"], self.tr("GPUs busy"), "", (0.0, total), end=now)
        watts = values["power_w"]
        cap_w = found.power_cap_w if not np.isnan(found.power_cap_w) else largest(watts) * _HEADROOM
        scale, unit = power_scale(cap_w)
        self.power.set_series(times, watts / scale, self.tr("Power"), unit, (0.0, cap_w / scale), end=now)
        waiting = values["pending_gpus"]
        most = max(largest(waiting) * 2, 1.0)
        self.backlog.set_series(times, waiting, self.tr("Backlog GPUs"), "", (0.0, most), end=now)
        if len(times) < _LEAST:
            self._span.setText(self.tr("Nothing is recorded yet; the hour fills from now on."))
            return
        start, end = (time.strftime("%H:%M", time.localtime(at)) for at in (now - SPAN_S, now))
        self._span.setText(f"{start} — {end}")

    def _lay_out(self, charts: tuple[AreaChart, ...]) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._span)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 11, 12, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        for chart in charts:
            layout.addWidget(chart, 1)


def largest(values: Floats) -> float:
    """The largest known value, 0 where none is."""
    known = values[~np.isnan(values)]
    return float(known.max()) if len(known) else 0.0
