"""The memory of a GPU or a slice, where the driver can be trusted about it."""

from __future__ import annotations

from functools import cache

import psutil
import pynvml

from console.sources.nvml.counters import Counters
from console.sources.nvml.wire import Memory, Process


def read_memory(counters: Counters) -> Memory:
    """Used, total and reserved bytes; the older call counts what is reserved as used."""
    newer = counters.ask("nvmlDeviceGetMemoryInfo", pynvml.nvmlMemory_v2)
    if newer is not None:
        return Memory(int(newer.used), int(newer.total), int(newer.reserved))
    older = counters.ask("nvmlDeviceGetMemoryInfo")
    return Memory() if older is None else Memory(int(older.used), int(older.total))


def without_unified(memory: Memory, processes: tuple[Process, ...] | None) -> Memory:
    """The same, but of a GPU without memory of its own only what its processes use.

    Some drivers tell the host's memory as that of such a GPU (GB10: nvtop#463, nvitop#208), so all that the machine
    uses would be shown as the GPU's.
    """
    if memory.memory_total_bytes != _host_memory_bytes():
        return memory
    used = [each.memory_bytes for each in processes or ()]
    known = [each for each in used if each is not None]
    return Memory(sum(known)) if processes is not None and len(known) == len(used) else Memory()


@cache
def _host_memory_bytes() -> int:
    return int(psutil.virtual_memory().total)
