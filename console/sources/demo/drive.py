"""What work does to the GPUs that it runs on: drawn once when it starts, by job and GPU."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from console.model.column import Floats, Indices
from console.sources.demo.chance import between, hashes, shares, uniform
from console.sources.demo.job import Job
from console.sources.demo.layout import Layout
from console.sources.demo.profiles import INFERENCE, TRAINING

Phases = npt.NDArray[np.complex128]

_USE, _SWING, _HEAT, _MEMORY, _SLOW, _FAST, _SHARED, _STRAGGLER, _FLOOR = range(20, 29)
_STRAGGLERS: Final = 0.002  # of the GPUs of trainings
_STRAGGLES_FROM_GPUS: Final = 8
_IDLE_MEMORY: Final = 0.006
_MIB: Final = 2**20


@dataclass(frozen=True, slots=True, eq=False)
class Drive:
    """How some GPUs are driven from an instant on, one value per GPU.

    Utilisation is `use_pct` plus `swing_pct` times a wave between -1 and 1; power is `floor_w` plus `w_per_pct` times
    utilisation.

    Args:
        gpus: their numbers.
        use_pct, swing_pct, floor_w, w_per_pct: as above.
        slow, fast: where each GPU stands in the slow and the fast part of the wave, as points of the unit circle.
        memory_bytes: in use.
    """

    gpus: Indices
    use_pct: Floats
    swing_pct: Floats
    floor_w: Floats
    w_per_pct: Floats
    slow: Phases
    fast: Phases
    memory_bytes: Floats


class Driver:
    """Makes drives for the GPUs of one site."""

    def __init__(self, layout: Layout) -> None:
        self._seed = layout.seed
        self._cap_w = layout.per_gpu("cap_w")
        mixed = hashes(layout.seed, np.arange(layout.gpus))
        self._idle_w = np.asarray(layout.per_gpu("idle_w") * between(0.92, 1.18, shares(mixed, _FLOOR)))
        self._memory_bytes = layout.per_gpu("memory_bytes")
        self._idle_slow, self._idle_fast = _phases(shares(mixed, _SLOW)), _phases(shares(mixed, _FAST))
        self._idle_memory = _whole_mib(self._memory_bytes * _IDLE_MEMORY)

    def idle(self, gpus: Indices) -> Drive:
        """GPUs without work: a little of each second goes to housekeeping."""
        use = np.full(len(gpus), 0.2)
        return Drive(
            gpus, use, use, self._idle_w[gpus], self._cap_w[gpus] / 100.0, self._idle_slow[gpus],
            self._idle_fast[gpus], self._idle_memory[gpus],
        )  # fmt: skip

    def running(self, jobs: Sequence[Job]) -> Drive:
        """The GPUs of jobs that start together."""
        gpus = np.concatenate([job.gpu_numbers for job in jobs])
        counts = [len(job.gpu_numbers) for job in jobs]
        mixed = hashes(self._seed, np.repeat(np.array([job.serial for job in jobs]), counts), gpus)
        cap_w, floor_w = self._cap_w[gpus], self._idle_w[gpus]

        def drawn(salt: int, figure: str) -> Floats:
            low, high = np.array([getattr(job.profile, figure) for job in jobs]).T
            return between(np.repeat(low, counts), np.repeat(high, counts), shares(mixed, salt))

        can_straggle = np.repeat([job.profile is TRAINING and job.gpus >= _STRAGGLES_FROM_GPUS for job in jobs], counts)
        straggles = can_straggle & (shares(mixed, _STRAGGLER) < _STRAGGLERS)
        w_per_pct = (drawn(_HEAT, "heat") * cap_w - floor_w) / 100.0
        return Drive(
            gpus,
            np.where(straggles, 12.0, drawn(_USE, "use_pct")),
            np.where(straggles, 2.0, drawn(_SWING, "swing_pct")),
            np.where(straggles, 0.97 * cap_w, floor_w),
            np.where(straggles, 0.001 * cap_w, w_per_pct),
            self._slow_phases(jobs, counts, _phases(shares(mixed, _SLOW))),
            _phases(shares(mixed, _FAST)),
            _whole_mib(drawn(_MEMORY, "memory") * self._memory_bytes[gpus]),
        )

    def _slow_phases(self, jobs: Sequence[Job], counts: list[int], own: Phases) -> Phases:
        """The replicas of a service see the same waves of requests; all else goes its own way."""
        together = np.repeat([job.profile is INFERENCE for job in jobs], counts)
        names = np.array([sum(map(ord, job.name)) for job in jobs])
        shared = np.repeat(_phases(uniform(_SHARED, self._seed, names)), counts)
        return np.asarray(np.where(together, shared * own**0.1, own))


def _phases(turns: Floats) -> Phases:
    return np.asarray(np.exp(2j * np.pi * turns))


def _whole_mib(memory_bytes: Floats) -> Floats:
    return np.asarray(np.round(memory_bytes / _MIB) * _MIB)
