"""When each waiting job of a pool can be expected to start, if every job before it runs to its limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from console.sources.demo.job import Job, Reason
from console.sources.demo.queue import Queue

_DEPTH: Final = 100  # schedulers work this out for the first jobs in line only
_IN_LINE: Final = frozenset({Reason.PRIORITY, Reason.RESOURCES})


def expected_starts(queue: Queue, now: float) -> Mapping[int, float]:
    """Instants by serial number; a job is left out that waits for something else than GPUs, or too far behind.

    GPUs are handed out in the order of rank as limits run out; nodes are not looked at, so this is a lower bound for
    large jobs.
    """
    in_line = [job for _, _, job in queue.waiting if job.reason in _IN_LINE][:_DEPTH]
    if not in_line or not queue.running:
        return {}
    ends = np.maximum([ends_at for ends_at, _, _ in queue.running], now)
    freed = np.cumsum([job.gpus for _, _, job in queue.running])
    places = np.searchsorted(freed, np.cumsum([job.gpus for job in in_line]))
    return {job.serial: float(ends[place]) for job, place in zip(in_line, places, strict=True) if _is_real(ends, place)}


def starts_at(job: Job, expected: Mapping[int, float]) -> float:
    """When a waiting job is expected to start; unknown where nobody can tell."""
    if job.reason is Reason.BEGIN_TIME:
        return job.begin_at
    if job.reason is Reason.RESERVATION and job.booking is not None:
        return job.booking.starts_at
    return expected.get(job.serial, np.nan)


def _is_real(ends: np.ndarray[tuple[int], np.dtype[np.float64]], place: int) -> bool:
    return place < len(ends) and bool(np.isfinite(ends[place]))
