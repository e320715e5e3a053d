"""What the heat map can colour by: each measure with its fixed range, so that a colour means the same tomorrow.

What crosses a threshold, is held and does nothing, is down or is unknown takes its state's colour instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.insight.fields import column_of
from console.model.column import Codes, Floats, Mask, mask_of_codes
from console.model.state import GpuState
from console.model.table import Table

translate = QCoreApplication.translate

STEPS: Final = 64  # of the ramp
WARNING, DOWN, UNKNOWN, BUSY, IDLE, OTHERS = range(STEPS, STEPS + 6)
CATEGORIES: Final = OTHERS + 1  # and so many more as the tokens have
CATEGORY_COUNT: Final = 5
_SLOWDOWN_C: Final = 90.0  # where a GPU does not tell its own
_SHARE: Final = (0.0, 100.0, "%")
_TEMPERATURES: Final = (15.0, _SLOWDOWN_C, "°C")


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One way to colour GPUs.

    Args:
        key: stays the same for ever.
        title: for people.
        field: what the filter calls it.
        low, high: the range of the ramp, in the field's unit; both 0 where there is no ramp.
        unit: behind the range and in the filter.
        values: what is binned and filtered, NaN where unknown.
        shade: the colour code of every GPU before states override it.
    """

    key: str
    title: str
    field: str
    low: float
    high: float
    unit: str
    values: Callable[[Table], Floats]
    shade: Callable[[Table], Codes]

    @property
    def ramped(self) -> bool:
        """Whether its values have an order and a range."""
        return self.high > self.low


def measures() -> list[Measure]:
    """In the order of the menu."""
    return [
        _ramp("utilisation", translate("Measure", "Utilisation"), "util", _SHARE),
        _ramp("memory", translate("Measure", "Memory"), "mem_pct", _SHARE),
        _ramp("power", translate("Measure", "Power, of the cap"), "power_pct", _SHARE),
        _ramp("temperature", translate("Measure", "Temperature"), "temp", _TEMPERATURES, _too_hot),
        _flag("throttling", translate("Measure", "Throttling"), "throttle", _throttled),
        _flag("ecc", translate("Measure", "ECC errors"), "ecc", _failing),
        Measure("owner", translate("Measure", "Owner"), "owner", 0, 0, "", _no_values, _owner_shade),
        Measure("state", translate("Measure", "State"), "state", 0, 0, "", _no_values, _state_shade),
    ]


def codes(measure: Measure, gpus: Table) -> Codes:
    """The colour code of every GPU."""
    shade = measure.shade(gpus)
    state = gpus["state"]
    shade[(state.codes < 0) & ((shade < STEPS) | (shade == IDLE))] = UNKNOWN
    shade[state.where(GpuState.RESERVED_IDLE)] = WARNING
    shade[state.where(GpuState.DOWN)] = DOWN
    return shade


def categories(gpus: Table) -> list[tuple[str, int]]:
    """The owners that get a colour of their own, those of most GPUs, with how many they have."""
    owner = gpus["owner"]
    counts = np.bincount(owner.codes[owner.codes >= 0], minlength=len(owner.words))
    largest = sorted(range(len(owner.words)), key=lambda code: (-counts[code], owner.words[code]))
    return [(owner.words[code], int(counts[code])) for code in largest[:CATEGORY_COUNT] if counts[code]]


def _ramp(
    key: str,
    title: str,
    field: str,
    span: tuple[float, float, str],
    alarm: Callable[[Table], Mask] | None = None,
) -> Measure:
    low, high, unit = span

    def values(gpus: Table) -> Floats:
        return column_of(field, gpus, 0.0)[1].numbers

    def shade(gpus: Table) -> Codes:
        share = (values(gpus) - low) / (high - low)
        made = np.nan_to_num(np.clip(share, 0, 1) * (STEPS - 1), nan=UNKNOWN).astype(np.int32)
        if alarm is not None:
            made[alarm(gpus)] = WARNING
        return made

    return Measure(key, title, field, low, high, unit, values, shade)


def _flag(key: str, title: str, field: str, found: Callable[[Table], tuple[Mask, Mask]]) -> Measure:
    """A measure that is trouble or none: those without stay as quiet as idle ones."""

    def shade(gpus: Table) -> Codes:
        known, trouble = found(gpus)
        made = np.where(known, STEPS // 5, UNKNOWN).astype(np.int32)
        made[trouble] = WARNING
        return made

    return Measure(key, title, field, 0, 0, "", _no_values, shade)


def _too_hot(gpus: Table) -> Mask:
    slowdown = gpus.numbers("temperature_slowdown_c")
    return np.asarray(gpus.numbers("temperature_c") >= np.where(np.isnan(slowdown), _SLOWDOWN_C, slowdown))


def _throttled(gpus: Table) -> tuple[Mask, Mask]:
    reasons = gpus["throttle_reasons"]
    told = np.fromiter(map(bool, reasons.words), dtype=bool, count=len(reasons.words))
    return reasons.codes >= 0, mask_of_codes(reasons.codes, told)


def _failing(gpus: Table) -> tuple[Mask, Mask]:
    errors = gpus.numbers("ecc_uncorrected")
    return ~np.isnan(errors), np.asarray(errors > 0)


def _no_values(gpus: Table) -> Floats:
    return np.full(len(gpus), np.nan)


def _owner_shade(gpus: Table) -> Codes:
    owner = gpus["owner"]
    own = {word: CATEGORIES + place for place, (word, _) in enumerate(categories(gpus))}
    by_word = np.array([*(own.get(word, OTHERS) for word in owner.words), IDLE], dtype=np.int32)
    return by_word[owner.codes]


def _state_shade(gpus: Table) -> Codes:
    made = np.full(len(gpus), UNKNOWN, dtype=np.int32)
    made[gpus["state"].where(GpuState.BUSY)] = BUSY
    made[gpus["state"].where(GpuState.IDLE)] = IDLE
    return made
