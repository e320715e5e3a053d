"""The table of pools."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from console.model.column import Floats, Value
from console.model.pool_counts import PoolCounts
from console.model.state import JobState
from console.model.table import Table, from_rows
from console.model.tables import POOLS
from console.sources.demo.division import SizedPool
from console.sources.demo.occupancy import Stand
from console.sources.demo.scope import Scope
from console.sources.demo.telemetry import Readings
from console.sources.demo.world import World

Row = Mapping[str, Value]


def pools_table(scope: Scope, world: World, readings: Readings, taken_at: float) -> Table:
    """The table of an instant."""
    return from_rows(
        POOLS,
        [
            {
                **_identity(scope, place),
                **_counts(world, pool),
                **_power(scope, pool, readings),
                **_backlog(world, pool, taken_at),
                "taken_at": taken_at,
            }
            for place, pool in enumerate(scope.pools)
        ],
    )


def _identity(scope: Scope, place: int) -> Row:
    pool = scope.pools[place]
    return {
        "id": scope.pool_ids[place],
        "source": scope.source,
        "site": scope.sites[place],
        "name": pool.plan.name,
        "gpu_model": pool.plan.accelerator.model,
        "state": "up",
        "cost_per_hour": round(pool.plan.price * pool.gpus, 2),
        "currency": pool.part.currency,
    }


def _counts(world: World, pool: SizedPool) -> Row:
    gpus = world.layout.gpu_slice(pool.number, pool.number)
    stands = world.occupancy.stands(gpus)
    tally = np.bincount(stands, minlength=len(Stand))
    reserved_busy = int(np.count_nonzero((stands == Stand.BUSY) & world.occupancy.reserved(gpus)))
    return PoolCounts(
        busy=int(tally[Stand.BUSY]),
        idle=int(tally[Stand.IDLE]),
        reserved_idle=int(tally[Stand.RESERVED_IDLE]),
        down=int(tally[Stand.DOWN]),
        reserved_busy=reserved_busy,
    ).columns()


def _power(scope: Scope, pool: SizedPool, readings: Readings) -> Row:
    """The sum of what its GPUs tell, and of their caps."""
    if not pool.part.power_known or not pool.gpus:
        return {}
    start = scope.layout.gpu_slice(pool.number, pool.number).start - scope.gpus.start
    told = readings.power_w[start : start + pool.gpus]
    return {"power_w": _known_sum(told), "power_cap_w": pool.plan.accelerator.cap_w * pool.gpus}


def _known_sum(values: Floats) -> float | None:
    return None if np.isnan(values).all() else round(float(np.nansum(values)), 1)


def _backlog(world: World, pool: SizedPool, now: float) -> Row:
    queue = world.dispatch.queues[pool.number]
    pending = [job for _, _, job in queue.waiting if job.state is JobState.PENDING]
    row: Row = {
        "pending_jobs": len(pending),
        "pending_gpus": sum(job.gpus for job in pending),
        "running_jobs": sum(job.state is JobState.RUNNING for _, _, job in queue.running),
    }
    if not pending:
        return row
    waits = np.maximum(now - np.array([job.submitted_at for job in pending]), 0.0)
    median, p95 = np.percentile(waits, [50, 95])
    return {**row, "oldest_wait_s": float(waits.max()), "median_wait_s": float(median), "p95_wait_s": float(p95)}
