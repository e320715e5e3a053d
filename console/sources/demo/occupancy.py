"""Which GPUs are taken, out of order or set apart: the arrays that scheduler, faults and reservations write."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from console.model.column import Indices, Mask
from console.sources.demo.layout import Layout

Counts = npt.NDArray[np.int16]
NOBODY = -1


class Stand(IntEnum):
    """How a GPU stands, as a code; the order is that of console.model.state.GpuState."""

    BUSY = 0
    IDLE = 1
    RESERVED_IDLE = 2
    DOWN = 3


class Occupancy:
    """Arrays over all GPUs and all nodes of the site.

    Faults are counted, not flagged, since a GPU may fail in a node that is being drained.
    """

    def __init__(self, layout: Layout) -> None:
        gpus, nodes = layout.gpus, len(layout.node_sizes)
        self._gpu_node = layout.gpu_node
        self._node_first = layout.node_first
        self.gpu_job: npt.NDArray[np.int64] = np.full(gpus, NOBODY, dtype=np.int64)
        self.gpu_faults: Counts = np.zeros(gpus, dtype=np.int16)
        self.node_faults: Counts = np.zeros(nodes, dtype=np.int16)
        self.node_drains: Counts = np.zeros(nodes, dtype=np.int16)
        self.node_maintenance: Counts = np.zeros(nodes, dtype=np.int16)
        self.node_reserved: Counts = np.zeros(nodes, dtype=np.int16)

    def vacant(self, gpus: slice) -> Mask:
        """GPUs that work and run nothing."""
        return np.asarray((self.gpu_job[gpus] < 0) & (self.gpu_faults[gpus] == 0))

    def usable(self, nodes: slice) -> Mask:
        """Nodes that take work."""
        return np.asarray(
            (self.node_faults[nodes] == 0) & (self.node_drains[nodes] == 0) & (self.node_maintenance[nodes] == 0)
        )

    def is_usable(self, node: int) -> bool:
        """Whether one node takes work."""
        return bool(self.usable(slice(node, node + 1))[0])

    def dark(self, gpus: slice) -> Mask:
        """GPUs that cannot be read: failed, or in a node that is gone."""
        return np.asarray((self.gpu_faults[gpus] > 0) | (self.node_faults[self._gpu_node[gpus]] > 0))

    def reserved(self, gpus: slice) -> Mask:
        """GPUs that a reservation sets apart now, maintenance included."""
        nodes = self._gpu_node[gpus]
        return np.asarray((self.node_reserved[nodes] > 0) | (self.node_maintenance[nodes] > 0))

    def stands(self, gpus: slice) -> npt.NDArray[np.int32]:
        """How each GPU stands, as codes of Stand."""
        nodes = self._gpu_node[gpus]
        out = self.dark(gpus) | (self.node_drains[nodes] > 0) | (self.node_maintenance[nodes] > 0)
        stands = np.where(self.node_reserved[nodes] > 0, np.int32(Stand.RESERVED_IDLE), np.int32(Stand.IDLE))
        stands[out] = Stand.DOWN
        stands[self.gpu_job[gpus] >= 0] = Stand.BUSY
        return np.asarray(stands, dtype=np.int32)

    def jobs_on_nodes(self, nodes: Indices) -> frozenset[int]:
        """The serial numbers of the jobs that run on any of these nodes."""
        jobs = self.gpu_job[np.isin(self._gpu_node, nodes)]
        return frozenset(map(int, jobs[jobs >= 0]))
