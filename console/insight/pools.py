"""The columns of the pools table that follow from jobs, GPUs and prices."""

from __future__ import annotations

import numpy as np

from console.insight.grouping import rows_of, sum_per_row
from console.insight.waiting import running_per_pool, waits_per_pool
from console.model.column import Column, Kind
from console.model.fleet import Fleet
from console.model.table import Table


def completed_pools(fleet: Fleet, now: float) -> Table:
    """The pools with backlog, waits and power filled in where their source left them unknown."""
    pools, gpus = fleet["pools"], fleet["gpus"]
    rows = rows_of(gpus["pool"], pools.rows_by_id)
    derived = {
        **waits_per_pool(pools, fleet["jobs"], now),
        "running_jobs": running_per_pool(pools, fleet["jobs"]),
        "power_w": Column(Kind.REAL, sum_per_row(rows, gpus.numbers("power_w"), len(pools))),
        "power_cap_w": Column(Kind.REAL, sum_per_row(rows, gpus.numbers("power_cap_w"), len(pools))),
    }
    return pools.with_columns(**{name: _known_first(pools[name], column) for name, column in derived.items()})


def _known_first(told: Column, derived: Column) -> Column:
    return Column(told.kind, np.where(np.isnan(told.numbers), derived.numbers, told.numbers))
