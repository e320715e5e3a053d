"""What one source sees of the simulated site: a run of its pools, and the names that it gives to things."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from console.model.column import Codes, Column, Floats, Kind, constant
from console.model.identity import join
from console.sources.demo.division import SizedPool
from console.sources.demo.layout import Layout


class Scope:
    """A part of the site under a source's name.

    Args:
        source: the source's name, with which every id begins.
        site: the source's site; None to give each pool the plan's.
        layout: of the whole site.
        pools: the pools that the source sees, which stand together in the layout; there may be none.
    """

    def __init__(self, source: str, site: str | None, layout: Layout, pools: Sequence[SizedPool]) -> None:
        self.source = source
        self.layout = layout
        self.pools = tuple(pools)
        self.first_pool = pools[0].number if pools else 0
        last = pools[-1].number if pools else -1
        self.gpus = layout.gpu_slice(self.first_pool, last)
        self.nodes = layout.node_slice(self.first_pool, last)
        self.sites = tuple(site or pool.part.site for pool in pools)
        self.pool_ids = tuple(join(source, pool.plan.name) for pool in pools)
        self.node_ids = tuple(join(source, name) for name in layout.node_names[self.nodes])

    @cached_property
    def gpu_ids(self) -> tuple[str, ...]:
        """The id of every GPU."""
        places = zip(self.gpu_node.tolist(), self.layout.gpu_index[self.gpus].tolist(), strict=True)
        return tuple(f"{self.node_ids[node]}/gpu{index}" for node, index in places)

    @cached_property
    def gpu_node(self) -> Codes:
        """The node of each GPU, counted from the scope's first."""
        return np.asarray(self.layout.gpu_node[self.gpus] - self.nodes.start, dtype=np.int32)

    @cached_property
    def gpu_pool(self) -> Codes:
        """The pool of each GPU, counted from the scope's first."""
        return np.asarray(self.layout.gpu_pool[self.gpus] - self.first_pool, dtype=np.int32)

    @cached_property
    def node_pool(self) -> Codes:
        """The pool of each node, counted from the scope's first."""
        return np.asarray(self.layout.node_pool[self.nodes] - self.first_pool, dtype=np.int32)

    @property
    def gpu_count(self) -> int:
        """How many GPUs it sees."""
        return int(self.gpus.stop - self.gpus.start)

    @property
    def node_count(self) -> int:
        """How many nodes it sees."""
        return int(self.nodes.stop - self.nodes.start)

    def node_id(self, node: int) -> str:
        """The id of a node by its number in the site."""
        return self.node_ids[node - int(self.nodes.start)]

    def source_column(self, rows: int) -> Column:
        """The source's name in every row."""
        return constant(self.source, rows)

    def sites_of(self, pools: Codes) -> Column:
        """The sites of pools that are counted from the scope's first."""
        words = tuple(dict.fromkeys(self.sites))
        codes = np.array([words.index(site) for site in self.sites], dtype=np.int32)
        return Column(Kind.TEXT, codes[pools], words)

    def per_gpu(self, figure: str, kind: Kind = Kind.REAL) -> Column:
        """A figure of each GPU's model."""
        return Column(kind, self.layout.per_gpu(figure)[self.gpus])

    def knows_power(self) -> Floats:
        """Per pool, 0 where the source tells power and temperature, and unknown where it does not."""
        return np.array([0.0 if pool.part.power_known else np.nan for pool in self.pools])
