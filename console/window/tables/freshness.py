"""How old each row is, and whether it is stale: older than three polls, of a source that is gone, or without engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from console.model.column import Floats, Mask, Value
from console.model.fleet import Fleet
from console.model.state import Health
from console.model.table import Table

POLLS: Final = 3  # what is older than so many polls is stale
_UNTOLD_POLL_S: Final = 10.0
_GONE: Final = frozenset({Health.UNREACHABLE, Health.REFUSED, Health.MISCONFIGURED})


@dataclass(frozen=True, slots=True)
class Origin:
    """What a source says about itself; `taken_at` is NaN before its first answer."""

    name: str
    taken_at: float
    poll_s: float
    health: str
    detail: str
    todo: str
    server: str
    gpus_reported: float
    gpus_total: float

    @property
    def gone(self) -> bool:
        """Whether it does not answer now."""
        return self.health in _GONE

    @property
    def limit_s(self) -> float:
        """How old its values may be."""
        return POLLS * self.poll_s


@dataclass(frozen=True, slots=True, eq=False)
class RowAges:
    """Per row of a table: seconds since it was taken, NaN where untold, and whether it is stale."""

    age_s: Floats
    stale: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Freshness:
    """The sources of a fleet, seen at an instant."""

    now: float
    origins: Mapping[str, Origin]
    engine_alive: bool = True

    def of(self, table: Table) -> RowAges:
        """The ages of a table's rows."""
        sources = table["source"]
        told = [self.origins.get(word, _untold(word)) for word in sources.words]
        by_source = np.array([*(each.taken_at for each in told), np.nan])[sources.codes]
        limit_s = np.array([*(each.limit_s for each in told), POLLS * _UNTOLD_POLL_S])[sources.codes]
        gone = np.array([*(each.gone for each in told), False])[sources.codes]
        taken = by_source
        if "taken_at" in table.columns:
            own = table.numbers("taken_at")
            taken = np.where(np.isnan(own), by_source, own)
        age_s = np.maximum(self.now - taken, 0.0)
        if not self.engine_alive:
            return RowAges(age_s, np.ones(len(table), dtype=bool))
        return RowAges(age_s, (age_s > limit_s) | gone)

    def answered(self) -> bool:
        """Whether any source has said anything yet."""
        return any(not np.isnan(each.taken_at) for each in self.origins.values())

    def current(self) -> bool:
        """Whether any source's values are of now."""
        told = self.origins.values()
        return self.engine_alive and any(self.now - each.taken_at <= each.limit_s and not each.gone for each in told)

    def silent(self) -> tuple[Origin, ...]:
        """Sources that have said nothing yet: nothing that is shown comes from them."""
        return tuple(each for each in self.origins.values() if np.isnan(each.taken_at))

    def troubled(self) -> tuple[Origin, ...]:
        """Sources that do not answer now."""
        return tuple(each for each in self.origins.values() if each.gone)


def freshness(fleet: Fleet, now: float, *, engine_alive: bool = True) -> Freshness:
    """The freshness of a fleet's sources."""
    rows = fleet["sources"].rows()  # a few dozen at most
    return Freshness(now, {each.name: each for each in map(_origin, rows)}, engine_alive)


def _origin(row: Mapping[str, Value]) -> Origin:
    return Origin(
        name=str(row["name"]),
        taken_at=_number(row["taken_at"]),
        poll_s=_number(row["poll_s"], _UNTOLD_POLL_S),
        health=str(row["health"] or ""),
        detail=str(row["detail"] or ""),
        todo=str(row["todo"] or ""),
        server=str(row["server"] or ""),
        gpus_reported=_number(row["gpus_reported"]),
        gpus_total=_number(row["gpus_total"]),
    )


def _untold(name: str) -> Origin:
    return Origin(name, np.nan, _UNTOLD_POLL_S, "", "", "", "", np.nan, np.nan)


def _number(value: Value, otherwise: float = np.nan) -> float:
    return float(value) if isinstance(value, (int, float)) else otherwise
