"""Utilisation, power, energy and temperature of every GPU, in closed form.

Between two changes of its work a GPU follows a sum of two waves, so its state at any instant is computed from the
last change alone: nothing is stepped, an hour passes as quickly as a second, and it does not matter who looked when.

With u = use + swing w(t), w = a sin(p t + x) + b sin(q t + y), the power is P = floor + slope u, the energy is its
integral, and the temperature solves T' = (inlet + R P - T) / tau: the steady answer to P, each wave damped and
delayed by 1 / (1 + i omega tau), plus what is left of the start, which decays with exp(-t / tau).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from console.model.column import Floats, Indices
from console.sources.demo.drive import Drive, Phases
from console.sources.demo.layout import Layout

TAU_S: Final = 75.0
_SLOW_RAD_PER_S: Final = 2 * np.pi / 1500.0
_FAST_RAD_PER_S: Final = 2 * np.pi / 41.0
_SLOW_SHARE: Final = 0.75
_FAST_SHARE: Final = 0.25
_SLOW_LAG: Final = 1 / (1 + 1j * _SLOW_RAD_PER_S * TAU_S)
_FAST_LAG: Final = 1 / (1 + 1j * _FAST_RAD_PER_S * TAU_S)


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """The state of some GPUs at one instant: per cent, watts, joules, degrees Celsius, bytes."""

    use_pct: Floats
    power_w: Floats
    energy_j: Floats
    temperature_c: Floats
    memory_bytes: Floats


class Activity:
    """The work of every GPU since it last changed.

    Args:
        layout: of the site.
        origin_s: the instant that times are counted from, so that phases keep their precision.
        idle: the drive of every GPU before anything runs.
        energy_j: what each GPU's counter says then.
    """

    def __init__(self, layout: Layout, origin_s: float, idle: Drive, energy_j: Floats) -> None:
        self._origin_s = origin_s
        self._inlet_c, self._c_per_w = layout.inlet_c, layout.thermal_c_per_w
        self._since_s = np.zeros(layout.gpus)
        self._use, self._swing = idle.use_pct.copy(), idle.swing_pct.copy()
        self._floor, self._slope = idle.floor_w.copy(), idle.w_per_pct.copy()
        self._slow, self._fast = idle.slow.copy(), idle.fast.copy()
        self._memory = idle.memory_bytes.copy()
        everything = slice(0, layout.gpus)
        # The energy at the last change less the integral's value there, and how far the temperature was off.
        self._energy = energy_j - self._area(everything, *self._turned(everything, 0.0))
        self._off_c = np.zeros(layout.gpus)

    def change(self, drive: Drive, now: float) -> None:
        """Some GPUs are driven otherwise from now on; energy and temperature go on from where they are."""
        gpus, time_s = drive.gpus, now - self._origin_s
        before = self.condition(gpus, now)
        self._since_s[gpus] = time_s
        self._use[gpus], self._swing[gpus] = drive.use_pct, drive.swing_pct
        self._floor[gpus], self._slope[gpus] = drive.floor_w, drive.w_per_pct
        self._slow[gpus], self._fast[gpus] = drive.slow, drive.fast
        self._memory[gpus] = drive.memory_bytes
        turned = self._turned(gpus, time_s)
        self._energy[gpus] = before.energy_j - self._area(gpus, *turned)
        self._off_c[gpus] = before.temperature_c - self._steady_c(gpus, *turned)

    def condition(self, gpus: Indices | slice, now: float) -> Condition:
        """The state of these GPUs at an instant; one before their last change counts as that change."""
        time_s = now - self._origin_s
        since_s = np.maximum(time_s - self._since_s[gpus], 0.0)
        slow, fast = self._turned(gpus, time_s)
        use = self._use[gpus] + self._swing[gpus] * _wave(slow, fast)
        mean_w = self._floor[gpus] + self._slope[gpus] * self._use[gpus]
        return Condition(
            use_pct=np.asarray(use),
            power_w=np.asarray(self._floor[gpus] + self._slope[gpus] * use),
            energy_j=np.asarray(self._energy[gpus] + mean_w * since_s + self._area(gpus, slow, fast)),
            temperature_c=np.asarray(self._steady_c(gpus, slow, fast) + self._off_c[gpus] * np.exp(-since_s / TAU_S)),
            memory_bytes=self._memory[gpus].copy(),
        )

    def _turned(self, gpus: Indices | slice, time_s: float) -> tuple[Phases, Phases]:
        slow = self._slow[gpus] * np.exp(1j * _SLOW_RAD_PER_S * time_s)
        fast = self._fast[gpus] * np.exp(1j * _FAST_RAD_PER_S * time_s)
        return np.asarray(slow), np.asarray(fast)

    def _area(self, gpus: Indices | slice, slow: Phases, fast: Phases) -> Floats:
        """The integral over time of the swinging part of the power, up to a constant: joules."""
        area = -_SLOW_SHARE / _SLOW_RAD_PER_S * slow.real - _FAST_SHARE / _FAST_RAD_PER_S * fast.real
        return np.asarray(self._slope[gpus] * self._swing[gpus] * area)

    def _steady_c(self, gpus: Indices | slice, slow: Phases, fast: Phases) -> Floats:
        use = self._use[gpus] + self._swing[gpus] * _wave(slow * _SLOW_LAG, fast * _FAST_LAG)
        return np.asarray(self._inlet_c[gpus] + self._c_per_w[gpus] * (self._floor[gpus] + self._slope[gpus] * use))


def _wave(slow: Phases, fast: Phases) -> Floats:
    return np.asarray(_SLOW_SHARE * slow.imag + _FAST_SHARE * fast.imag)
