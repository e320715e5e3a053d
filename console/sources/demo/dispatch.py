"""All jobs of the simulated site: who submits them, which queue they stand in, when they start and end."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from console.model.column import Floats, Indices
from console.model.state import JobState
from console.sources.demo.bookings import Booking
from console.sources.demo.chance import uniform
from console.sources.demo.job import Job, Qos
from console.sources.demo.layout import Layout
from console.sources.demo.occupancy import Occupancy
from console.sources.demo.profiles import INFERENCE, TRAINING, USERS
from console.sources.demo.queue import Queue
from console.sources.demo.workload import Draft, Workload

_FIRST_SERIAL: Final = 8_000
_HOUR_S: Final = 3600.0
_LONGEST_AWAITED_S: Final = 4 * _HOUR_S  # nobody plans on the end of a longer job
_PATIENCE: Final = 1.5  # the length of the queue, in planned backlogs, at which nobody submits more
_SMALLEST_BACKLOG_GPUS: Final = 8.0
_SALT_SERVICE, _SALT_BOOKED = 41, 42


class Dispatch:
    """The queues of all pools, and every job that is queued or runs."""

    def __init__(self, layout: Layout, occupancy: Occupancy) -> None:
        self.jobs: dict[int, Job] = {}
        self.queues = tuple(Queue(pool.number, layout, occupancy) for pool in layout.pools)
        self._layout = layout
        self._occupancy = occupancy
        self._workloads = tuple(Workload(pool, layout.seed) for pool in layout.pools)
        self._drafts: deque[tuple[int, Draft]] = deque()
        self.completing: list[Job] = []
        self._last_of: dict[tuple[int, str], Job] = {}
        self._serial = _FIRST_SERIAL

    def begin(self, now: float, free_until: Sequence[Floats]) -> list[Job]:
        """Fill the site as if it had been running for days; the jobs that run."""
        for pool, workload in enumerate(self._workloads):
            for draft in (*workload.services(now), *workload.beginning(now)):
                self._submit(pool, draft)
        started = self.start(now, free_until, everywhere=True)
        for job in started:
            self.queues[job.pool].backdate(job, min(job.submitted_at, now))
        return started

    def expect(self, hour: int) -> None:
        """Learn what people mean to submit in an hour."""
        drafts = [(pool, draft) for pool, workload in enumerate(self._workloads) for draft in workload.of_hour(hour)]
        self._drafts = deque(sorted(drafts, key=lambda each: each[1].at))

    def submit_due(self, now: float) -> bool:
        """Submit what is due; whether anything was."""
        submitted = False
        while self._drafts and self._drafts[0][1].at <= now:
            pool, draft = self._drafts.popleft()
            if self._is_wanted(pool, draft):
                self._submit(pool, draft)
                submitted = True
        return submitted

    def submit_booked(self, booking: Booking, now: float) -> None:
        """The owner of a reservation fills a part of it, a node a job."""
        people = USERS.get(booking.plan.owner, ("ops",))
        for place, node in enumerate(booking.nodes[: round(booking.plan.used * len(booking.nodes))]):
            share = float(uniform(self._layout.seed, _SALT_BOOKED, self._serial)[0])
            limit_s = booking.ends_at - now
            job = Job(
                self._next_serial(), booking.pool, f"{booking.plan.name}-{place + 1}", people[place % len(people)],
                booking.plan.owner, TRAINING, int(self._layout.node_sizes[node]), now,
                limit_s * (0.6 + 0.38 * share), limit_s, Qos.HIGH, booking=booking,
            )  # fmt: skip
            self._enqueue(job)

    def withdraw_booked(self, booking: Booking, now: float) -> list[Indices]:
        """A reservation is over, and so are its jobs, waiting or not. Returns the numbers of the GPUs."""
        for job in self.queues[booking.pool].withdraw(booking):
            del self.jobs[job.serial]
        return [self._end(job, now) for job in tuple(self.jobs.values()) if job.booking is booking]

    def start(self, now: float, free_until: Sequence[Floats], *, everywhere: bool) -> list[Job]:
        """One pass over every queue, or over those where something changed; the jobs that it started."""
        queues = [queue for queue in self.queues if everywhere or queue.changed]
        return [job for queue in queues for job in queue.start_what_fits(now, free_until[queue.pool])]

    def complete(self, now: float) -> list[Indices]:
        """End the jobs that have been completing, and let those complete that have run their time.

        Returns the numbers of the GPUs that the ended jobs give back.
        """
        freed = [self._end(job, now) for job in self.completing if job.state is JobState.COMPLETING]
        self.completing = [job for queue in self.queues for job in queue.ending(now)]
        return freed

    def interrupt(self, serials: Iterable[int], now: float) -> list[Indices]:
        """Jobs lose their GPUs: they wait again, unless they were completing. Returns the numbers of the GPUs."""
        return [self._interrupted(self.jobs[serial], now) for serial in sorted(serials)]

    def _interrupted(self, job: Job, now: float) -> Indices:
        if job.state is JobState.COMPLETING or job.booking is not None:
            return self._end(job, now)
        return self.queues[job.pool].remove(job, now)

    def _end(self, job: Job, now: float) -> Indices:
        freed = self.queues[job.pool].remove(job)
        del self.jobs[job.serial]
        if job.is_service:
            rest = float(uniform(self._layout.seed, _SALT_SERVICE, job.serial)[0])
            run_s = (24.0 + rest * INFERENCE.median_h) * _HOUR_S
            self._enqueue(
                Job(
                    self._next_serial(), job.pool, job.name, job.user, job.account, job.profile, job.gpus, now,
                    run_s, np.inf, Qos.HIGH,
                )
            )  # fmt: skip
        return freed

    def _is_wanted(self, pool: int, draft: Draft) -> bool:
        """Fewer people submit to a long queue, and nobody to one where they have enough already."""
        queue, planned = self.queues[pool], self._layout.pools[pool].plan.backlog * self._layout.pools[pool].gpus
        if queue.is_hopeless(draft.user, draft.gpus):
            return False
        return not planned or draft.mood < _PATIENCE - queue.waiting_gpus / max(planned, _SMALLEST_BACKLOG_GPUS)

    def _submit(self, pool: int, draft: Draft) -> None:
        job = draft.job(self._next_serial(), pool, self._layout.node_slice(pool, pool))
        if job.node >= 0 and (job.gpus > self._layout.node_sizes[job.node] or self._occupancy.is_usable(job.node)):
            job.node = -1  # only a node that is out of order is worth telling of
        last = self._last_of.get((pool, job.user))
        if draft.depends and last is not None and last.limit_s <= _LONGEST_AWAITED_S:
            job.after = last
        self._last_of[pool, job.user] = job
        self._enqueue(job)

    def _enqueue(self, job: Job) -> None:
        self.jobs[job.serial] = job
        self.queues[job.pool].submit(job)

    def _next_serial(self) -> int:
        self._serial += 1
        return self._serial
