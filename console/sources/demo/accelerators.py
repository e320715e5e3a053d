"""The GPU models of the simulated site, with figures near their data sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_MIB: Final = 2**20


@dataclass(frozen=True, slots=True)
class Accelerator:
    """One model of GPU.

    Args:
        model: its name as its driver tells it.
        memory_mib: its memory.
        cap_w, cap_min_w: the power limit it comes with, and the lowest that can be set.
        idle_w: what it draws without work.
        full_load_c: its temperature in equilibrium at its cap, with air at 24 °C.
        sm_clock_max_mhz, mem_clock_mhz: its clocks.
        slowdown_c, shutdown_c: where its firmware slows it down, and turns it off.
        fan: whether it has a fan of its own.
    """

    model: str
    memory_mib: int
    cap_w: float
    cap_min_w: float
    idle_w: float
    full_load_c: float
    sm_clock_max_mhz: float
    mem_clock_mhz: float
    slowdown_c: float = 84.0
    shutdown_c: float = 92.0
    fan: bool = False

    @property
    def memory_bytes(self) -> float:
        """Its memory in bytes."""
        return float(self.memory_mib * _MIB)


H100: Final = Accelerator("H100 80GB HBM3", 81_559, 700.0, 200.0, 72.0, 70.0, 1980.0, 2619.0)
H200: Final = Accelerator("H200", 143_771, 700.0, 200.0, 78.0, 71.0, 1980.0, 3201.0)
A100: Final = Accelerator("A100-SXM4-80GB", 81_920, 400.0, 100.0, 58.0, 66.0, 1410.0, 1593.0)
L40S: Final = Accelerator("L40S", 46_068, 350.0, 100.0, 36.0, 72.0, 2520.0, 9001.0)
GH200: Final = Accelerator("GH200 480GB", 97_871, 900.0, 300.0, 95.0, 68.0, 1980.0, 2619.0)
RTX_6000: Final = Accelerator("RTX 6000 Ada Generation", 49_140, 300.0, 100.0, 22.0, 74.0, 3105.0, 10_001.0, fan=True)
