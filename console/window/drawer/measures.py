"""What is drawn over time for each kind of object, in which unit and within which fixed range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from console.window.thing import Sort, Thing

translate = QCoreApplication.translate
GIB: Final = 2.0**30
_HOTTEST_C: Final = 100.0


@dataclass(frozen=True, slots=True)
class Measure:
    """One line over time.

    Args:
        name: the column, as recorded.
        title: for people.
        unit: as shown beside the title.
        scale: how many of the column's unit make one of the shown unit.
        top: the top of the range in the column's unit; None to fit the highest value.
    """

    name: str
    title: str
    unit: str
    scale: float = 1.0
    top: float | None = None

    def range_over(self, highest: float) -> tuple[float, float]:
        """The range of the axis in the shown unit, when `highest` is the highest value drawn in it."""
        top = self.top / self.scale if self.top else _round_above(highest)
        return 0.0, max(top, highest)


def measures_of(thing: Thing) -> tuple[Measure, ...]:
    """The lines of one object."""
    return {Sort.GPU: _gpu, Sort.NODE: _node, Sort.POOL: _pool, Sort.SOURCE: _source}.get(thing.sort, _none)(thing)


def measure_names(thing: Thing) -> tuple[str, ...]:
    """The columns of those lines."""
    return tuple(measure.name for measure in measures_of(thing))


def _gpu(thing: Thing) -> tuple[Measure, ...]:
    slowdown_c = thing.number("temperature_slowdown_c") or _HOTTEST_C
    return (
        Measure("utilization_pct", translate("Measure", "Utilisation"), "%", top=100.0),
        Measure("power_w", translate("Measure", "Power"), "W", top=thing.number("power_cap_w")),
        Measure("temperature_c", translate("Measure", "Temperature"), "°C", top=slowdown_c),
        Measure("memory_used_bytes", translate("Measure", "Memory"), "GiB", GIB, thing.number("memory_total_bytes")),
    )


def _node(thing: Thing) -> tuple[Measure, ...]:
    busy = Measure("gpus_busy", translate("Measure", "GPUs busy"), "", top=thing.number("gpus_total"))
    return (
        *((busy,) if thing.number("gpus_total") else ()),
        Measure("cpu_pct", translate("Measure", "CPU"), "%", top=100.0),
        Measure("memory_used_bytes", translate("Measure", "Memory"), "GiB", GIB, thing.number("memory_total_bytes")),
        *((Measure("power_w", translate("Measure", "Power"), "W"),) if thing.number("power_w") is not None else ()),
    )


def _pool(thing: Thing) -> tuple[Measure, ...]:
    return (
        Measure("gpus_busy", translate("Measure", "GPUs busy"), "", top=thing.number("gpus_total")),
        Measure("power_w", translate("Measure", "Power"), "kW", 1000.0, thing.number("power_cap_w")),
        Measure("pending_gpus", translate("Measure", "Waiting GPUs"), ""),
    )


def _source(_: Thing) -> tuple[Measure, ...]:
    return (Measure("latency_ms", translate("Measure", "Time to answer"), "ms"),)


def _none(_: Thing) -> tuple[Measure, ...]:
    return ()


def _round_above(value: float) -> float:
    """The next of 1, 2, 5, 10, … above a value, so that the range does not follow every wiggle."""
    step = 1.0
    while step * 10 < value:
        step *= 10
    return next((step * factor for factor in (1, 2, 5, 10) if step * factor > value), step * 10)
