"""Why a job waits: the code in the words of its source, and the same in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.sources.demo.job import Reason
from console.sources.demo.plan import Dialect

_PLAIN: Final[Mapping[Reason, str]] = {
    Reason.NONE: "The scheduler has not looked at it yet",
    Reason.PRIORITY: "Others rank higher",
    Reason.RESOURCES: "Next in line, waiting for free GPUs",
    Reason.DEPENDENCY: "Waits for another job of the same user",
    Reason.BEGIN_TIME: "Asked to start later",
    Reason.HELD_BY_USER: "Its owner put it on hold",
    Reason.HELD_BY_ADMIN: "An administrator put it on hold",
    Reason.USER_LIMIT: "The user holds as many GPUs as one user may",
    Reason.NODE_NOT_AVAILABLE: "A node that it needs is down, drained or reserved",
    Reason.RESERVATION: "Waits for its reservation to open",
}
_KUEUE: Final[Mapping[Reason, str]] = {
    Reason.NONE: "Pending",
    Reason.PRIORITY: "WaitingForQuota",
    Reason.RESOURCES: "WaitingForQuota",
    Reason.DEPENDENCY: "SchedulingGated",
    Reason.BEGIN_TIME: "SchedulingGated",
    Reason.HELD_BY_USER: "Suspended",
    Reason.HELD_BY_ADMIN: "LocalQueueStopped",
    Reason.USER_LIMIT: "ExceedsMaxQuota",
    Reason.NODE_NOT_AVAILABLE: "TopologyPlacementFailed",
    Reason.RESERVATION: "AdmissionCheck",
}
_CLOUD: Final[Mapping[Reason, str]] = {
    Reason.NONE: "Pending",
    Reason.PRIORITY: "Queued",
    Reason.RESOURCES: "InsufficientInstanceCapacity",
    Reason.DEPENDENCY: "Dependency",
    Reason.BEGIN_TIME: "Scheduled",
    Reason.HELD_BY_USER: "Held",
    Reason.HELD_BY_ADMIN: "Held",
    Reason.USER_LIMIT: "QuotaExceeded",
    Reason.NODE_NOT_AVAILABLE: "InsufficientInstanceCapacity",
    Reason.RESERVATION: "ReservationPending",
}


def code_of(reason: Reason, dialect: Dialect) -> str:
    """The reason as the source would call it."""
    match dialect:
        case Dialect.SLURM:
            return reason.value
        case Dialect.KUEUE:
            return _KUEUE[reason]
        case Dialect.CLOUD:
            return _CLOUD[reason]


def plain_words(reason: Reason) -> str:
    """The reason as a sentence without its full stop."""
    return _PLAIN[reason]
