"""Why clocks are held down, by the names that nvidia-smi gives the reasons."""

from __future__ import annotations

from typing import Final

# nvmlClocksEventReason…; 0x200 and 0x400 have only their old names, nvmlClocksThrottleReason….
_NAMES: Final[dict[int, str]] = {
    0x2: "applications clocks setting",
    0x4: "SW power cap",
    0x8: "HW slowdown",
    0x10: "sync boost",
    0x20: "SW thermal slowdown",
    0x40: "HW thermal slowdown",
    0x80: "HW power brake",
    0x100: "display clock setting",
    0x200: "board limit",
    0x400: "reliability",
}
_GPU_IDLE: Final = 0x1  # low clocks because nothing runs are no fault


def reason_names(bits: int | None) -> tuple[str, ...] | None:
    """The names of all reasons in a mask but idleness; None where the mask is unknown."""
    if bits is None:
        return None
    mask = bits & ~_GPU_IDLE
    ones = (1 << place for place in range(mask.bit_length()))
    return tuple(_NAMES.get(one, f"reason {one:#x}") for one in ones if mask & one)
