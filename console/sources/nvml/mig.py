"""MIG: a GPU cut into slices, each a device of its own."""

from __future__ import annotations

import re
from typing import Final

import pynvml

from console.sources.nvml.counters import Counters
from console.sources.nvml.gpu_memory import read_memory
from console.sources.nvml.processes import read_processes
from console.sources.nvml.wire import Slice

_PROFILE_IN_NAME: Final = re.compile(r"MIG ([0-9a-z.+]+)")


class SliceReader:
    """One slice. Its utilisation is not there to read: NVML has none, DCGM does."""

    def __init__(self, handle: object) -> None:
        self._counters = Counters(handle)
        self._uuid = self._counters.text("nvmlDeviceGetUUID")
        self._profile = _profile(self._counters)

    @property
    def gone(self) -> bool:
        """Whether the driver said that there is no such slice."""
        return self._counters.gone

    @property
    def denied(self) -> set[str]:
        """The functions that may not be called."""
        return self._counters.denied

    def read(self) -> Slice:
        """Memory and processes now."""
        return Slice(self._uuid, self._profile, read_memory(self._counters), read_processes(self._counters))


def mig_is_on(counters: Counters) -> bool:
    """Whether the GPU is in slices; false where it cannot be."""
    modes = counters.pair("nvmlDeviceGetMigMode")
    return modes is not None and modes[0] == pynvml.NVML_DEVICE_MIG_ENABLE


def find_slices(counters: Counters) -> list[SliceReader]:
    """The slices there are; the driver counts the places that they could have."""
    places = counters.number("nvmlDeviceGetMaxMigDeviceCount") or 0
    handles = (counters.ask("nvmlDeviceGetMigDeviceHandleByIndex", place) for place in range(places))
    return [SliceReader(handle) for handle in handles if handle is not None]


def _profile(counters: Counters) -> str | None:
    """What nvidia-smi calls the slice (1g.10gb), from its name or else from what it has."""
    named = _PROFILE_IN_NAME.search(counters.text("nvmlDeviceGetName") or "")
    if named:
        return named[1]
    has = counters.ask("nvmlDeviceGetAttributes_v2")
    return None if has is None else f"{has.gpuInstanceSliceCount}g.{round(has.memorySizeMB / 1024)}gb"
