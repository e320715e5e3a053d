"""The scheduler of one pool: the longest-ranked job first, and others past it as long as they do not delay it."""

from __future__ import annotations

import bisect
import heapq
from collections import Counter
from collections.abc import Iterator
from typing import Final

from console.model.column import Floats, Indices
from console.model.state import JobState
from console.sources.demo.bookings import Booking
from console.sources.demo.job import Job, Reason
from console.sources.demo.layout import Layout
from console.sources.demo.occupancy import NOBODY, Occupancy
from console.sources.demo.promise import Promise, waited_for
from console.sources.demo.vacancy import Vacancy

_DEPTH: Final = 40  # jobs that are tried in one pass, at most
_USER_SHARE: Final = 0.16  # of a pool that one user may hold at once
_PATIENT_FOR: Final = 1.4  # times that limit, waiting and running, is what a user asks for at most
_SMALLEST_LIMIT_GPUS: Final = 16
_HOLDS: Final = frozenset({Reason.HELD_BY_USER, Reason.HELD_BY_ADMIN})

_Entry = tuple[float, int, Job]


class Queue:
    """The jobs of one pool: those that wait, in the order of their rank, and those that run."""

    def __init__(self, pool: int, layout: Layout, occupancy: Occupancy) -> None:
        self.pool = pool
        self.waiting: list[_Entry] = []
        self.running: list[_Entry] = []  # by the end of their limit
        self.waiting_gpus = 0
        self.changed = True  # since the last pass
        self._ending: list[_Entry] = []  # a heap by the end of their run
        self._new: list[Job] = []
        self._held_gpus: Counter[str] = Counter()
        self._asked_gpus: Counter[str] = Counter()
        self._layout = layout
        self._occupancy = occupancy
        self._node_gpus = layout.pools[pool].plan.node_gpus
        self._user_limit = max(_USER_SHARE * layout.pools[pool].gpus, _SMALLEST_LIMIT_GPUS)

    def submit(self, job: Job) -> None:
        """A job joins the queue, for the first time or again."""
        bisect.insort(self.waiting, (job.rank, job.serial, job))
        self._asked_gpus[job.user] += job.gpus
        self.waiting_gpus += job.gpus
        self._new.append(job)
        self.changed = True

    def is_hopeless(self, user: str, gpus: int) -> bool:
        """Whether a user has so much waiting and running that more would not start before long."""
        return self._asked_gpus[user] + self._held_gpus[user] + gpus > _PATIENT_FOR * self._user_limit

    def start_what_fits(self, now: float, free_until: Floats) -> list[Job]:
        """One pass; the jobs that it started."""
        self.changed = False
        if not self.waiting:
            return []
        vacancy = Vacancy(self._layout, self._occupancy, self.pool, free_until)
        promise: Promise | None = None
        started: list[Job] = []
        tried = 0
        for _, _, job in tuple(self.waiting):
            if self._is_barred(job, now):
                continue
            if self._started(job, vacancy, now, promise):
                started.append(job)
                continue
            job.reason = Reason.PRIORITY if promise else Reason.RESOURCES
            promise = self._judged(job, vacancy, now, promise)
            tried += 1
            if tried >= _DEPTH:
                break
        self._tell_the_rest()
        return started

    def ending(self, now: float) -> list[Job]:
        """The jobs that have run their time, which complete from now on."""
        done: list[Job] = []
        while self._ending and self._ending[0][0] <= now:
            ended_at, _, job = heapq.heappop(self._ending)
            if job.state is JobState.RUNNING and job.ended_at == ended_at:
                job.state = JobState.COMPLETING
                done.append(job)
        return done

    def remove(self, job: Job, again_at: float | None = None) -> Indices:
        """A job gives its GPUs back and is over, or submitted again at an instant; the numbers of these GPUs."""
        del self.running[bisect.bisect_left(self.running, (job.started_at + job.limit_s, job.serial))]
        freed = job.gpu_numbers
        self._occupancy.gpu_job[freed] = NOBODY
        self._held_gpus[job.user] -= job.gpus
        job.stop(again_at)
        self.changed = True
        if again_at is not None:
            self.submit(job)
        return freed

    def withdraw(self, booking: Booking) -> list[Job]:
        """The jobs that waited for a place in a reservation that is over; they wait no more."""
        gone = [entry[2] for entry in self.waiting if entry[2].booking is booking]
        for job in gone:
            self._forget(job)
            job.stop()
        return gone

    def backdate(self, job: Job, started_at: float) -> None:
        """A job has been running since before the site began."""
        del self.running[bisect.bisect_left(self.running, (job.started_at + job.limit_s, job.serial))]
        job.started_at, job.ended_at = started_at, started_at + job.run_s
        self._runs(job)

    def _is_barred(self, job: Job, now: float) -> bool:
        reason = job.waits_for(now)
        if reason is None and self._is_over_limit(job):
            reason = Reason.USER_LIMIT
        job.state = JobState.HELD if reason in _HOLDS else JobState.PENDING
        if reason is not None:
            job.reason = reason
        return reason is not None

    def _is_over_limit(self, job: Job) -> bool:
        """Whether its user holds too much; whoever holds nothing may start one job, however large."""
        held = self._held_gpus[job.user]
        return held > 0 and not job.is_service and held + job.gpus > self._user_limit

    def _started(self, job: Job, vacancy: Vacancy, now: float, promise: Promise | None) -> bool:
        ends_at = now + job.limit_s
        gpus = vacancy.take(job, ends_at, promise.kept_from(ends_at) if promise else None)
        if gpus is None:
            return False
        self._take(job, gpus, now)
        return True

    def _take(self, job: Job, gpus: Indices, now: float) -> None:
        self._forget(job)
        self._occupancy.gpu_job[gpus] = job.serial
        self._held_gpus[job.user] += job.gpus
        job.start(gpus, now)
        self._runs(job)

    def _forget(self, job: Job) -> None:
        del self.waiting[bisect.bisect_left(self.waiting, (job.rank, job.serial))]
        self.waiting_gpus -= job.gpus
        self._asked_gpus[job.user] -= job.gpus

    def _runs(self, job: Job) -> None:
        bisect.insort(self.running, (job.started_at + job.limit_s, job.serial, job))
        heapq.heappush(self._ending, (job.ended_at, job.serial, job))

    def _judged(self, job: Job, vacancy: Vacancy, now: float, promise: Promise | None) -> Promise | None:
        """The promise that holds after a job did not fit; one that waits for certain nodes gets none."""
        if job.node >= 0 and vacancy.is_usable(job.node):
            job.node = -1  # its node came back and others were faster: any will do
        if job.node >= 0:
            job.reason = Reason.NODE_NOT_AVAILABLE
            return promise
        return promise if promise or job.booking else self._promised(job, vacancy, now)

    def _promised(self, job: Job, vacancy: Vacancy, now: float) -> Promise:
        wanted = max(job.gpus // self._node_gpus, 1)
        # A service fits on nodes only that are never reserved: what ends elsewhere is no use to it.
        ends = () if job.is_service else self._ends()
        starts_at, freed = waited_for(wanted, vacancy.whole_nodes, ends, now)
        return Promise(starts_at, vacancy.emptiest(job, now + job.limit_s, max(wanted - freed, 0)))

    def _ends(self) -> Iterator[tuple[float, int]]:
        """The instants at which limits run out, each with the whole nodes that come free."""
        return ((ends_at, job.gpus // self._node_gpus) for ends_at, _, job in self.running)

    def _tell_the_rest(self) -> None:
        for job in self._new:
            if job.reason is Reason.NONE and job.state is JobState.PENDING:
                job.reason = Reason.PRIORITY
        self._new.clear()
