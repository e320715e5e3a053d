"""Whether there is an NVIDIA driver on this machine."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path


def present() -> bool:
    """Whether the driver's library is there; does not initialise it, so no GPU is woken and nothing can hang.

    Looks where pynvml does: the dynamic linker's search on Linux, two folders on Windows.
    """
    if sys.platform == "win32":
        return any(path.is_file() for path in _windows_paths())
    if sys.platform != "linux":
        return False
    try:
        ctypes.CDLL("libnvidia-ml.so.1")
    except OSError:
        return False
    return True


def _windows_paths() -> tuple[Path, ...]:
    windows = Path(os.environ.get("WINDIR", "C:/Windows"))
    programs = Path(os.environ.get("ProgramFiles", "C:/Program Files"))  # noqa: SIM112  # as pynvml spells it
    return windows / "System32/nvml.dll", programs / "NVIDIA Corporation/NVSMI/nvml.dll"
