"""The jobs that people submit to one pool, hour by hour."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from console.model.column import Floats, Indices
from console.sources.demo.chance import generator
from console.sources.demo.division import SizedPool
from console.sources.demo.job import Job, Qos, Reason
from console.sources.demo.profiles import ARRIVING, INFERENCE, NOTEBOOK, PEOPLE, SPREAD, TRAINING, Profile

HOUR_S: Final = 3600.0
LONGEST_S: Final = 48 * HOUR_S
_HALF_HOUR_S: Final = 1800.0
_DAY_SWING: Final = 0.25  # how much more is submitted in the afternoon, and less at night
_BUSIEST_H: Final = 14.0  # UTC
_LARGEST: Final = 512
_TRAINS_FROM_GPUS: Final = 16
_SALT_HOUR, _SALT_BEGINNING, _SALT_SERVICE = 1, 4, 5

_QOS: Final = (Qos.HIGH, Qos.NORMAL, Qos.LOW)
_QOS_SHARES: Final = (0.08, 0.77, 0.15)
_DEPENDS, _BEGINS_LATER, _HELD, _HELD_BY_ADMIN, _WANTS_NODE = 0.05, 0.08, 0.10, 0.105, 0.30


@dataclass(frozen=True, slots=True)
class Draft:
    """A job that somebody is about to submit.

    Args:
        mood: 0 to 1; a draft of high mood is not submitted when the queue is long.
        blocker: 0 to 1; decides what else, if anything, keeps the job waiting.
        spare: 0 to 1; for what the blocker leaves open.
    """

    at: float
    gpus: int
    profile: Profile
    name: str
    user: str
    account: str
    run_s: float
    limit_s: float
    qos: Qos
    mood: float
    blocker: float
    spare: float

    @property
    def depends(self) -> bool:
        """Whether it waits for the last job of its user."""
        return self.blocker < _DEPENDS

    def job(self, serial: int, pool: int, nodes: slice) -> Job:
        """The job that it becomes."""
        job = Job(
            serial, pool, self.name, self.user, self.account, self.profile, self.gpus, self.at, self.run_s,
            self.limit_s, self.qos,
        )  # fmt: skip
        later = self.at + (0.25 + 2.75 * self.spare) * HOUR_S
        if _DEPENDS <= self.blocker < _BEGINS_LATER:
            job.begin_at = later
        elif _BEGINS_LATER <= self.blocker < _HELD_BY_ADMIN:
            job.held_until = later
            job.held_by = Reason.HELD_BY_USER if self.blocker < _HELD else Reason.HELD_BY_ADMIN
        elif _HELD_BY_ADMIN <= self.blocker < _WANTS_NODE:
            job.node = nodes.start + int(self.spare * (nodes.stop - nodes.start))
        return job


class Workload:
    """What is submitted to one pool."""

    def __init__(self, pool: SizedPool, seed: int) -> None:
        self._pool = pool
        self._seed = seed
        self._sizes = _sizes(pool)
        self._weights = _weights(self._sizes)
        people_gpus = pool.gpus * (1 - pool.plan.services)
        self._wanted_gpus = people_gpus * pool.plan.load
        self._per_hour = self._wanted_gpus / self._mean_gpu_hours() if len(self._sizes) else 0.0

    def of_hour(self, hour: int) -> list[Draft]:
        """The drafts of an hour, counted since the epoch, in order."""
        chance = generator(self._seed, _SALT_HOUR, self._pool.number, hour)
        rhythm = 1 + _DAY_SWING * math.cos(2 * math.pi * (hour % 24 - _BUSIEST_H) / 24)
        count = int(chance.poisson(self._per_hour * rhythm))
        return list(self._drafts(chance, np.sort(hour + chance.random(count)) * HOUR_S))

    def beginning(self, now: float) -> list[Draft]:
        """What has been submitted in the hours before the site begins, about as much as fits at once."""
        chance = generator(self._seed, _SALT_BEGINNING, self._pool.number)
        gpus = min(self._wanted_gpus, self._pool.gpus)
        count = int(gpus / max(self._mean_gpus(), 1.0)) if len(self._sizes) else 0
        return list(self._drafts(chance, now - np.sort(chance.random(count))[::-1] * 4 * HOUR_S))

    def services(self, now: float) -> list[Draft]:
        """The services that the pool runs, each on a node or a part of one."""
        nodes = len(self._pool.node_sizes)
        gpus = self._pool.node_sizes[0] if nodes > 1 else 1
        # In a pool of one node they would leave no room for a job of a node.
        count = 0 if nodes == 1 and self._wanted_gpus else round(self._pool.gpus * self._pool.plan.services) // gpus
        chance = generator(self._seed, _SALT_SERVICE, self._pool.number)
        ages_h = 6 + chance.random(count) * 200
        rests_h = 24 + chance.random(count) * INFERENCE.median_h
        names = chance.integers(0, len(INFERENCE.job_names), size=count)
        return [
            Draft(
                now - age * HOUR_S, gpus, INFERENCE, INFERENCE.job_names[name], "serving", "serving",
                (age + rest) * HOUR_S, np.inf, Qos.HIGH, 0.0, 1.0, 0.0,
            )
            for age, rest, name in zip(ages_h, rests_h, names, strict=True)
        ]  # fmt: skip

    def _drafts(self, chance: np.random.Generator, instants: Floats) -> Iterator[Draft]:
        count = len(instants)
        if not count:
            return
        profiles = chance.choice(len(ARRIVING), size=count, p=[each.share for each in ARRIVING])
        gpus = chance.choice(self._sizes, size=count, p=self._weights)
        people: Indices = chance.integers(0, len(PEOPLE), size=count)
        qos = chance.choice(len(_QOS), size=count, p=_QOS_SHARES)
        slowness = np.exp(SPREAD * chance.standard_normal(count))
        shares = chance.random((5, count))
        for place, at in enumerate(instants):
            profile, wanted = _suited(ARRIVING[profiles[place]], int(gpus[place]))
            user, account = PEOPLE[people[place]]
            run_s = min(max(profile.median_h * HOUR_S * float(slowness[place]), 120.0), LONGEST_S)
            names, numbered = profile.job_names, int(shares[0, place] * 90) + 10
            yield Draft(
                float(at), wanted, profile, f"{names[numbered % len(names)]}-{numbered}", user, account, run_s,
                _limit_s(run_s * (1.0 + 1.5 * shares[1, place])), _QOS[qos[place]],
                float(shares[2, place]), float(shares[3, place]), float(shares[4, place]),
            )  # fmt: skip

    def _mean_gpus(self) -> float:
        return float(np.sum(self._weights * self._sizes))

    def _mean_gpu_hours(self) -> float:
        stretch = math.exp(SPREAD**2 / 2)  # the mean of a lognormal over its median
        total = 0.0
        for profile in ARRIVING:
            for size, weight in zip(self._sizes, self._weights, strict=True):
                suited, gpus = _suited(profile, int(size))
                total += profile.share * float(weight) * gpus * suited.median_h * stretch
        return total


def _sizes(pool: SizedPool) -> Floats:
    """GPUs that a job may ask for: powers of two, the larger ones in whole nodes."""
    if not pool.gpus:
        return np.empty(0)
    largest = min(max(*pool.node_sizes, pool.gpus // 8, 1), _LARGEST)
    return np.asarray(2.0 ** np.arange(int(math.log2(largest)) + 1))


def _weights(sizes: Floats) -> Floats:
    """How likely each size is: small jobs are many, the more so where no job is very large."""
    largest = float(sizes.max(initial=1.0))
    weights = sizes ** float(np.clip(-0.8 + 0.1 * math.log2(largest / 64), -0.8, -0.5))
    return np.asarray(weights / weights.sum())


def _suited(profile: Profile, gpus: int) -> tuple[Profile, int]:
    """Only training takes several nodes, and nobody opens a notebook on more than two GPUs."""
    if profile is NOTEBOOK:
        return profile, min(gpus, 2)
    return (TRAINING if gpus >= _TRAINS_FROM_GPUS else profile), gpus


def _limit_s(wanted_s: float) -> float:
    return min(math.ceil(wanted_s / _HALF_HOUR_S) * _HALF_HOUR_S, LONGEST_S)
