"""How the waits of pending jobs are spread, per pool: counts in bins that grow from a minute to a day."""

from __future__ import annotations

from typing import Final

import numpy as np

from console.insight.grouping import rows_of
from console.model.column import Floats, Mask
from console.model.state import JobState
from console.model.table import Table

# Upper ends in seconds; the last bin is open.
EDGES_S: Final = (60.0, 300.0, 900.0, 3600.0, 4 * 3600.0, 12 * 3600.0, 86_400.0)
BINS: Final = len(EDGES_S) + 1


def wait_spread(pools: Table, jobs: Table, now: float) -> Floats:
    """Pending jobs by pool and bin; an array's tasks count each, a job whose submission is unknown in no bin."""
    submitted = jobs.numbers("submitted_at")
    rows = rows_of(jobs["pool"], pools.rows_by_id)
    counted = jobs["state"].where(JobState.PENDING) & (rows >= 0) & ~np.isnan(submitted)
    waits = np.maximum(now - submitted[counted], 0.0)
    place = rows[counted] * BINS + np.searchsorted(EDGES_S, waits, side="right")
    tasks = np.nan_to_num(jobs.numbers("tasks")[counted], nan=1.0)
    counts = np.bincount(place, weights=np.maximum(tasks, 1.0), minlength=len(pools) * BINS)
    return counts.reshape(len(pools), BINS).astype(np.float64)


def waiting_by_reason(jobs: Table, chosen: Mask) -> list[tuple[str, int]]:
    """The reason codes of the chosen jobs with how many have each, the most frequent first."""
    reason = jobs["reason"]
    codes = reason.codes[chosen & (reason.codes >= 0)]
    counts = np.bincount(codes, minlength=len(reason.words))
    order = sorted(np.flatnonzero(counts), key=lambda code: (-counts[code], reason.words[code]))
    return [(reason.words[code], int(counts[code])) for code in order]
