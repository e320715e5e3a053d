"""The figures of the whole fleet: what the overview's tiles and the status table say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from console.insight.waiting import Backlog, backlog
from console.model.column import Floats, Mask
from console.model.fleet import Fleet
from console.model.pool_counts import PoolCounts, count_states
from console.model.table import Table


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the fleet, or over one site of it.

    `power_w` and `power_cap_w` are watts, NaN where nothing is known; `power_coverage` is the share of GPUs whose
    power is measured, 0 to 1, NaN without GPUs; `cost_per_hour` is by currency, never added across currencies;
    `backlog` is None where no source tells of a queue.
    """

    gpus: PoolCounts
    power_w: float
    power_cap_w: float
    power_coverage: float
    cost_per_hour: dict[str, float]
    backlog: Backlog | None

    def figures(self) -> dict[str, float]:
        """What a chart of the fleet shows, NaN where nothing is known; a fleet without GPUs has none that are busy."""
        known = self.gpus.total > 0
        return {
            "gpus_busy": float(self.gpus.busy) if known else np.nan,
            "gpus_idle": float(self.gpus.idle) if known else np.nan,
            "power_w": self.power_w,
            "pending_gpus": self.backlog.gpus if self.backlog else np.nan,
        }


def totals(fleet: Fleet, now: float, site: str | None = None) -> Totals:
    """The totals at an instant; `site` limits them to one site.

    A GPU of two pools counts once: GPUs are counted by their own rows, and pools without GPU rows by their figures.
    """
    pools, gpus = _of_site(fleet["pools"], site), countable(_of_site(fleet["gpus"], site))
    power_w, cap_w, coverage = _power(pools, gpus)
    return Totals(
        gpus=_count(pools, gpus),
        power_w=power_w,
        power_cap_w=cap_w,
        power_coverage=coverage,
        cost_per_hour=_cost(pools),
        backlog=_backlog(pools, _of_site(fleet["jobs"], site), now),
    )


def countable(gpus: Table) -> Table:
    """GPUs without those that are divided into MIG slices: the slices stand for them."""
    parents = {gpus["parent"].words[code] for code in np.unique(gpus.codes("parent")) if code >= 0}
    if not parents:
        return gpus
    return gpus.take(np.array([each not in parents for each in gpus.ids], dtype=bool))


def _backlog(pools: Table, jobs: Table, now: float) -> Backlog | None:
    untold = not len(jobs) and np.isnan(pools.numbers("pending_gpus")).all()
    return None if untold else backlog(jobs, now)


def _of_site(table: Table, site: str | None) -> Table:
    return table if site is None else table.take(table["site"].where(site))


def _count(pools: Table, gpus: Table) -> PoolCounts:
    reserved = gpus.numbers("reserved") == 1
    counts = count_states(gpus["state"], reserved)
    for row in np.flatnonzero(~_has_gpu_rows(pools, gpus)):
        counts += _pool_counts(pools, int(row))
    return counts


def _has_gpu_rows(pools: Table, gpus: Table) -> Mask:
    sources = {gpus["source"].words[code] for code in np.unique(gpus.codes("source")) if code >= 0}
    return np.array([pools["source"].text(row) in sources for row in range(len(pools))], dtype=bool)


def _pool_counts(pools: Table, row: int) -> PoolCounts:
    busy, idle, reserved_idle, down, reserved = (
        int(np.nan_to_num(pools.numbers(name)[row]))
        for name in ("gpus_busy", "gpus_idle", "gpus_reserved_idle", "gpus_down", "gpus_reserved")
    )
    return PoolCounts(busy, idle, reserved_idle, down, max(min(reserved - reserved_idle, busy), 0))


def _power(pools: Table, gpus: Table) -> tuple[float, float, float]:
    measured = gpus.numbers("power_w")
    without_rows = ~_has_gpu_rows(pools, gpus)
    watts = _known_sum(np.concatenate([measured, pools.numbers("power_w")[without_rows]]))
    # A GPU's own cap where it tells one, else what its pool is said to be capped at.
    caps = gpus.numbers("power_cap_w")
    cap_w = _known_sum(pools.numbers("power_cap_w")) if np.isnan(caps).all() else _known_sum(caps)
    coverage = float(np.mean(~np.isnan(measured))) if len(measured) else np.nan
    return watts, cap_w, coverage


def _known_sum(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.sum()) if len(known) else np.nan


def _cost(pools: Table) -> dict[str, float]:
    rates: dict[str, float] = {}
    for row, rate in enumerate(pools.numbers("cost_per_hour")):
        currency = pools["currency"].text(row)
        if currency and not np.isnan(rate):
            rates[currency] = rates.get(currency, 0.0) + float(rate)
    return rates
