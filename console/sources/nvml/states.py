"""Whether a GPU or slice is busy, idle or down, from what it told."""

from __future__ import annotations

import time
from typing import Final

from console.model.duration import format_age
from console.model.state import GpuState
from console.sources.nvml.wire import Fault, GpuTold, Process, Slice, Values

BUSY_FROM_PCT: Final = 5.0
# Without persistence mode the driver starts a GPU when it is first asked, one after the other.
STARTING_S: Final = 30.0


def gpu_state(gpu: GpuTold) -> GpuState | None:
    """The state of a GPU; None if it cannot be told."""
    if gpu.fault is not None:
        return None if gpu.fault.kind == "unread" or _starting(gpu, gpu.fault) else GpuState.DOWN
    return _state_of_values(gpu.reading.values) if gpu.reading else None


def _starting(gpu: GpuTold, fault: Fault) -> bool:
    return fault.kind == "hung" and gpu.reading is None and time.time() - fault.since < STARTING_S


def slice_state(part: Slice, gpu: GpuTold) -> GpuState | None:
    """The state of a slice, which has no utilisation to tell."""
    return _state_of_processes(part.processes) if gpu.fault is None else gpu_state(gpu)


def fault_text(fault: Fault) -> str:
    """What is wrong now, with how long a call has been hanging."""
    return f"no answer for {format_age(time.time() - fault.since)}" if fault.kind == "hung" else fault.text


def _state_of_values(values: Values) -> GpuState | None:
    if values.slices is not None:
        return _state_of_slices(values.slices)
    # A list without any process is not trusted: in a container the driver may leave out all others.
    if values.utilization_pct is not None and not values.processes:
        return GpuState.BUSY if values.utilization_pct >= BUSY_FROM_PCT else GpuState.IDLE
    return _state_of_processes(values.processes)


def _state_of_slices(slices: tuple[Slice, ...]) -> GpuState | None:
    states = {_state_of_processes(each.processes) for each in slices}
    if GpuState.BUSY in states:
        return GpuState.BUSY
    return None if None in states else GpuState.IDLE


def _state_of_processes(processes: tuple[Process, ...] | None) -> GpuState | None:
    """A desktop's graphics keep no GPU from computing."""
    if processes is None:
        return None
    return GpuState.BUSY if any(each.kind == "compute" for each in processes) else GpuState.IDLE
