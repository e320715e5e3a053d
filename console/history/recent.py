"""The last hour in memory, for charts: a ring of instants per measure, one column per thing.

float32 is enough for a chart; 50 000 GPUs with four measures at 30 s take 96 MB.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from console.model.column import Floats
from console.model.fleet import Fleet
from console.model.table import Table

SPAN_S: Final = 3600.0
FLEET_SUBJECT: Final = "fleet"

MEASURES: Final[Mapping[str, tuple[str, ...]]] = {
    "pools": ("gpus_busy", "gpus_idle", "power_w", "pending_gpus"),
    "nodes": ("cpu_pct", "memory_used_bytes", "power_w", "gpus_busy"),
    "gpus": ("utilization_pct", "power_w", "temperature_c", "memory_used_bytes"),
    "sources": ("latency_ms",),
}
_FINE_STEP_S: Final = 10.0
_COARSE_STEP_S: Final = 30.0
_COARSE_FROM_ROWS: Final = 10_000


@dataclass(frozen=True, eq=False)
class Series:
    """Values of one thing: `times` are seconds since the epoch, each value array is as long, NaN where unknown."""

    subject: str
    times: Floats
    values: Mapping[str, Floats]


class Recent:
    """Records fleets and gives back the last hour of anything in them."""

    def __init__(self) -> None:
        self._rings = {name: _Ring(name, measures) for name, measures in MEASURES.items()}
        self._whole = _Ring(FLEET_SUBJECT, ())

    def record(self, fleet: Fleet, whole: Mapping[str, float], now: float) -> None:
        """Keep this instant, if a step has passed since the last one that was kept."""
        for name, ring in self._rings.items():
            ring.record_table(fleet[name], now)
        self._whole.record({FLEET_SUBJECT: 0}, {name: np.array([value]) for name, value in whole.items()}, now)

    def series(self, subject: str, measures: Sequence[str], now: float) -> Series:
        """The last hour of one thing; a measure that is not recorded is unknown throughout."""
        rings = [self._whole, *self._rings.values()]
        ring = next((each for each in rings if subject in each), self._whole)
        return ring.series(subject, measures, now)


class _Ring:
    def __init__(self, name: str, measures: Sequence[str]) -> None:
        self._name = name
        self._measures = tuple(measures)
        self._times: list[float] = []
        self._places: dict[str, int] = {}
        self._values: dict[str, list[npt.NDArray[np.float32]]] = {}

    def __contains__(self, subject: str) -> bool:
        return subject in self._places

    def record_table(self, table: Table, now: float) -> None:
        if len(table) and self._due(now, len(table)):
            self.record(table.rows_by_id, {name: table.numbers(name) for name in self._measures}, now)

    def record(self, rows: Mapping[str, int], values: Mapping[str, Floats], now: float) -> None:
        if not self._due(now, len(rows)):
            return
        for subject in rows:
            self._places.setdefault(subject, len(self._places))
        places = np.fromiter((self._places[subject] for subject in rows), dtype=np.intp, count=len(rows))
        order = np.fromiter(rows.values(), dtype=np.intp, count=len(rows))
        for name, column in values.items():
            line = np.full(len(self._places), np.nan, dtype=np.float32)
            line[places] = column[order]
            self._values.setdefault(name, [_no_line()] * len(self._times)).append(line)
        self._times.append(now)
        self._forget(now)

    def series(self, subject: str, measures: Sequence[str], now: float) -> Series:
        start = next((i for i, time in enumerate(self._times) if time >= now - SPAN_S), len(self._times))
        times = np.array(self._times[start:])
        place = self._places.get(subject, -1)
        return Series(subject, times, {name: self._line(name, place, start) for name in measures})

    def _line(self, name: str, place: int, start: int) -> Floats:
        lines = self._values.get(name)
        if lines is None or place < 0:
            return np.full(len(self._times) - start, np.nan)
        # A line that is too short was recorded before the thing was first seen.
        return np.array([line[place] if place < len(line) else np.nan for line in lines[start:]], dtype=np.float64)

    def _due(self, now: float, rows: int) -> bool:
        step_s = _COARSE_STEP_S if rows > _COARSE_FROM_ROWS else _FINE_STEP_S
        # A clock that was set back starts the hour again rather than writing into its own future.
        if self._times and now < self._times[-1]:
            self._times.clear()
            self._values.clear()
        return not self._times or now - self._times[-1] >= step_s * 0.9

    def _forget(self, now: float) -> None:
        while self._times and self._times[0] < now - SPAN_S:
            self._times.pop(0)
            for lines in self._values.values():
                lines.pop(0)


def _no_line() -> npt.NDArray[np.float32]:
    return np.empty(0, dtype=np.float32)
