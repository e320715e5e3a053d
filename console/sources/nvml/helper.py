"""The helper process that alone touches NVML: `--child nvml`.

A call into the driver can hang for ever and cannot be cancelled, and on some systems it crashes the process that
makes it. So calls are made here, one thread a GPU, and an Ask is answered in time with what there is. NVML is never
shut down: doing that while a call is under way crashes (nvitop#222), so the process just ends.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any, BinaryIO, Final

from console.sources.child import claim_output, read_frame, write_frame
from console.sources.nvml.driver import DriverReader, DriverTold
from console.sources.nvml.gpu import GpuReader
from console.sources.nvml.nvml_errors import DriverGoneError, GpuFaultError, GpuUnreadError
from console.sources.nvml.owners import OwnersReader, OwnersTold
from console.sources.nvml.wire import Ask, Fault, GpuTold, Reading, Told, Trouble, decode_ask, encode
from console.sources.nvml.worker import Worker, wait_for

_OWNERS_DEADLINE_S: Final = 0.2


def main(argv: Sequence[str]) -> int:  # noqa: ARG001  # every child is given its arguments
    """Answer asks until the parent closes the pipe; does not return, since a thread may be inside the driver."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the parent, which then ends this
    logging.basicConfig(format="nvml helper: %(message)s", stream=sys.stderr)
    asks: queue.SimpleQueue[Ask] = queue.SimpleQueue()
    threading.Thread(target=_serve, args=(claim_output(), asks), daemon=True).start()
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        asks.put(decode_ask(frame))
    os._exit(0)


def _serve(pipe: BinaryIO, asks: queue.SimpleQueue[Ask]) -> None:
    """Answer one ask after the other; ends the process with the driver or the parent."""
    gpus = Gpus()
    while True:
        told = gpus.answer(asks.get())
        try:
            write_frame(pipe, encode(told))
        except OSError:
            os._exit(0)
        if told.trouble is not None and told.trouble.code is not None:
            os._exit(0)  # a library that lost its driver must be loaded anew, which only a new process can


class Gpus:
    """All GPUs of this machine, each with its thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._driver: Worker[DriverTold] = Worker(DriverReader().read, self._changed)
        self._owners_reader = OwnersReader()
        self._owners: Worker[OwnersTold] = Worker(self._owners_reader.read, self._changed)
        self._gpus: list[Worker[Reading]] = []

    def answer(self, ask: Ask) -> Told:
        """What every GPU says, at the latest after the ask's deadline; none is waited for twice."""
        until_s = time.monotonic() + ask.deadline_s
        begun: list[Worker[DriverTold] | Worker[Reading]] = [self._driver] if self._driver.begin() else []
        if self._driver.result is None:
            wait_for(begun, self._changed, until_s)
        self._follow_count()
        begun += [gpu for gpu in self._gpus if gpu.begin()]
        wait_for(begun, self._changed, until_s)
        return self._told(ask.number)

    def _follow_count(self) -> None:
        """One worker a GPU; hot-plugged ones come, removed ones go."""
        count = self._driver.result.gpus if self._driver.result else 0
        for surplus in self._gpus[count:]:
            surplus.end()
        del self._gpus[count:]
        for index in range(len(self._gpus), count):
            self._gpus.append(Worker(GpuReader(index).read, self._changed))

    def _told(self, number: int) -> Told:
        trouble = self._trouble()
        driver = self._driver.result
        if trouble is not None or driver is None:
            return Told(number, time.time(), trouble=trouble)
        gpus = tuple(GpuTold(index, gpu.result, fault_of(gpu)) for index, gpu in enumerate(self._gpus))
        owners = self._look_up_owners(gpus)
        return Told(number, time.time(), driver.version, gpus, owners.owners, owners.vanished)

    def _trouble(self) -> Trouble | None:
        """Why nothing can be read; a driver that was started and then hangs still has GPUs that answer."""
        workers: list[Worker[Any]] = [self._driver, *self._gpus]
        for worker in workers:
            if isinstance(worker.error, DriverGoneError):
                return Trouble(worker.error.code, str(worker.error), worker.error_since)
        if self._driver.result is None and self._driver.busy_since is not None:
            return Trouble(None, "nvmlInit has not come back", self._driver.busy_since)
        return None

    def _look_up_owners(self, gpus: Sequence[GpuTold]) -> OwnersTold:
        self._owners_reader.wanted = frozenset(_pids(gpus))
        if self._owners.begin():
            wait_for([self._owners], self._changed, time.monotonic() + _OWNERS_DEADLINE_S)
        return self._owners.result or OwnersTold({}, ())


def fault_of(gpu: Worker[Reading]) -> Fault | None:
    """What keeps a GPU from telling anything newer; None if it just did."""
    if gpu.busy_since is not None:
        return Fault("hung", "no answer", gpu.busy_since)
    if gpu.error is None:
        return None
    if not isinstance(gpu.error, GpuFaultError):
        return Fault("unread", f"its reading failed: {gpu.error!r}", gpu.error_since)
    return Fault("unread" if isinstance(gpu.error, GpuUnreadError) else "down", str(gpu.error), gpu.error_since)


def _pids(gpus: Sequence[GpuTold]) -> list[int]:
    told = [gpu.reading.values for gpu in gpus if gpu.reading is not None]
    of_gpus = [values.processes or () for values in told]
    of_slices = [each.processes or () for values in told for each in values.slices or ()]
    return [process.pid for processes in (*of_gpus, *of_slices) for process in processes]
