"""One job of the simulated site."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from console.model.column import Indices
from console.model.state import JobState
from console.sources.demo.bookings import Booking
from console.sources.demo.profiles import Profile


class Reason(StrEnum):
    """Why a job waits, in Slurm's words, which other sources translate."""

    NONE = "None"
    PRIORITY = "Priority"
    RESOURCES = "Resources"
    DEPENDENCY = "Dependency"
    BEGIN_TIME = "BeginTime"
    HELD_BY_USER = "JobHeldUser"
    HELD_BY_ADMIN = "JobHeldAdmin"
    USER_LIMIT = "QOSMaxGRESPerUser"
    NODE_NOT_AVAILABLE = "ReqNodeNotAvail"
    RESERVATION = "Reservation"


class Qos(StrEnum):
    """How urgent a job is; the rank of a job is its submission less its head start."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


HEAD_START_S = {Qos.HIGH: 6 * 3600.0, Qos.NORMAL: 0.0, Qos.LOW: -1.5 * 3600.0}


@dataclass(slots=True, eq=False)
class Job:
    """A job from its submission to its end; instants are seconds since the epoch.

    Args:
        serial: its number in the site; jobs are numbered in the order of their submission.
        pool: the number of its pool.
        run_s: how long it will run, which nobody knows before.
        limit_s: how long it may run; infinite for a service.
        begin_at: when it may begin at the earliest.
        held_until: when it is released from hold; minus infinity for a job that was never held.
        held_by: HELD_BY_USER or HELD_BY_ADMIN, as far as it is held.
        after: the job that has to end before, if any.
        node: the node that it insists on, -1 for any.
        booking: the reservation that it runs in, if any.
        ended_at: when it will have run its time; infinite before it starts.
        gpu_numbers: where it runs, empty before.
    """

    serial: int
    pool: int
    name: str
    user: str
    account: str
    profile: Profile
    gpus: int
    submitted_at: float
    run_s: float
    limit_s: float
    qos: Qos = Qos.NORMAL
    begin_at: float = -np.inf
    held_until: float = -np.inf
    held_by: Reason = Reason.HELD_BY_USER
    after: Job | None = None
    node: int = -1
    booking: Booking | None = None
    state: JobState | None = JobState.PENDING
    reason: Reason = Reason.NONE
    started_at: float = np.nan
    ended_at: float = np.inf
    gpu_numbers: Indices = field(default_factory=lambda: np.empty(0, dtype=np.intp))

    @property
    def rank(self) -> float:
        """Jobs of lower rank start first."""
        return self.submitted_at - HEAD_START_S[self.qos]

    @property
    def is_service(self) -> bool:
        """Whether it is started again whenever it ends."""
        return math.isinf(self.limit_s)

    @property
    def is_live(self) -> bool:
        """Whether it is still in the queue or runs."""
        return self.state is not None

    def waits_for(self, now: float) -> Reason | None:
        """What keeps it from being considered at all, None if nothing does."""
        if now < self.held_until:
            return self.held_by
        if self.after is not None and self.after.is_live:
            return Reason.DEPENDENCY
        if now < self.begin_at:
            return Reason.BEGIN_TIME
        if self.booking is not None and not self.booking.starts_at <= now < self.booking.ends_at:
            return Reason.RESERVATION
        return None

    def start(self, gpu_numbers: Indices, now: float) -> None:
        """It runs from now on these GPUs."""
        self.state, self.reason, self.gpu_numbers = JobState.RUNNING, Reason.NONE, gpu_numbers
        self.started_at, self.ended_at, self.after = now, now + self.run_s, None

    def stop(self, again_at: float | None = None) -> None:
        """It runs no more: it is over, or submitted again at an instant, from which on its wait counts."""
        self.state, self.gpu_numbers = None, np.empty(0, dtype=np.intp)
        self.started_at, self.ended_at = np.nan, np.inf
        if again_at is not None:
            self.state, self.submitted_at = JobState.PENDING, again_at
