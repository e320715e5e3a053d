"""The last hour of the fleet, or of one site as the sum of its pools, asked for again while it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from console.engine.messages import AskSeries, SeriesTold
from console.history.recent import FLEET_SUBJECT
from console.model.column import Floats
from console.window.session import Session

MEASURES: Final = ("gpus_busy", "gpus_idle", "power_w", "pending_gpus")
_AGAIN_MS: Final = 10_000  # as often as the engine records


class Hour(NamedTuple):
    """Instants, and as many values by measure, NaN where unknown."""

    times: Floats
    values: Mapping[str, Floats]


class Recorded(QObject):
    """Holds the newest answer: `times` and `values` by measure."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.times: Floats = np.empty(0)
        self.values: dict[str, Floats] = {name: np.empty(0) for name in MEASURES}
        self._session = session
        self.answered = False  # since the first fleet
        self._wanted: frozenset[str] = frozenset()
        self._told: dict[str, SeriesTold] = {}
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._again.timeout.connect(self.ask)
        session.series_told.connect(self._take)

    def watch(self, watching: bool) -> None:
        """Ask at once and again and again, or no more."""
        if watching:
            self.ask()
            self._again.start()
        else:
            self._again.stop()

    def watching(self) -> bool:
        """Whether it asks again and again."""
        return self._again.isActive()

    def ask(self) -> None:
        """Ask for the fleet, or for the pools of the chosen site."""
        self._wanted = frozenset(self._subjects())
        self._told.clear()
        for subject in sorted(self._wanted):
            self._session.ask(AskSeries(subject, MEASURES))

    def until(self, at: float, present: Mapping[str, float]) -> Hour:
        """The hour with the fleet as it is at its end, so that a chart never says another figure than its tile."""
        if not len(self.times) or at <= self.times[-1]:
            return Hour(self.times, self.values)
        values = {name: np.append(line, present[name]) for name, line in self.values.items()}
        return Hour(np.append(self.times, at), values)

    def _subjects(self) -> list[str]:
        site = self._session.site
        if site is None:
            return [FLEET_SUBJECT]
        pools = self._session.fleet["pools"]
        return [pools.ids[row] for row in np.flatnonzero(pools["site"].where(site))]

    def _take(self, told: SeriesTold) -> None:
        if told.subject not in self._wanted or not set(MEASURES) <= told.values.keys():
            return
        self._told[told.subject] = told
        if self._told.keys() == self._wanted:
            self._add_up()

    def _add_up(self) -> None:
        self.answered = self._session.fleet.taken_at > 0
        parts = list(self._told.values())
        self.times = np.frombuffer(max((part.times for part in parts), key=len), dtype=np.float64)
        for name in MEASURES:
            lines = [np.frombuffer(part.values[name], dtype=np.float64) for part in parts]
            self.values[name] = _sum([line for line in lines if len(line) == len(self.times)])
        self.changed.emit()


def _sum(lines: list[Floats]) -> Floats:
    """The sum of what is known at each instant; unknown where nothing is."""
    stacked = np.vstack(lines)
    return np.where(np.isnan(stacked).all(axis=0), np.nan, np.nansum(stacked, axis=0))
