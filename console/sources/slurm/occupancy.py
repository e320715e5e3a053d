"""What each GPU of a node is doing, and for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from console.model.pool_counts import PoolCounts
from console.model.state import GpuState
from console.sources.slurm.claims import Claim
from console.sources.slurm.job import Job
from console.sources.slurm.node import Node
from console.sources.slurm.state import Standing, node_standing
from console.sources.slurm.tres import gpus_of_gres


@dataclass(frozen=True, slots=True)
class Occupancy:
    """One node with its GPUs; every sequence has one entry a GPU.

    Args:
        node: the node.
        standing: how it stands.
        states: None where Slurm does not tell.
        reserved: the reservation that sets the GPU apart; None for none.
        jobs: the job that holds it, where Slurm tells.
        counts: how the node's GPUs divide; one whose state is unknown counts as down.
    """

    node: Node
    standing: Standing
    states: Sequence[GpuState | None]
    reserved: Sequence[Claim | None]
    jobs: Sequence[Job | None]
    counts: PoolCounts


def holders_by_node(jobs: Iterable[Job]) -> Mapping[str, Mapping[int, Job]]:
    """Which job holds which GPU of each node, where `gres_detail` names indices; one entry there for each node."""
    holders: defaultdict[str, dict[int, Job]] = defaultdict(dict)
    for job in jobs:
        if job.nodes and len(job.nodes) == len(job.details):
            for name, detail in zip(job.nodes, job.details, strict=True):
                for index in gpus_of_gres(detail).indices:
                    holders[name].setdefault(index, job)
    return holders


def occupy(node: Node, claims: Sequence[Claim], holders: Mapping[int, Job]) -> Occupancy:
    """What each GPU of a node is doing.

    Args:
        node: the node.
        claims: what active reservations hold of it.
        holders: the jobs that hold its GPUs, by index; only allocated GPUs have one.
    """
    maintenance = any(claim.is_maintenance for claim in claims)
    apart = [claim for claim in claims if not claim.is_maintenance]
    whole = any(claim.gpus is None for claim in apart)
    standing = node_standing(node.flags, node.reason, reserved=whole, maintenance=maintenance)
    jobs = [holders.get(index) if index in node.busy else None for index in range(len(node.models))]
    reserved = _reserved(node, standing, apart, jobs)
    states = [_state(standing, index in node.busy, reserved[index]) for index in range(len(node.models))]
    return Occupancy(node, standing, states, reserved, jobs, _counts(states, reserved))


def _state(standing: Standing, busy: bool, claim: Claim | None) -> GpuState | None:
    if busy:
        return GpuState.BUSY
    if standing.is_down:
        return GpuState.DOWN
    if claim is not None:
        return GpuState.RESERVED_IDLE
    return None if standing.state is None else GpuState.IDLE


def _counts(states: Sequence[GpuState | None], reserved: Sequence[Claim | None]) -> PoolCounts:
    busy, idle, reserved_idle = map(states.count, (GpuState.BUSY, GpuState.IDLE, GpuState.RESERVED_IDLE))
    reserved_busy = sum(
        state is GpuState.BUSY and claim is not None for state, claim in zip(states, reserved, strict=True)
    )
    return PoolCounts(busy, idle, reserved_idle, len(states) - busy - idle - reserved_idle, reserved_busy)


def _reserved(
    node: Node, standing: Standing, claims: Sequence[Claim], jobs: Sequence[Job | None]
) -> list[Claim | None]:
    reserved: list[Claim | None] = [None] * len(node.models)
    for claim in sorted(claims, key=lambda each: each.gpus is None):
        free = [index for index, other in enumerate(reserved) if other is None]
        if claim.gpus is not None:
            own = [index for index in free if (job := jobs[index]) and job.reservation == claim.reservation]
            idle = [] if standing.is_down else [index for index in free if index not in node.busy]
            free = [*own, *idle][: claim.gpus]
        for index in free:
            reserved[index] = claim
    return reserved
