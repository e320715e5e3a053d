"""What breaks in the simulated site, and when it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

import numpy as np

from console.sources.demo.chance import generator
from console.sources.demo.layout import Layout

HOUR_S: Final = 3600.0
_SALT: Final = 2
_SPREAD: Final = 0.7  # sigma of the logarithm of repair times


class FaultKind(StrEnum):
    """What is out of order."""

    GPU = "gpu"  # one GPU; its job ends, its node goes on
    NODE = "node"  # a whole node, at once
    DRAIN = "drain"  # a node takes no new work until it is mended


@dataclass(frozen=True, slots=True)
class FaultWords:
    """How a fault reads, how likely it is among faults, how long its repair takes, and its uncorrected ECC errors."""

    kind: FaultKind
    text: str
    share: float
    median_h: float
    ecc_uncorrected: int = 0


FAULTS: Final = (
    FaultWords(FaultKind.GPU, "Xid 79 at {}: the GPU has fallen off the bus", 0.35, 6.0),
    FaultWords(FaultKind.GPU, "Xid 48 at {}: double-bit ECC error", 0.20, 5.0, 2),
    FaultWords(FaultKind.GPU, "Xid 64 at {}: row remapping failed", 0.12, 9.0, 1),
    FaultWords(FaultKind.GPU, "Xid 74 at {}: NVLink error", 0.08, 4.0),
    FaultWords(FaultKind.NODE, "not responding since {}", 0.10, 1.5),
    FaultWords(FaultKind.DRAIN, "drained at {}: InfiniBand link flaps", 0.08, 4.0),
    FaultWords(FaultKind.DRAIN, "drained at {}: NVMe wear", 0.07, 5.0),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: instants are seconds since the epoch; `gpu` is the GPU, or the first of the node."""

    words: FaultWords
    gpu: int
    node: int
    starts_at: float
    ends_at: float

    @property
    def text(self) -> str:
        """What it says of itself, with the time at which it came."""
        return self.words.text.format(f"{datetime.fromtimestamp(self.starts_at, UTC):%H:%M} UTC")


class FaultStream:
    """The faults of one pool, hour by hour."""

    def __init__(self, pool: int, layout: Layout) -> None:
        self._pool = pool
        self._layout = layout
        self._gpus = layout.gpu_slice(pool, pool)
        self._rate = layout.pools[pool].plan.fault_rate / 1000.0 * layout.pools[pool].gpus

    def of_hour(self, hour: int) -> list[Fault]:
        """The faults that begin in an hour, counted since the epoch, in order."""
        chance = generator(self._layout.seed, _SALT, self._pool, hour)
        count = int(chance.poisson(self._rate))
        return sorted(self._drawn(chance, hour, count), key=lambda each: each.starts_at)

    def _drawn(self, chance: np.random.Generator, hour: int, count: int) -> Iterator[Fault]:
        kinds = chance.choice(len(FAULTS), size=count, p=[each.share for each in FAULTS])
        gpus = chance.integers(self._gpus.start, max(self._gpus.stop, self._gpus.start + 1), size=count)
        starts = (hour + chance.random(count)) * HOUR_S
        slowness = chance.lognormal(0.0, _SPREAD, size=count)
        for kind, gpu, start, slow in zip(kinds, gpus, starts, slowness, strict=True):
            words = FAULTS[kind]
            node = int(self._layout.gpu_node[gpu])
            yield Fault(words, int(gpu), node, float(start), float(start + words.median_h * slow * HOUR_S))
