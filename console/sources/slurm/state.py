"""Slurm's words for states, as ours.

A node has one base state and any number of flags; v0.0.38 gives `state` and `state_flags`, later versions one list. A
job has one base state and flags too; up to v0.0.39 it gives only the strongest of them, as squeue does.

Source: node_states and node_state_flags, job_state_string in slurm/src/common/slurm_protocol_defs.c; sinfo(1).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console.model.state import JobState, NodeState

# The strongest first. An unallocated GPU of such a node cannot be had now.
_DOWN_WORDS: Final = {
    "DOWN": "down",
    "ERROR": "in error",
    "NOT_RESPONDING": "does not respond",
    "INVALID_REG": "registered with other resources than configured",
    "FUTURE": "not there yet",
    "DYNAMIC_FUTURE": "not there yet",
    "POWERED_DOWN": "powered off",
    "POWERING_DOWN": "being powered off",
    "POWER_DOWN": "being powered off",
    "POWERING_UP": "being powered on",
    "POWER_UP": "being powered on",
    "REBOOT_ISSUED": "rebooting",
    "UNKNOWN": "not heard of since slurmctld started",
    "INVALID": "in no valid state",
}
_DRAIN: Final = frozenset({"DRAIN", "FAIL"})
_WORKING: Final = frozenset({"ALLOCATED", "MIXED", "COMPLETING"})
_MAINTENANCE: Final = frozenset({"MAINTENANCE", "MAINT"})

_GONE: Final = frozenset(
    {
        "COMPLETED", "CANCELLED", "FAILED", "TIMEOUT", "NODE_FAIL", "PREEMPTED", "BOOT_FAIL", "DEADLINE",
        "OUT_OF_MEMORY", "REVOKED",
    }
)  # fmt: skip
_HELD: Final = frozenset({"REQUEUE_HOLD", "SPECIAL_EXIT", "RESV_DEL_HOLD"})
_RUNNING: Final = frozenset({"RUNNING", "CONFIGURING", "RESIZING", "SIGNALING"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a node stands.

    Args:
        state: None where Slurm says nothing that we know.
        detail: why, for people; None where there is nothing to say.
        is_down: whether its unallocated GPUs cannot be had now.
    """

    state: NodeState | None
    detail: str | None
    is_down: bool


def node_standing(flags: Collection[str], reason: str | None, *, reserved: bool, maintenance: bool) -> Standing:
    """How a node stands.

    Args:
        flags: its base state and flags, in capitals.
        reason: what an administrator or Slurm wrote to it.
        reserved: whether a reservation that is active now covers it.
        maintenance: whether a maintenance reservation that is active now covers it.
    """
    working = not _WORKING.isdisjoint(flags)
    down = next((words for flag, words in _DOWN_WORDS.items() if flag in flags), None)
    detail = ": ".join(part for part in (down, reason) if part) or None
    if not _DRAIN.isdisjoint(flags):  # stands before down, as in sinfo
        return Standing(NodeState.DRAINING if working else NodeState.DRAINED, detail, is_down=True)
    if down is not None:
        return Standing(NodeState.DOWN, detail, is_down=True)
    if maintenance or not _MAINTENANCE.isdisjoint(flags):
        return Standing(NodeState.DRAINING if working else NodeState.DOWN, "maintenance", is_down=True)
    return Standing(_usable(flags, reserved=reserved), reason, is_down=False)


def _usable(flags: Collection[str], *, reserved: bool) -> NodeState | None:
    if "ALLOCATED" in flags:
        return NodeState.BUSY
    if "MIXED" in flags:
        return NodeState.MIXED
    if "IDLE" in flags:
        return NodeState.RESERVED if reserved else NodeState.IDLE
    return None


def is_finished(flags: Collection[str]) -> bool:
    """Whether a job has ended and holds nothing; slurmctld keeps such jobs for MinJobAge."""
    return "COMPLETING" not in flags and not _GONE.isdisjoint(flags)


def job_state(flags: Collection[str], *, held: bool) -> JobState | None:
    """What a job that is not finished does; None where Slurm says nothing that we know.

    Args:
        flags: its base state and flags, in capitals.
        held: whether its reason or priority says that it is on hold.
    """
    if "COMPLETING" in flags or "STAGE_OUT" in flags:
        return JobState.COMPLETING
    if not _HELD.isdisjoint(flags):
        return JobState.HELD
    if "SUSPENDED" in flags or "STOPPED" in flags:
        return JobState.SUSPENDED
    if not _RUNNING.isdisjoint(flags):
        return JobState.RUNNING
    if "PENDING" in flags or "REQUEUED" in flags or "REQUEUE_FED" in flags:
        return JobState.HELD if held else JobState.PENDING
    return None


def word(state: StrEnum | None) -> str | None:
    """The plain text of a state, as a column holds it."""
    return None if state is None else str(state)
