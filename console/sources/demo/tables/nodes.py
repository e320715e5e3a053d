"""The table of nodes."""

from __future__ import annotations

from typing import Final

import numpy as np

from console.model.column import Codes, Column, Floats, Kind, Mask, text_lists
from console.model.state import NodeState
from console.model.table import Table, table
from console.model.tables import NODES
from console.sources.demo.chance import between, uniform
from console.sources.demo.faults import FaultKind
from console.sources.demo.occupancy import Stand
from console.sources.demo.scope import Scope
from console.sources.demo.tables.unchanged import Columns, Unchanged, all_unknown
from console.sources.demo.telemetry import Readings
from console.sources.demo.world import World

_STATES: Final = tuple(state.value for state in NodeState)
_CPUS_PER_GPU, _MEMORY_PER_GPU_BYTES = 16, 256 * 2**30
_HOST_W_PER_GPU: Final = 150.0  # processors, memory, fans and losses of a node without work
_HOST_W_PER_CPU_PCT: Final = 1.2
_SALT_CPU = 62


class NodeTable:
    """Makes the table of a scope's nodes at each poll."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._sizes = scope.layout.node_sizes[scope.nodes].astype(np.float64)
        self._power_known = scope.knows_power()[scope.node_pool]
        nodes = np.arange(scope.nodes.start, scope.nodes.stop)
        self._cpu_share = between(0.15, 0.55, uniform(_SALT_CPU, scope.layout.seed, nodes))
        self._static = self._never_changing()
        self._unchanged = Unchanged()

    def at(self, world: World, readings: Readings, taken_at: float) -> Table:
        """The table of an instant."""
        happened = self._unchanged.since(world.version, lambda: self._happened(world))
        columns = {**self._static, **happened, **self._flowing(world, readings)}
        columns["taken_at"] = Column(Kind.INSTANT, np.full(self._scope.node_count, taken_at))
        return table(NODES, self._scope.node_count, columns)

    def _never_changing(self) -> Columns:
        scope, rows = self._scope, self._scope.node_count
        plans = [pool.plan for pool in scope.pools]
        models = tuple(plan.accelerator.model for plan in plans)
        pool_lists = text_lists([[pool] for pool in scope.pool_ids])
        return {
            **all_unknown(NODES, rows),
            "id": Column(Kind.TEXT, np.arange(rows, dtype=np.int32), scope.node_ids),
            "name": Column(Kind.TEXT, np.arange(rows, dtype=np.int32), scope.layout.node_names[scope.nodes]),
            "source": scope.source_column(rows),
            "pool": Column(Kind.TEXT, scope.node_pool, scope.pool_ids),
            "pools": Column(Kind.TEXTS, pool_lists.codes[scope.node_pool], pool_lists.words),
            "site": scope.sites_of(scope.node_pool),
            "gpu_model": Column(Kind.TEXT, scope.node_pool, models),
            "gpus_total": Column(Kind.WHOLE, self._sizes.copy()),
            "cpus": Column(Kind.WHOLE, self._sizes * _CPUS_PER_GPU),
            "memory_total_bytes": Column(Kind.WHOLE, self._sizes * _MEMORY_PER_GPU_BYTES),
        }

    def _happened(self, world: World) -> Columns:
        stands = world.occupancy.stands(self._scope.gpus)
        busy = self._per_node((stands == Stand.BUSY).astype(np.float64))
        return {
            "state": Column(Kind.TEXT, self._states(world, busy), _STATES),
            "state_detail": self._details(world),
            "gpus_busy": Column(Kind.WHOLE, busy),
        }

    def _states(self, world: World, busy: Floats) -> Codes:
        nodes, occupancy = self._scope.nodes, world.occupancy
        drained = (occupancy.node_drains[nodes] > 0) | (occupancy.node_maintenance[nodes] > 0)
        cases: list[tuple[Mask, NodeState]] = [
            (occupancy.node_faults[nodes] > 0, NodeState.DOWN),
            (drained & (busy > 0), NodeState.DRAINING),
            (drained, NodeState.DRAINED),
            (busy == self._sizes, NodeState.BUSY),
            (busy > 0, NodeState.MIXED),
            (occupancy.node_reserved[nodes] > 0, NodeState.RESERVED),
        ]
        codes = [np.int32(_STATES.index(state)) for _, state in cases]
        idle = np.int32(_STATES.index(NodeState.IDLE))
        return np.asarray(np.select([mask for mask, _ in cases], codes, idle), dtype=np.int32)

    def _details(self, world: World) -> Column:
        nodes = self._scope.nodes
        texts: dict[int, str] = {}
        for booking in world.upkeep.bookings:
            if booking.is_maintenance:
                texts |= dict.fromkeys(booking.nodes.tolist(), f"maintenance {booking.name}")
        for fault in world.upkeep.faults:
            texts[fault.node] = (
                f"gpu{world.layout.gpu_index[fault.gpu]}: {fault.text}"
                if fault.words.kind is FaultKind.GPU
                else fault.text
            )
        mine = {node - nodes.start: text for node, text in texts.items() if nodes.start <= node < nodes.stop}
        codes = np.full(self._scope.node_count, -1, dtype=np.int32)
        codes[list(mine)] = np.arange(len(mine), dtype=np.int32)
        return Column(Kind.TEXT, codes, tuple(mine.values()))

    def _flowing(self, world: World, readings: Readings) -> Columns:
        """Processors follow the GPUs; a node that is gone tells nothing."""
        told = np.where(world.occupancy.node_faults[self._scope.nodes] > 0, np.nan, 0.0)
        use_pct, cpu_pct = self._use(readings)
        memory = np.round(self._sizes * _MEMORY_PER_GPU_BYTES * (0.06 + self._cpu_share * use_pct / 100.0) / 2**20)
        return {
            "cpu_pct": Column(Kind.REAL, np.round(cpu_pct, 1) + told),
            "load": Column(Kind.REAL, np.round(cpu_pct / 100.0 * self._sizes * _CPUS_PER_GPU, 1) + told),
            "memory_used_bytes": Column(Kind.WHOLE, memory * 2**20 + told),
            "power_w": Column(Kind.REAL, np.round(self.power_w(readings)) + self._power_known + told),
        }

    def power_w(self, readings: Readings) -> Floats:
        """What nodes draw with their GPUs, watts, whether or not anybody is told."""
        return np.asarray(self._per_node(readings.true_power_w) + self.host_w(self._use(readings)[1]))

    def _use(self, readings: Readings) -> tuple[Floats, Floats]:
        """The mean use of each node's GPUs, and that of its processors: per cent."""
        use_pct = self._per_node(np.nan_to_num(readings.utilization_pct)) / np.maximum(self._sizes, 1.0)
        return use_pct, 2.0 + self._cpu_share * use_pct

    def host_w(self, cpu_pct: Floats) -> Floats:
        """What nodes draw beside their GPUs, watts."""
        return np.asarray(self._sizes * (_HOST_W_PER_GPU + _HOST_W_PER_CPU_PCT * cpu_pct))

    def _per_node(self, values: Floats) -> Floats:
        counts = np.bincount(self._scope.gpu_node, weights=values, minlength=self._scope.node_count)
        return np.asarray(counts, dtype=np.float64)
