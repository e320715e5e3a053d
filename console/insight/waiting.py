"""How long pending jobs have waited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from console.insight.grouping import count_per_row, rows_of, sum_per_row
from console.model.column import Column, Floats, Kind, Mask
from console.model.state import JobState
from console.model.table import Table


@dataclass(frozen=True, slots=True)
class Backlog:
    """Pending jobs (held ones wait for a person, not for capacity, and are left out) and the GPUs that they ask for.

    Waits are seconds since submission, NaN where no job waits or no job's submission is known.
    """

    jobs: int
    gpus: float
    oldest_wait_s: float
    median_wait_s: float
    p95_wait_s: float


_COLUMNS: Final = ("pending_jobs", "pending_gpus", "oldest_wait_s", "median_wait_s", "p95_wait_s")


def backlog(jobs: Table, now: float, chosen: Mask | None = None) -> Backlog:
    """The backlog of all jobs, or of the chosen ones, at an instant."""
    pending = jobs["state"].where(JobState.PENDING)
    if chosen is not None:
        pending &= chosen
    waits, weights = _waits(jobs, pending, now)
    oldest, median, p95 = _spread(waits, weights)
    return Backlog(
        jobs=int(np.nansum(jobs.numbers("tasks")[pending])),
        gpus=float(np.nansum(jobs.numbers("gpus")[pending])),
        oldest_wait_s=oldest,
        median_wait_s=median,
        p95_wait_s=p95,
    )


def waits_per_pool(pools: Table, jobs: Table, now: float) -> dict[str, Column]:
    """The backlog columns of the pools table."""
    rows = rows_of(jobs["pool"], pools.rows_by_id)
    pending = jobs["state"].where(JobState.PENDING)
    size = len(pools)
    values: dict[str, Floats] = {name: np.full(size, np.nan) for name in _COLUMNS}
    has_jobs = _sources_with_jobs(pools, jobs)
    tasks = np.nan_to_num(jobs.numbers("tasks"), nan=1.0)
    values["pending_jobs"] = np.where(has_jobs, np.nan_to_num(sum_per_row(rows, tasks, size, pending)), np.nan)
    gpus = np.nan_to_num(sum_per_row(rows, jobs.numbers("gpus"), size, pending))
    values["pending_gpus"] = np.where(has_jobs, gpus, np.nan)
    for row in np.unique(rows[pending & (rows >= 0)]):
        waits, weights = _waits(jobs, pending & (rows == row), now)
        for name, wait in zip(_COLUMNS[2:], _spread(waits, weights), strict=True):
            values[name][row] = wait
    whole = {"pending_jobs", "pending_gpus"}
    return {name: Column(Kind.WHOLE if name in whole else Kind.REAL, data) for name, data in values.items()}


def running_per_pool(pools: Table, jobs: Table) -> Column:
    """How many jobs run in each pool."""
    rows = rows_of(jobs["pool"], pools.rows_by_id)
    counts = count_per_row(rows, len(pools), jobs["state"].where(JobState.RUNNING))
    return Column(Kind.WHOLE, np.where(_sources_with_jobs(pools, jobs), counts, np.nan))


def _sources_with_jobs(pools: Table, jobs: Table) -> Mask:
    """Pools whose source tells of jobs at all: elsewhere the backlog is unknown, not zero."""
    telling = {jobs["source"].words[code] for code in np.unique(jobs.codes("source")) if code >= 0}
    queued = pools["state"].codes >= 0
    return np.array([pools["source"].text(row) in telling for row in range(len(pools))], dtype=bool) | queued


def _waits(jobs: Table, chosen: Mask, now: float) -> tuple[Floats, Floats]:
    submitted = jobs.numbers("submitted_at")[chosen]
    weights = np.nan_to_num(jobs.numbers("tasks")[chosen], nan=1.0)
    known = ~np.isnan(submitted)
    return np.maximum(now - submitted[known], 0.0), np.maximum(weights[known], 1.0)


def _spread(waits: Floats, weights: Floats) -> tuple[float, float, float]:
    """The oldest, the median and the 95th percentile; an array's tasks wait each for themselves."""
    if not len(waits):
        return np.nan, np.nan, np.nan
    repeated = np.repeat(waits, weights.astype(np.intp))
    median, p95 = np.percentile(repeated, [50, 95])
    return float(repeated.max()), float(median), float(p95)
