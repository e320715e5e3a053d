"""The fields that a filter may name: every column by its own name, the short names that people type, and what follows
from columns (a share of memory, a wait). The unit of a value is read from the end of the column's name.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import numpy as np

from console.model.column import Column, Floats, Kind
from console.model.duration import parse_duration
from console.model.errors import SettingsError
from console.model.instant import parse_when
from console.model.quantity import parse_bytes, parse_energy, parse_power
from console.model.state import JobState
from console.model.table import Schema, Table
from console.model.tables import FLEET_SCHEMAS
from console.model.wording import quoted

# Each short name stands for the first of these columns that a table has.
SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    "util": ("utilization_pct", "cpu_pct"),
    "utilisation": ("utilization_pct",),
    "cpu": ("cpu_pct",),
    "mem": ("memory_used_bytes", "memory_bytes"),
    "mem_total": ("memory_total_bytes",),
    "power": ("power_w",),
    "cap": ("power_cap_w",),
    "energy": ("energy_j",),
    "temp": ("temperature_c",),
    "clock": ("sm_clock_mhz",),
    "fan": ("fan_pct",),
    "ecc": ("ecc_uncorrected",),
    "throttle": ("throttle_reasons",),
    "node": ("node", "nodes", "name"),
    "gpu": ("gpu", "index"),
    "pool": ("pool", "id"),
    "model": ("model", "gpu_model"),
    "owner": ("owner", "user"),
    "user": ("user", "owner"),
    "job": ("job", "id"),
    "detail": ("state_detail", "detail"),
    "reason": ("reason", "state_detail"),
    "why": ("reason_text", "state_detail"),
    "gpus": ("gpus", "gpus_total"),
    "busy": ("gpus_busy",),
    "idle": ("gpus_idle",),
    "held": ("gpus_reserved_idle",),
    "down": ("gpus_down",),
    "reserved": ("reserved", "gpus_reserved"),
    "pending": ("pending_gpus",),
    "cost": ("cost_per_hour",),
    "limit": ("time_limit_s", "limit"),
    "site": ("site",),
}

Derived: TypeAlias = Callable[[Table, float], Floats]


def _memory_pct(table: Table, _now: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return 100.0 * table.numbers("memory_used_bytes") / table.numbers("memory_total_bytes")


def _power_pct(table: Table, _now: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return 100.0 * table.numbers("power_w") / table.numbers("power_cap_w")


def _wait_s(table: Table, now: float) -> Floats:
    """How long a job that has not started has waited; unknown for those that run."""
    waits = table["state"].where(JobState.PENDING) | table["state"].where(JobState.HELD)
    return np.where(waits, np.maximum(now - table.numbers("submitted_at"), 0.0), np.nan)


def _median_wait_s(table: Table, _now: float) -> Floats:
    return table.numbers("median_wait_s")


def _age_s(table: Table, now: float) -> Floats:
    return np.maximum(now - table.numbers("taken_at"), 0.0)


_DERIVED: Final[Mapping[str, tuple[tuple[str, Derived, tuple[str, ...]], ...]]] = {
    # short name: (its name with its unit, how it is computed, the columns that it needs); the first that fits is taken
    "mem_pct": (("memory_pct", _memory_pct, ("memory_used_bytes", "memory_total_bytes")),),
    "power_pct": (("power_pct", _power_pct, ("power_w", "power_cap_w")),),
    "wait": (
        ("wait_s", _wait_s, ("state", "submitted_at")),
        ("wait_s", _median_wait_s, ("median_wait_s",)),
    ),
    "age": (("age_s", _age_s, ("taken_at",)),),
}

NAMES: Final = frozenset({*SHORT, *_DERIVED, *(name for schema in FLEET_SCHEMAS.values() for name in schema.kinds)})


def column_of(name: str, table: Table, now: float) -> tuple[str, Column]:
    """The full name, with its unit, and the values of the field that `name` means in this table.

    Raises:
        SettingsError: if the table has no such field.
    """
    if name in table.columns:
        return name, table[name]
    for full, compute, needed in _DERIVED.get(name, ()):
        if all(column in table.columns for column in needed):
            return full, Column(Kind.REAL, compute(table, now))
    for full in SHORT.get(name, ()):
        if full in table.columns:
            return full, table[full]
    raise unknown_field(name, names_of(table.schema))


def names_of(schema: Schema) -> frozenset[str]:
    """Every name that a filter over this table may use."""
    short = {name for name, columns in SHORT.items() if any(column in schema.kinds for column in columns)}
    derived = {
        name
        for name, ways in _DERIVED.items()
        if any(all(column in schema.kinds for column in needed) for _, _, needed in ways)
    }
    return frozenset({*schema.kinds, *short, *derived})


def unknown_field(name: str, known: frozenset[str]) -> SettingsError:
    """The error that names the nearest field."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    todo = f"did you mean {near[0]}?" if near else "name a column, such as util, state, node or owner"
    return SettingsError(f"a filter has no field {quoted(name)}", todo=todo)


def parse_number(name: str, text: str, now: float) -> float:
    """The number that `text` means for a field: in the field's unit where it names none.

    Raises:
        SettingsError: if it is none.
    """
    for ending, parse in _PARSERS.items():
        if name.endswith(ending):
            return parse(text, now)
    return _plain(text, "")


def _plain(text: str, unit: str) -> float:
    bare = text.strip()
    for spelling in (unit, unit.lower(), unit.replace("°", "")):
        bare = bare.removesuffix(spelling) if spelling else bare
    try:
        number = float(bare.replace(",", ""))
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        example = f'write a number, such as "20{unit}"' if unit else 'write a number, such as "20"'
        raise SettingsError(f"{quoted(text)} is not a number", todo=example)
    return number


def _clock(text: str) -> float:
    if text.lower().endswith("ghz"):
        return _plain(text[:-3], "") * 1000
    return _plain(text, "MHz")


def _with_unit(parse: Callable[[str], float], unit: str) -> Callable[[str, float], float]:
    def parsed(text: str, _now: float) -> float:
        return parse(f"{text} {unit}" if text[-1:].isdigit() else text)

    return parsed


_PARSERS: Final[Mapping[str, Callable[[str, float], float]]] = {
    "_w": _with_unit(parse_power, "W"),
    "_j": _with_unit(parse_energy, "J"),
    "_bytes": _with_unit(parse_bytes, "GiB"),  # as the column's heading says
    "_pct": lambda text, _now: _plain(text, "%"),
    "_c": lambda text, _now: _plain(text, "°C"),
    "_mhz": lambda text, _now: _clock(text),
    "_ms": lambda text, _now: _plain(text, "ms"),
    "_s": lambda text, _now: parse_duration(text),
    "_at": parse_when,
    "since": parse_when,
}
