"""How N GPUs are divided over the pools of the plan: in the pictures' proportions, in whole nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from console.sources.demo.plan import PARTS, PartPlan, PoolPlan

_HOST_POOL: Final = 0  # this host has what it has, however large the site is
_REST_POOL: Final = "l40s"  # takes the GPUs that fill no node


@dataclass(frozen=True, slots=True)
class SizedPool:
    """A pool of the plan with its place and size in the simulated site.

    Args:
        number: its place among all pools.
        part: what reports it.
        plan: how it is used.
        gpus: its GPUs.
    """

    number: int
    part: PartPlan
    plan: PoolPlan
    gpus: int

    @property
    def node_sizes(self) -> tuple[int, ...]:
        """GPUs of each of its nodes; the last may have fewer."""
        whole, rest = divmod(self.gpus, self.plan.node_gpus)
        return (self.plan.node_gpus,) * whole + ((rest,) if rest else ())


def divide(gpus: int) -> tuple[SizedPool, ...]:
    """Every pool of the plan with its share of `gpus`; the shares add up to it exactly."""
    places = [(part, pool) for part in PARTS for pool in part.pools]
    pools = [pool for _, pool in places]
    host = min(gpus, pools[_HOST_POOL].picture_gpus)
    counts = [host, *_shares(pools[1:], gpus - host)]
    return tuple(
        SizedPool(number, part, pool, count)
        for number, ((part, pool), count) in enumerate(zip(places, counts, strict=True))
    )


def _shares(pools: Sequence[PoolPlan], gpus: int) -> list[int]:
    whole = sum(pool.picture_gpus for pool in pools)
    exact = [gpus * pool.picture_gpus / whole for pool in pools]
    counts = [int(share // pool.node_gpus) * pool.node_gpus for share, pool in zip(exact, pools, strict=True)]
    rest = gpus - sum(counts)
    by_need = sorted(range(len(pools)), key=lambda place: counts[place] - exact[place])
    for place in by_need:
        if pools[place].picture_gpus and pools[place].node_gpus <= rest:
            counts[place] += pools[place].node_gpus
            rest -= pools[place].node_gpus
    counts[[pool.name for pool in pools].index(_REST_POOL)] += rest
    return counts
