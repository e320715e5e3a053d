"""Which job each GPU of a scope runs, as rows of a list of jobs: what several tables need at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from console.model.column import Codes, Floats, Indices
from console.sources.demo.job import Job
from console.sources.demo.scope import Scope
from console.sources.demo.world import World


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """The jobs that run in a scope.

    Args:
        jobs: in the order of their serial numbers.
        of_gpu: per GPU the place of its job in `jobs`, -1 for none.
    """

    jobs: Sequence[Job]
    of_gpu: Indices

    def codes(self, of_job: Sequence[int]) -> Codes:
        """Per GPU what a job's code says, -1 where nothing runs."""
        return np.array([*of_job, -1], dtype=np.int32)[self.of_gpu]

    def numbers(self, of_job: Sequence[float]) -> Floats:
        """Per GPU what a job's number says, unknown where nothing runs."""
        return np.array([*of_job, np.nan])[self.of_gpu]


def running(world: World, scope: Scope) -> Running:
    """What runs in a scope now."""
    queues = [world.dispatch.queues[pool.number] for pool in scope.pools]
    jobs = sorted((entry[2] for queue in queues for entry in queue.running), key=lambda job: job.serial)
    serials = np.array([job.serial for job in jobs], dtype=np.int64)
    gpu_job = world.occupancy.gpu_job[scope.gpus]
    return Running(jobs, np.where(gpu_job >= 0, np.searchsorted(serials, gpu_job), -1))
