"""One GPU, read as a whole."""

from __future__ import annotations

import time
from typing import Final

import pynvml

from console.sources.nvml.counters import Counters
from console.sources.nvml.gpu_facts import read_facts
from console.sources.nvml.gpu_values import read_values
from console.sources.nvml.mig import SliceReader, find_slices, mig_is_on
from console.sources.nvml.nvml_errors import DRIVER_GONE, GPU_FAULTS, DriverGoneError, GpuFaultError, GpuUnreadError
from console.sources.nvml.wire import Facts, Reading, Slice

FACTS_EVERY_S: Final = 60.0

_DENIED: Final = "no permission to read it: let this user open its device file, /dev/nvidia* on Linux"


class GpuReader:
    """Reads the GPU at one index; used by one thread, which may stay in the driver for as long as it likes."""

    def __init__(self, index: int) -> None:
        self._index = index
        self._counters: Counters | None = None
        self._facts: Facts | None = None
        self._facts_until_s = 0.0
        self._slices: list[SliceReader] | None = None

    def read(self) -> Reading:
        """One complete reading.

        Raises:
            GpuFaultError: this GPU cannot be read; a later call tries anew.
            DriverGoneError: no GPU can be read.
        """
        try:
            return self._read(self._counters or self._open())
        except GpuFaultError:
            self._counters = None  # after a reset the old handle is worth nothing
            raise

    def _open(self) -> Counters:
        try:
            self._counters = Counters(pynvml.nvmlDeviceGetHandleByIndex(self._index))
        except pynvml.NVMLError as error:
            raise _opening_failed(error) from error
        self._facts = self._slices = None
        return self._counters

    def _read(self, counters: Counters) -> Reading:
        counters.denied.clear()
        slices = self._read_slices(counters)
        values = read_values(counters, slices)
        facts = self._current_facts(counters)
        denied = counters.denied.union(*(each.denied for each in self._slices or ()))
        return Reading(facts, values, tuple(sorted(denied)))

    def _current_facts(self, counters: Counters) -> Facts:
        if self._facts is None or time.monotonic() > self._facts_until_s:
            self._facts = read_facts(counters)
            self._facts_until_s = time.monotonic() + FACTS_EVERY_S
        return self._facts

    def _read_slices(self, counters: Counters) -> tuple[Slice, ...] | None:
        """The slices, found anew when the mode changed, when one is gone, and with the facts."""
        on = mig_is_on(counters)
        if on != (self._slices is not None):
            counters.forget()
            self._slices = [] if on else None
            self._facts = None
        if not on:
            return None
        if (
            self._facts is None
            or time.monotonic() > self._facts_until_s
            or any(each.gone for each in self._slices or ())
        ):
            self._slices = find_slices(counters)
        read = [(each, each.read()) for each in self._slices or ()]
        return tuple(told for each, told in read if not each.gone)


def _opening_failed(error: pynvml.NVMLError) -> Exception:
    code, text = int(error.value), str(error)
    if code in DRIVER_GONE:
        return DriverGoneError(code, text)
    if code == pynvml.NVML_ERROR_NO_PERMISSION:
        return GpuUnreadError(_DENIED)
    if code in GPU_FAULTS:
        return GpuFaultError(GPU_FAULTS[code])
    return GpuUnreadError(f"it cannot be opened: {text}")
