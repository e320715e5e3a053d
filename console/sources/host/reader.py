"""One reading of this machine."""

from __future__ import annotations

import statistics
import time
from typing import Final, NamedTuple

import psutil

from console.sources.host.cores import Cores
from console.sources.host.gauge import Gauge
from console.sources.host.gauges import Gauges, load_average
from console.sources.host.processes import HostProcess, Processes

_FIRST_INTERVAL_S: Final = 0.1


class HostReading(NamedTuple):
    """What the machine told; bytes, percent 0 to 100, instants in seconds since the epoch."""

    taken_at: float
    cpus: int | None
    cpu_pct: float | None
    load: float | None
    memory_used_bytes: int
    memory_total_bytes: int
    gauges: list[Gauge]
    processes: list[HostProcess]
    processes_taken_at: float


class Reader:
    """Reads the machine by psutil; blocks, and is used by one thread at a time."""

    def __init__(self) -> None:
        self._cores = Cores()
        self._gauges = Gauges()
        self._processes = Processes()
        self._primed = False

    def read(self) -> HostReading:
        """Everything but the file systems; the first time it takes 0.1 s, so that shares of time are true."""
        if not self._primed:
            self._prime()
        at_s = time.monotonic()
        cores = self._cores.read(at_s)
        memory = psutil.virtual_memory()
        load = load_average()
        return HostReading(
            taken_at=time.time(),
            cpus=psutil.cpu_count(),
            cpu_pct=statistics.fmean(cores.values()) if cores else None,
            load=load[0] if load else None,
            # What a new process could not get: caches that the system gives back are not used.
            memory_used_bytes=memory.total - memory.available,
            memory_total_bytes=memory.total,
            gauges=[*_core_gauges(cores), *self._gauges.read(at_s)],
            processes=self._processes.read(at_s),
            processes_taken_at=self._processes.taken_at,
        )

    def _prime(self) -> None:
        self._cores.read(time.monotonic())
        self._processes.read(time.monotonic())
        time.sleep(_FIRST_INTERVAL_S)
        self._primed = True


def _core_gauges(cores: dict[int, float]) -> list[Gauge]:
    return [Gauge("cpu", f"core {core}", busy_pct, 100.0, "%") for core, busy_pct in cores.items()]
