"""What a BMC of the simulated site measures: power and air of the racks that hold a part's nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from console.model.column import Floats, Value
from console.model.identity import join
from console.model.table import Table, from_rows
from console.model.tables import READINGS
from console.sources.demo.scope import Scope
from console.sources.demo.tables.nodes import NodeTable
from console.sources.demo.world import World

_NODES_PER_RACK: Final = 8
_SPARE: Final = 0.97  # of what its nodes draw at their caps is what a rack's feed is fused for
_INLET_LIMIT_C: Final = 32.0


class RackTable:
    """Makes the readings of the racks of a scope."""

    def __init__(self, source: str, scope: Scope) -> None:
        self._source = source
        self._scope = scope
        self._nodes = NodeTable(scope)
        racks = np.arange(scope.node_count) // _NODES_PER_RACK
        self._racks = racks
        caps = np.bincount(scope.gpu_node, scope.layout.per_gpu("cap_w")[scope.gpus], scope.node_count)
        self._limits_w = _SPARE * self._per_rack(caps + self._nodes.host_w(np.full(scope.node_count, 50.0)))

    def at(self, world: World, taken_at: float) -> Table:
        """The table of an instant."""
        readings = world.exporter.read(self._scope.gpus, world.now)
        power_w = self._per_rack(self._nodes.power_w(readings))
        inlet_c = self._per_rack(world.layout.inlet_c[world.layout.node_first[self._scope.nodes]])
        inlet_c = inlet_c / np.maximum(self._per_rack(np.ones(self._scope.node_count)), 1.0)
        return from_rows(READINGS, list(self._rows(power_w, inlet_c, taken_at)))

    def _rows(self, power_w: Floats, inlet_c: Floats, taken_at: float) -> Iterator[Mapping[str, Value]]:
        for number, (power, limit, inlet) in enumerate(zip(power_w, self._limits_w, inlet_c, strict=True), start=1):
            common: dict[str, Value] = {"source": self._source, "name": f"rack {number}", "taken_at": taken_at}
            yield {
                **common, "id": self._id(number, "power"), "group": "power",
                "value": round(float(power)), "limit": round(float(limit)), "unit": "W",
            }  # fmt: skip
            yield {
                **common, "id": self._id(number, "inlet"), "group": "temperature",
                "value": round(float(inlet), 1), "limit": _INLET_LIMIT_C, "unit": "°C",
            }  # fmt: skip

    def _id(self, number: int, measure: str) -> str:
        return join(self._source, f"rack{number:02d}", measure)

    def _per_rack(self, values: Floats) -> Floats:
        return np.asarray(np.bincount(self._racks, weights=values), dtype=np.float64)
