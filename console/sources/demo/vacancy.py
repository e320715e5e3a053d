"""The free GPUs of one pool during one pass of its scheduler, and which of them a job gets."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from console.model.column import Floats, Indices, Mask
from console.sources.demo.job import Job
from console.sources.demo.layout import Layout
from console.sources.demo.occupancy import Occupancy


class Vacancy:
    """What is free when the pass begins, less what the pass gives away.

    Args:
        layout, occupancy: of the site.
        pool: the pool's number.
        free_until: per node, when somebody else's reservation begins; minus infinity during it.
    """

    def __init__(self, layout: Layout, occupancy: Occupancy, pool: int, free_until: Floats) -> None:
        self._gpus, self._nodes = layout.gpu_slice(pool, pool), layout.node_slice(pool, pool)
        self._first = layout.node_first[self._nodes]
        self._sizes = layout.node_sizes[self._nodes]
        self._node_gpus = layout.pools[pool].plan.node_gpus
        self._free_until = free_until
        self._vacant = occupancy.vacant(self._gpus)
        self._usable = occupancy.usable(self._nodes)
        self._free: npt.NDArray[np.intp] = np.zeros(len(self._first), dtype=np.intp)
        if len(self._first):
            counts = np.add.reduceat(self._vacant.astype(np.intp), self._first - self._gpus.start)
            self._free = counts * self._usable
        self._open = free_until > -np.inf
        self._tally()

    def is_usable(self, node: int) -> bool:
        """Whether a node, by its number in the site, takes work."""
        return bool(self._usable[node - self._nodes.start])

    def take(self, job: Job, ends_at: float, kept: Mask | None = None) -> Indices | None:
        """The numbers of the GPUs that the job gets, which are free no more; None if it does not fit.

        A job of a whole node or more gets whole nodes, a smaller one the fullest node that has room.

        Args:
            job: what asks.
            ends_at: when it ends at the latest.
            kept: nodes of the pool that are kept for somebody else.
        """
        share = min(job.gpus, self._node_gpus)
        wanted = job.gpus // share
        if job.booking is None and not self._may_fit(share, wanted):
            return None
        fits = self._open_to(job, ends_at) & (self._free >= share)
        if kept is not None:
            fits &= ~kept
        places = np.flatnonzero(fits)
        if len(places) < wanted:
            return None
        if wanted == 1:
            return self._given(places[[np.argmin(self._free[places])]], share)
        return self._given(places[:wanted], share)

    def emptiest(self, job: Job, ends_at: float, count: int) -> Mask:
        """So many of the nodes that a job may have, those with the most free GPUs first."""
        chosen = np.zeros(len(self._free), dtype=bool)
        open_to = np.flatnonzero(self._open_to(job, ends_at) & self._usable)
        most_free = np.argsort(-self._free[open_to], kind="stable")
        chosen[open_to[most_free[:count]]] = True
        return chosen

    def _open_to(self, job: Job, ends_at: float) -> Mask:
        if job.booking is not None:
            chosen = np.zeros(len(self._free), dtype=bool)
            chosen[job.booking.nodes - self._nodes.start] = True
            return chosen
        chosen = self._free_until >= ends_at
        if job.node >= 0:
            chosen &= np.arange(len(chosen)) == job.node - self._nodes.start
        return np.asarray(chosen)

    def _given(self, places: Indices, share: int) -> Indices:
        taken = np.concatenate([self._vacant_of(int(place))[:share] for place in places])
        self._vacant[taken - self._gpus.start] = False
        self._free[places] -= share
        self._tally()
        return taken

    def _may_fit(self, share: int, wanted: int) -> bool:
        return share <= self._most_free and (share < self._node_gpus or wanted <= self.whole_nodes)

    def _tally(self) -> None:
        """What a job that runs in no reservation can hope for."""
        free = self._free[self._open]
        self._most_free = int(free.max(initial=0))
        self.whole_nodes = int(np.count_nonzero(free == self._node_gpus))

    def _vacant_of(self, place: int) -> Indices:
        first = int(self._first[place])
        start = first - self._gpus.start
        return first + np.flatnonzero(self._vacant[start : start + int(self._sizes[place])])
