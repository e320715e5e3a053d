"""What is wrong when no GPU can be read, in one sentence each."""

from __future__ import annotations

import time
from typing import Final

from console.model.duration import format_age
from console.model.errors import Forbidden, SourceError, TimedOut, Unreachable, Unsupported
from console.sources.nvml.wire import Trouble

_PERMISSION_TODO: Final = "let this user open /dev/nvidiactl and /dev/nvidia*, or add it to the group that may"

# By nvmlReturn_t of nvml.h; numbers, since the parent process does not load the binding.
_BY_CODE: Final[dict[int, tuple[type[SourceError], str, str]]] = {
    1: (Unreachable, "the NVIDIA driver went away", "it is read again when it is back"),
    4: (Forbidden, "no permission to talk to the NVIDIA driver", _PERMISSION_TODO),
    8: (Unreachable, "a GPU's external power cables are not attached", "attach them and start the machine again"),
    9: (Unreachable, "the NVIDIA driver is not loaded", "load it (modprobe nvidia) or remove this source"),
    11: (Unreachable, "the kernel has trouble with a GPU's interrupts", "see the kernel's log"),
    12: (
        Unreachable,
        "the NVIDIA driver's library (libnvidia-ml.so.1, nvml.dll) is not found",
        "install the NVIDIA driver or remove this source",
    ),
    13: (Unsupported, "the NVIDIA driver is too old: its library lacks what it is asked for", "install a newer driver"),
    15: (Unreachable, "a GPU fell off the bus and the NVIDIA driver does not start", "reset the GPU or reboot"),
    17: (Forbidden, "the operating system keeps the NVIDIA driver from this process", _PERMISSION_TODO),
    18: (
        Unreachable,
        "the NVIDIA driver and library versions differ",
        "reboot or reload the driver: the library was upgraded under it",
    ),
}


def trouble_error(trouble: Trouble, source: str) -> SourceError:
    """The error that a source raises for this trouble."""
    if trouble.code is None:
        age = format_age(time.time() - trouble.since)
        return TimedOut(f"the NVIDIA driver has not answered for {age}", where=source, todo="see the kernel's log")
    kind, what, todo = _BY_CODE.get(trouble.code) or (
        Unreachable,
        f"the NVIDIA driver does not start: {trouble.text} (NVML error {trouble.code})",
        "run nvidia-smi, and see the kernel's log",
    )
    return kind(what, where=source, todo=todo)
