"""What the site's exporters read from its GPUs: rounded as drivers round, and unknown where nothing answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from console.model.column import Floats, Mask
from console.sources.demo.activity import Activity
from console.sources.demo.chance import uniform
from console.sources.demo.layout import Layout
from console.sources.demo.occupancy import Occupancy

POWER_CAP_BIT: Final = 1
THERMAL_BIT: Final = 2

_SALT_LOST = 31
_SALT_ECC = 32
_LOST_SHARE: Final = 0.004
_LOST_FOR_S: Final = 900.0
_AT_CAP: Final = 0.97
_CLOCK_STEP_MHZ: Final = 15.0
_IDLE_CLOCK_MHZ: Final = 345.0
_MIB: Final = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """One value per GPU, NaN where it cannot be read.

    Args:
        true_power_w: what each GPU draws whether or not it is told; for what is measured outside it.
        throttled: bits of POWER_CAP_BIT and THERMAL_BIT.
    """

    told: Mask
    utilization_pct: Floats
    memory_used_bytes: Floats
    memory_utilization_pct: Floats
    power_w: Floats
    true_power_w: Floats
    energy_j: Floats
    temperature_c: Floats
    temperature_memory_c: Floats
    sm_clock_mhz: Floats
    fan_pct: Floats
    ecc_corrected: Floats
    throttled: npt.NDArray[np.int32]


class Exporter:
    """Reads the GPUs of one site."""

    def __init__(self, layout: Layout, occupancy: Occupancy, activity: Activity) -> None:
        self._layout = layout
        self._occupancy = occupancy
        self._activity = activity
        self._cap_w = layout.per_gpu("cap_w")
        self._clock_mhz = layout.per_gpu("sm_clock_max_mhz")
        self._slowdown_c = layout.per_gpu("slowdown_c")
        self._fan = layout.per_gpu("fan") > 0
        # This host and the clouds have neither faults nor gaps.
        self._lost_share = np.array([_LOST_SHARE * (pool.plan.fault_rate > 0) for pool in layout.pools])[
            layout.gpu_pool
        ]
        self._ecc_per_day = np.floor(uniform(layout.seed, _SALT_ECC, np.arange(layout.gpus)) ** 60 * 12)

    def read(self, gpus: slice, now: float) -> Readings:
        """The GPUs of a slice at an instant."""
        state = self._activity.condition(gpus, now)
        dark = self._occupancy.dark(gpus)
        told = ~(dark | self._lost(gpus, now))
        load = state.power_w / self._cap_w[gpus]
        hot = state.temperature_c >= self._slowdown_c[gpus]
        busy = state.use_pct >= 0.5
        known = np.where(told, 0.0, np.nan)  # added to a value it leaves it, or makes it unknown
        return Readings(
            told=told,
            utilization_pct=np.clip(np.round(state.use_pct), 0.0, 100.0) + known,
            memory_used_bytes=state.memory_bytes + known,
            memory_utilization_pct=np.clip(np.round(state.use_pct * 0.62), 0.0, 100.0) + known,
            power_w=np.round(state.power_w, 1) + known,
            true_power_w=np.where(dark, 0.0, state.power_w),
            energy_j=np.round(state.energy_j) + known,
            temperature_c=np.round(state.temperature_c) + known,
            temperature_memory_c=np.round(state.temperature_c + 4.0 + 9.0 * load) + known,
            sm_clock_mhz=self._clocks(gpus, load, busy, hot) + known,
            fan_pct=np.where(self._fan[gpus], np.clip(np.round(state.temperature_c * 1.4 - 30.0), 30.0, 100.0), np.nan)
            + known,
            ecc_corrected=np.floor(self._ecc_per_day[gpus] * (now / 86400.0 % 64.0)) + known,
            throttled=_throttled(told & busy & (load >= _AT_CAP), told & hot),
        )

    def _lost(self, gpus: slice, now: float) -> Mask:
        """A few GPUs whose exporter is silent for a while, each at times of its own."""
        numbers = np.arange(gpus.start, gpus.stop)
        spells = ((now + 7.0 * (numbers % 128)) // _LOST_FOR_S).astype(np.intp)
        return np.asarray(uniform(self._layout.seed, _SALT_LOST, numbers, spells) < self._lost_share[gpus])

    def _clocks(self, gpus: slice, load: Floats, busy: Mask, hot: Mask) -> Floats:
        """Full speed up to four fifths of the cap, then down to 80 %; half as fast when hot."""
        share = 1.0 - np.clip((load - 0.8) / 0.2, 0.0, 1.0) * 0.2
        clocks = np.where(busy, self._clock_mhz[gpus] * share * np.where(hot, 0.5, 1.0), _IDLE_CLOCK_MHZ)
        return np.asarray(np.round(clocks / _CLOCK_STEP_MHZ) * _CLOCK_STEP_MHZ)


def _throttled(at_cap: Mask, hot: Mask) -> npt.NDArray[np.int32]:
    return np.asarray(at_cap * np.int32(POWER_CAP_BIT) + hot * np.int32(THERMAL_BIT), dtype=np.int32)
