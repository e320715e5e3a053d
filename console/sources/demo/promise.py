"""What a scheduler promises to the first job that does not fit, so that no other delays it.

This is EASY backfill (Lifka, The ANL/IBM SP scheduling system, 1995): the job is promised the instant at which enough
nodes will be free if every job runs to its limit. Until then the nodes that it cannot do without are kept for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from console.model.column import Mask


@dataclass(frozen=True, slots=True)
class Promise:
    """When a job will start, minus infinity where nobody can tell, and the nodes of its pool that are kept for it."""

    starts_at: float
    kept: Mask

    def kept_from(self, ends_at: float) -> Mask | None:
        """The nodes that another job may not have, which ends by this instant; None if it may have all."""
        return None if ends_at <= self.starts_at else self.kept


def waited_for(wanted: int, free: int, ends: Iterable[tuple[float, int]], now: float) -> tuple[float, int]:
    """When so many whole nodes will be free, and how many of them come free until then.

    The instant is minus infinity where they never will as far as limits tell: the nodes of small jobs come free in
    pieces, which nobody can promise.

    Args:
        wanted, free: whole nodes.
        ends: instants at which limits run out, in order, each with the whole nodes that come free.
        now: seconds since the epoch.
    """
    freed = 0
    for ends_at, nodes in ends:
        freed += nodes
        if free + freed >= wanted and math.isfinite(ends_at):
            return max(ends_at, now), freed
    return -math.inf, 0
