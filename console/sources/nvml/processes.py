"""The processes on a GPU or a slice."""

from __future__ import annotations

from functools import cache
from typing import Final

import pynvml

from console.sources.nvml.counters import Counters
from console.sources.nvml.wire import Process

# Compute comes last so that a process of both kinds counts as compute. MPS clients have a list of their own.
_LISTS: Final = (
    ("graphics", "nvmlDeviceGetGraphicsRunningProcesses"),
    ("compute", "nvmlDeviceGetMPSComputeRunningProcesses"),
    ("compute", "nvmlDeviceGetComputeRunningProcesses"),
)


def read_processes(counters: Counters) -> tuple[Process, ...] | None:
    """All processes by pid, each once; None where the compute processes cannot be listed."""
    found: dict[int, Process] = {}
    listed = None
    for kind, function in _LISTS:
        listed = _list(counters, function)
        for each in listed or ():
            found[int(each.pid)] = Process(int(each.pid), kind, _memory_bytes(each.usedGpuMemory))
    return None if listed is None else tuple(found.values())


def _list(counters: Counters, function: str) -> list[pynvml.nvmlFriendlyObject] | None:
    """The newest list whose layout the binding knows; drivers before 510 have only the older one."""
    names = (f"{function}_v2",) if _misread_as_v3() else (f"{function}_v3", f"{function}_v2")
    for name in names:
        answer = counters.ask(name)
        if isinstance(answer, list):
            return answer
    return None


@cache
def _misread_as_v3() -> bool:
    """Whether the driver's v3 entries are longer than the binding's, so that pids come out scrambled.

    Drivers of the 535 series had a field for protected memory in them and took it out again; as nvitop found
    (nvitop#75), they are those with confidential computing but without the process detail list.
    """
    library = pynvml.nvmlLib
    longer = hasattr(library, "nvmlDeviceGetConfComputeMemSizeInfo")
    return longer and not hasattr(library, "nvmlDeviceGetRunningProcessDetailList")


def _memory_bytes(told: int | None) -> int | None:
    """None under WDDM and WSL, where the system and not the driver gives memory out."""
    return None if told is None else int(told)
