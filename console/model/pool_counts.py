"""How the GPUs of a pool divide, so that total = busy + idle + reserved idle + down by construction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from console.model.column import Column, Mask
from console.model.state import GpuState


@dataclass(frozen=True, slots=True)
class PoolCounts:
    """GPUs of one pool, each counted once.

    `reserved_busy` are those of `busy` that a reservation set apart; it divides `busy` and adds nothing to the total.

    Raises:
        ValueError: if a count is negative or more are reserved and busy than busy.
    """

    busy: int = 0
    idle: int = 0
    reserved_idle: int = 0
    down: int = 0
    reserved_busy: int = 0

    def __post_init__(self) -> None:
        if min(self.busy, self.idle, self.reserved_idle, self.down, self.reserved_busy) < 0:
            raise ValueError("a pool cannot hold a negative number of GPUs")
        if self.reserved_busy > self.busy:
            raise ValueError("more GPUs are reserved and busy than are busy")

    @property
    def total(self) -> int:
        """Every GPU of the pool."""
        return self.busy + self.idle + self.reserved_idle + self.down

    @property
    def reserved(self) -> int:
        """All GPUs that are reserved now, used or not."""
        return self.reserved_busy + self.reserved_idle

    def __add__(self, other: PoolCounts) -> PoolCounts:
        return PoolCounts(
            self.busy + other.busy,
            self.idle + other.idle,
            self.reserved_idle + other.reserved_idle,
            self.down + other.down,
            self.reserved_busy + other.reserved_busy,
        )

    def columns(self) -> Mapping[str, int]:
        """The counts under their names in the pools table."""
        return {
            "gpus_total": self.total,
            "gpus_busy": self.busy,
            "gpus_idle": self.idle,
            "gpus_reserved": self.reserved,
            "gpus_reserved_idle": self.reserved_idle,
            "gpus_down": self.down,
        }


def count_states(states: Column, reserved: Mask | None = None) -> PoolCounts:
    """The counts of GPUs in these states; one whose state is unknown counts as down, since none can use it.

    Args:
        states: GpuState words, unknown where not known.
        reserved: which GPUs a reservation sets apart now; None for none but the reserved idle.
    """
    busy, idle, reserved_idle = (
        states.where(state) for state in (GpuState.BUSY, GpuState.IDLE, GpuState.RESERVED_IDLE)
    )
    counted = int(busy.sum()), int(idle.sum()), int(reserved_idle.sum())
    reserved_busy = 0 if reserved is None else int(np.sum(busy & reserved))
    return PoolCounts(*counted, len(states) - sum(counted), reserved_busy)
