"""GPUs that the kernel has suspended to save power: asking the driver about them wakes them up."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SYSFS: Final = Path("/sys")

_NVIDIA: Final = "0x10de"
_DISPLAY_CLASS: Final = "0x03"  # VGA and 3D controllers; a card's sound and USB functions are others


def suspended_gpus(sysfs: Path = SYSFS) -> int:
    """How many NVIDIA GPUs there are if all of them are suspended, else 0.

    Reads `power/runtime_status` of the PCI devices, which wakes none of them (Linux,
    Documentation/ABI/testing/sysfs-devices-power). Where there is no such file, nothing is suspended.
    """
    states = [_read(device / "power/runtime_status") for device in _devices(sysfs)]
    return len(states) if all(state == "suspended" for state in states) else 0


def _devices(sysfs: Path) -> list[Path]:
    try:
        devices = list((sysfs / "bus/pci/devices").iterdir())
    except OSError:
        return []
    return [each for each in devices if _read(each / "vendor") == _NVIDIA and _is_display(each)]


def _is_display(device: Path) -> bool:
    return _read(device / "class").startswith(_DISPLAY_CLASS)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):  # the device went away, or has no such file
        return ""
