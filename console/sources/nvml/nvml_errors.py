"""NVML's error codes, sorted by what they mean for one counter, one GPU, or everything."""

from __future__ import annotations

from typing import Final

import pynvml

# Asked again they would say the same until the driver is loaded anew.
CANNOT_TELL: Final = frozenset(
    {
        pynvml.NVML_ERROR_NOT_SUPPORTED,
        pynvml.NVML_ERROR_FUNCTION_NOT_FOUND,
        pynvml.NVML_ERROR_ARGUMENT_VERSION_MISMATCH,
        pynvml.NVML_ERROR_DEPRECATED,
        pynvml.NVML_ERROR_VGPU_ECC_NOT_SUPPORTED,
        pynvml.NVML_ERROR_INVALID_ARGUMENT,
    }
)

# What nvmlDeviceGetMigDeviceHandleByIndex and calls on a slice say when the slice is no more.
NO_SUCH_SLICE: Final = frozenset(
    {pynvml.NVML_ERROR_INVALID_ARGUMENT, pynvml.NVML_ERROR_NOT_FOUND, pynvml.NVML_ERROR_GPU_NOT_FOUND}
)

GPU_FAULTS: Final[dict[int, str]] = {
    pynvml.NVML_ERROR_GPU_IS_LOST: "lost: fell off the bus",
    pynvml.NVML_ERROR_GPU_NOT_FOUND: "lost: no longer found",
    pynvml.NVML_ERROR_RESET_REQUIRED: "needs a reset",
    pynvml.NVML_ERROR_INSUFFICIENT_POWER: "its external power cables are not attached",
    pynvml.NVML_ERROR_IRQ_ISSUE: "its interrupts do not reach the driver",
    pynvml.NVML_ERROR_CORRUPTED_INFOROM: "its infoROM is corrupted",
}

DRIVER_GONE: Final = frozenset(
    {
        pynvml.NVML_ERROR_UNINITIALIZED,
        pynvml.NVML_ERROR_DRIVER_NOT_LOADED,
        pynvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH,
        pynvml.NVML_ERROR_LIBRARY_NOT_FOUND,
    }
)


class NvmlTroubleError(Exception):
    """A GPU or the driver cannot be read; the message says why."""


class GpuFaultError(NvmlTroubleError):
    """One GPU cannot work; the message says why."""


class GpuUnreadError(GpuFaultError):
    """One GPU cannot be read as a whole, though it may well work."""


class DriverGoneError(NvmlTroubleError):
    """No GPU can be read any more; the message is NVML's.

    Args:
        code: the NVML error.
    """

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
