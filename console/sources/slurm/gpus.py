"""The table of GPUs: one row each, whatever number of partitions its node is in, so that totals never count twice.

Slurm knows which GPUs are allocated and to whom; what they do with it, another source tells.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from console.model.column import Kind, numbers, texts
from console.model.state import GpuState
from console.model.table import Table, table
from console.model.tables import GPUS
from console.sources.slurm.nodes import pool_of
from console.sources.slurm.occupancy import Occupancy
from console.sources.slurm.place import Place
from console.sources.slurm.state import word

Value = TypeVar("Value")


def gpus_table(place: Place, occupied: Sequence[Occupancy]) -> Table:
    """One row a GPU, in the order of nodes and indices."""
    sizes = np.array([len(each.states) for each in occupied], dtype=np.intp)
    of_node = np.repeat(np.arange(len(occupied)), sizes)
    numbered = [(each.node.name, index) for each in occupied for index in range(len(each.states))]
    states = _flat(each.states for each in occupied)
    jobs = _flat(each.jobs for each in occupied)
    claims = _flat(each.reserved for each in occupied)
    columns = {
        "id": texts(place.id_of(name, f"gpu{index}") for name, index in numbered),
        "node": texts(place.id_of(each.node.name) for each in occupied).take(of_node),
        "pool": texts(pool_of(place, each.node) for each in occupied).take(of_node),
        "index": numbers(Kind.WHOLE, (index for _, index in numbered)),
        "model": texts(_flat(each.node.models for each in occupied)),
        "state": texts(word(state) for state in states),
        "state_detail": texts(_detail(each, state) for each in occupied for state in each.states),
        "job": texts(None if job is None else place.id_of("job", job.number) for job in jobs),
        "owner": texts(_owner(job.user if job else None, claim.owner if claim else None, state)
                       for job, claim, state in zip(jobs, claims, states, strict=True)),
        "reserved": numbers(Kind.FLAG, (claim is not None for claim in claims)),
    }  # fmt: skip
    return table(GPUS, len(states), {**columns, **place.columns(len(states))})


def _detail(each: Occupancy, state: GpuState | None) -> str | None:
    return None if state in {GpuState.BUSY, GpuState.IDLE} else each.standing.detail


def _owner(user: str | None, holder: str | None, state: GpuState | None) -> str | None:
    if state is GpuState.BUSY:
        return user
    return holder if state is GpuState.RESERVED_IDLE else None


def _flat(parts: Iterable[Sequence[Value]]) -> list[Value]:
    return list(itertools.chain.from_iterable(parts))
