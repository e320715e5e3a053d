"""The states that things can be in, each with the word that stands in JSON."""

from __future__ import annotations

from enum import StrEnum


class Health(StrEnum):
    """How a source is."""

    OK = "ok"
    STALE = "stale"  # its last good answer is older than three poll intervals
    UNREACHABLE = "unreachable"  # does not answer
    REFUSED = "refused"  # credentials missing, wrong, expired or too weak
    MISCONFIGURED = "misconfigured"  # its settings cannot work


class GpuState(StrEnum):
    """What a GPU is doing. A state that is not known is None, and such a GPU counts as down in its pool."""

    BUSY = "busy"
    IDLE = "idle"
    RESERVED_IDLE = "reserved_idle"
    DOWN = "down"


class NodeState(StrEnum):
    """What a node is doing."""

    IDLE = "idle"
    MIXED = "mixed"
    BUSY = "busy"
    RESERVED = "reserved"
    DRAINING = "draining"  # takes no new work, still runs some
    DRAINED = "drained"
    DOWN = "down"


class JobState(StrEnum):
    """What a job is doing."""

    PENDING = "pending"
    HELD = "held"
    RUNNING = "running"
    COMPLETING = "completing"
    SUSPENDED = "suspended"


class ReservationState(StrEnum):
    """Where a reservation stands."""

    PLANNED = "planned"
    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"
    FAILED = "failed"


class Severity(StrEnum):
    """How bad an alert is."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"
