"""The driver as a whole: starting it, and what there is."""

from __future__ import annotations

from typing import NamedTuple

import pynvml

from console.sources.nvml.nvml_errors import DriverGoneError


class DriverTold(NamedTuple):
    """How many GPUs there are, and the driver's versions for people."""

    gpus: int
    version: str


class DriverReader:
    """Initialises NVML once and counts GPUs; used by one thread, since either can hang."""

    def __init__(self) -> None:
        self._initialised = False

    def read(self) -> DriverTold:
        """What there is now.

        Raises:
            DriverGoneError: NVML cannot be used, with its error code.
        """
        try:
            if not self._initialised:
                pynvml.nvmlInit()
                self._initialised = True
            return DriverTold(int(pynvml.nvmlDeviceGetCount()), _version())
        except pynvml.NVMLError as error:
            raise DriverGoneError(int(error.value), str(error)) from error


def _version() -> str:
    try:
        cuda = int(pynvml.nvmlSystemGetCudaDriverVersion())  # 13000 is 13.0
        return f"NVIDIA driver {pynvml.nvmlSystemGetDriverVersion()}, CUDA {cuda // 1000}.{cuda % 1000 // 10}"
    except pynvml.NVMLError:
        return ""
