"""Where every GPU of the simulated site stands: arrays over GPUs and over nodes that never change.

GPUs are numbered through by pool, node and index, so that a pool, a node or a source is a slice of every array.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from console.model.column import Floats, Indices
from console.sources.demo.chance import between, uniform
from console.sources.demo.division import SizedPool, divide

_SALT_NAME = 11
_SALT_COOLING = 12
_SALT_HOT = 13
_SALT_INLET = 14
_HOT_SHARE = 0.003


@dataclass(frozen=True, eq=False)
class Layout:
    """The site's GPUs and nodes.

    Args:
        pools: every pool, in the order in which GPUs are numbered.
        seed: of node names and of how well each GPU is cooled.
    """

    pools: tuple[SizedPool, ...]
    seed: int

    @cached_property
    def node_sizes(self) -> Indices:
        """GPUs per node."""
        return np.array([size for pool in self.pools for size in pool.node_sizes], dtype=np.intp)

    @cached_property
    def node_first(self) -> Indices:
        """The first GPU of each node."""
        return np.concatenate([[0], np.cumsum(self.node_sizes)])[:-1].astype(np.intp)

    @cached_property
    def gpu_node(self) -> Indices:
        """The node of each GPU."""
        return np.repeat(np.arange(len(self.node_sizes)), self.node_sizes)

    @cached_property
    def gpu_index(self) -> Indices:
        """The place of each GPU in its node."""
        return np.arange(self.gpus) - self.node_first[self.gpu_node]

    @cached_property
    def gpu_pool(self) -> Indices:
        """The pool of each GPU."""
        return np.repeat(np.arange(len(self.pools)), [pool.gpus for pool in self.pools])

    @cached_property
    def node_pool(self) -> Indices:
        """The pool of each node."""
        return np.repeat(np.arange(len(self.pools)), [len(pool.node_sizes) for pool in self.pools])

    @property
    def gpus(self) -> int:
        """How many GPUs there are."""
        return int(self._gpu_ends[-1])

    def gpu_slice(self, first_pool: int, last_pool: int) -> slice:
        """The GPUs of a run of pools, both ends included."""
        return slice(int(self._gpu_ends[first_pool]), int(self._gpu_ends[last_pool + 1]))

    def node_slice(self, first_pool: int, last_pool: int) -> slice:
        """The nodes of a run of pools, both ends included."""
        return slice(int(self._node_ends[first_pool]), int(self._node_ends[last_pool + 1]))

    def per_gpu(self, figure: str) -> Floats:
        """A figure of each GPU's model: `cap_w`, `idle_w` and so on."""
        values = [float(getattr(pool.plan.accelerator, figure)) for pool in self.pools]
        return np.asarray(np.array(values)[self.gpu_pool])

    @cached_property
    def _gpu_ends(self) -> Indices:
        return np.cumsum([0, *(pool.gpus for pool in self.pools)])

    @cached_property
    def _node_ends(self) -> Indices:
        return np.cumsum([0, *(len(pool.node_sizes) for pool in self.pools)])

    @cached_property
    def node_names(self) -> tuple[str, ...]:
        """The name of every node, unique in the site."""
        return tuple(self._name_nodes())

    @cached_property
    def inlet_c(self) -> Floats:
        """The temperature of the air that reaches each GPU: later GPUs of a node stand in warmer air."""
        node = between(22.0, 26.5, uniform(self.seed, _SALT_INLET, np.arange(len(self.node_sizes))))
        return np.asarray(node[self.gpu_node] + 0.35 * self.gpu_index)

    @cached_property
    def thermal_c_per_w(self) -> Floats:
        """Degrees above the air per watt, in equilibrium; a few GPUs are badly seated."""
        gpus = np.arange(self.gpus)
        ideal = (self.per_gpu("full_load_c") - 24.0) / self.per_gpu("cap_w")
        spread = between(0.92, 1.08, uniform(self.seed, _SALT_COOLING, gpus))
        hot = np.where(uniform(self.seed, _SALT_HOT, gpus) < _HOT_SHARE, 1.30, 1.0)
        return np.asarray(ideal * spread * hot)

    def _name_nodes(self) -> Iterator[str]:
        numbers: dict[tuple[str, str], int] = {}
        for node, pool in enumerate(self.node_pool):
            plan, part = self.pools[pool].plan, self.pools[pool].part.name
            number = numbers[part, plan.node_name] = numbers.get((part, plan.node_name), 0) + 1
            yield self._node_name(plan.node_name, node, number)

    def _node_name(self, prefix: str, node: int, number: int) -> str:
        if prefix.endswith(("-", "-0")):
            return f"{prefix}{int(uniform(self.seed, _SALT_NAME, node)[0] * 2**40):010x}"
        if prefix == "this-host":
            return prefix
        return f"{prefix}{number:03d}"


def lay_out(gpus: int, seed: int) -> Layout:
    """The layout of a site of this many GPUs."""
    return Layout(divide(gpus), seed)
