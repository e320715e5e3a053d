"""The table of jobs: those that run in the order of their numbers, then those that wait in the order of their rank."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from console.model.column import Column, Kind, numbers, text_lists, texts
from console.model.identity import join
from console.model.state import JobState
from console.model.table import Table, table
from console.model.tables import JOBS
from console.sources.demo.expectation import expected_starts, starts_at
from console.sources.demo.job import Job
from console.sources.demo.reasons import code_of, plain_words
from console.sources.demo.scope import Scope
from console.sources.demo.tables.running import Running
from console.sources.demo.tables.unchanged import Columns, Unchanged
from console.sources.demo.world import World

_CPUS_PER_GPU: Final = 12
_WAITING: Final = frozenset({JobState.PENDING, JobState.HELD})


class JobTable:
    """Makes the table of a scope's jobs at each poll."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._unchanged = Unchanged()
        self._nodes: dict[tuple[int, float], tuple[str, ...]] = {}

    def at(self, world: World, running: Running, taken_at: float) -> Table:
        """The table of an instant."""
        columns = self._unchanged.since(world.version, lambda: self._columns(world, running))
        rows = len(columns["id"])
        return table(JOBS, rows, {**columns, "taken_at": Column(Kind.INSTANT, np.full(rows, taken_at))})

    def _columns(self, world: World, running: Running) -> Columns:
        queues = [world.dispatch.queues[pool.number] for pool in self._scope.pools]
        jobs = [*running.jobs, *(entry[2] for queue in queues for entry in queue.waiting)]
        expected = {serial: at for queue in queues for serial, at in expected_starts(queue, world.changed_at).items()}
        pools = np.array([job.pool - self._scope.first_pool for job in jobs], dtype=np.int32)
        return {
            **_as_submitted(jobs),
            **self._as_it_runs(jobs),
            "id": texts(join(self._scope.source, "job", job.serial) for job in jobs),
            "source": self._scope.source_column(len(jobs)),
            "pool": Column(Kind.TEXT, pools, self._scope.pool_ids),
            "site": self._scope.sites_of(pools),
            "reason": texts(self._reason(job) for job in jobs),
            "reason_text": texts(plain_words(job.reason) if job.state in _WAITING else None for job in jobs),
            "priority": Column(
                Kind.REAL, np.array([round((world.changed_at - job.rank) / 60) for job in jobs], dtype=np.float64)
            ),
            "expected_start_at": numbers(Kind.INSTANT, (starts_at(job, expected) for job in jobs)),
            "reservation": texts(
                join(self._scope.source, "reservation", job.booking.name) if job.booking else None for job in jobs
            ),
        }

    def _as_it_runs(self, jobs: Sequence[Job]) -> Columns:
        self._nodes = {(job.serial, job.started_at): self._nodes_of(job) for job in jobs if job.state not in _WAITING}
        return {
            "state": texts(job.state and job.state.value for job in jobs),
            "nodes": text_lists(self._nodes.get((job.serial, job.started_at), ()) for job in jobs),
            "started_at": numbers(Kind.INSTANT, (job.started_at for job in jobs)),
            "ends_at": numbers(Kind.INSTANT, (_finite(job.started_at + job.limit_s) for job in jobs)),
        }

    def _nodes_of(self, job: Job) -> tuple[str, ...]:
        known = self._nodes.get((job.serial, job.started_at))
        if known is not None:
            return known
        nodes = dict.fromkeys(self._scope.layout.gpu_node[job.gpu_numbers].tolist())
        return tuple(self._scope.node_id(node) for node in nodes)

    def _reason(self, job: Job) -> str | None:
        if job.state not in _WAITING:
            return None
        return code_of(job.reason, self._scope.layout.pools[job.pool].part.dialect)


def _as_submitted(jobs: Sequence[Job]) -> Columns:
    gpus = np.array([float(job.gpus) for job in jobs])
    return {
        "name": texts(job.name for job in jobs),
        "user": texts(job.user for job in jobs),
        "account": texts(job.account for job in jobs),
        "qos": texts(job.qos.value for job in jobs),
        "key": texts(str(job.serial) for job in jobs),
        "gpus": Column(Kind.WHOLE, gpus),
        "cpus": Column(Kind.WHOLE, gpus * _CPUS_PER_GPU),
        "tasks": Column(Kind.WHOLE, np.ones(len(jobs))),
        "submitted_at": numbers(Kind.INSTANT, (job.submitted_at for job in jobs)),
        "time_limit_s": numbers(Kind.REAL, (_finite(job.limit_s) for job in jobs)),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
