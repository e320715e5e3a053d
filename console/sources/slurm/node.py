"""One node, read from any data version."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

from console.sources.slurm.leaf import capitals, number, text, words
from console.sources.slurm.tres import Gpus, gpus_of_gres, gpus_of_tres
from console.sources.slurm.wire import Energy, WireNode

MIB: Final = 2**20


@dataclass(frozen=True, slots=True)
class Node:
    """A node; None is unknown.

    Args:
        name: as Slurm calls it.
        partitions: all that it is in, the one that it counts for first.
        flags: its base state and flags, in capitals.
        reason: what an administrator or Slurm wrote to it.
        models: the type of each GPU, by index; None where unknown. Its length is the number of GPUs.
        has_gpus_known: whether Slurm told how many GPUs there are.
        busy: the indices of the allocated GPUs.
        cpus: hardware threads that jobs can use.
        load: the load average.
        memory_total_bytes: as configured.
        memory_used_bytes: configured less free.
        features: what jobs can ask for by name.
        power_w: what the node draws, where Slurm has a sensor.
    """

    name: str
    partitions: tuple[str, ...]
    flags: tuple[str, ...]
    reason: str | None
    models: tuple[str | None, ...]
    has_gpus_known: bool
    busy: frozenset[int]
    cpus: float | None
    load: float | None
    memory_total_bytes: float | None
    memory_used_bytes: float | None
    features: tuple[str, ...] | None
    power_w: float | None

    @property
    def cpu_pct(self) -> float | None:
        """The load as a share of the CPUs, 0 to 100."""
        if self.load is None or not self.cpus:
            return None
        return min(100.0, self.load / self.cpus * 100)


def read_node(wire: WireNode, partitions: tuple[str, ...]) -> Node:
    """A node from its answer.

    Args:
        wire: the answer.
        partitions: that it is in, the one that it counts for first.
    """
    models = _models(wire)
    flags = capitals(wire.state, wire.state_flags)
    free_mib = _first(number(wire.free_mem), number(wire.free_memory))
    reports = free_mib is not None and "NOT_RESPONDING" not in flags
    return Node(
        name=wire.name,
        partitions=partitions,
        flags=flags,
        reason=text(wire.reason),
        models=models or (),
        has_gpus_known=models is not None,
        busy=_busy(wire, len(models or ())),
        cpus=number(wire.cpus),
        load=_load(wire) if reports else None,
        memory_total_bytes=_bytes(number(wire.real_memory)),
        memory_used_bytes=_bytes(_used(number(wire.real_memory), free_mib)) if reports else None,
        features=words(wire.features),
        power_w=_power(wire),
    )


def _models(wire: WireNode) -> tuple[str | None, ...] | None:
    """The types come from `gres`, the number from `tres` where the site accounts GPUs."""
    gres, tres = text(wire.gres), text(wire.tres)
    counted = gpus_of_tres(tres) if tres else None
    if gres is None and counted is None:
        return None if wire.gres is None and wire.tres is None else ()
    types = list(itertools.chain.from_iterable([name] * count for name, count in gpus_of_gres(gres or "").types))
    total = len(types) if counted is None else counted
    return tuple((types + [None] * total)[:total])


def _busy(wire: WireNode, total: int) -> frozenset[int]:
    """As many as `tres_used` counts, or `gres_used` where GPUs are not accounted; those that IDX names come first."""
    used = gpus_of_gres(text(wire.gres_used) or "")
    counted = gpus_of_tres(text(wire.tres_used) or "")
    count = min(used.count if counted is None else counted, total)
    return frozenset(itertools.islice(_by_preference(used, total), count))


def _by_preference(used: Gpus, total: int) -> itertools.chain[int]:
    named = [index for index in used.indices if index < total]
    return itertools.chain(named, (index for index in range(total) if index not in named))


def _load(wire: WireNode) -> float | None:
    hundredths = number(wire.cpu_load)
    return None if hundredths is None else hundredths / 100


def _power(wire: WireNode) -> float | None:
    watts = number(wire.energy.current_watts) if isinstance(wire.energy, Energy) else None
    return watts or None  # 0 where no sensor is configured


def _used(total_mib: float | None, free_mib: float | None) -> float | None:
    if total_mib is None or free_mib is None or free_mib > total_mib:
        return None
    return total_mib - free_mib


def _bytes(mib: float | None) -> float | None:
    return None if mib is None else mib * MIB


def _first(one: float | None, other: float | None) -> float | None:
    return other if one is None else one
