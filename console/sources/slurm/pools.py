"""The table of pools: one row a partition. A node in two partitions counts in each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from console.model.pool_counts import PoolCounts
from console.model.table import Table, from_rows
from console.model.tables import POOLS
from console.sources.slurm.leaf import Leaf, capitals, hosts
from console.sources.slurm.nodes import listed_models
from console.sources.slurm.occupancy import Occupancy
from console.sources.slurm.place import Place
from console.sources.slurm.wire import PartitionNodes, PartitionState, WirePartition

_DETAILS = {
    "DOWN": "queues jobs and starts none",
    "DRAIN": "takes no new jobs",
    "INACTIVE": "takes no new jobs and starts none",
}


def partitions_by_node(partitions: Iterable[WirePartition]) -> Mapping[str, tuple[str, ...]]:
    """The partitions of each node, as they stand in the answer, the default one first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for partition in sorted(partitions, key=lambda each: "DEFAULT" not in capitals(each.flags)):
        for node in hosts(_hostlist(partition)) or ():
            found[node].append(partition.name)
    return {node: tuple(names) for node, names in found.items()}


def pools_table(place: Place, partitions: Sequence[WirePartition], occupied: Sequence[Occupancy]) -> Table:
    """One row a partition; what it makes jobs wait for is the engine's to count."""
    members: defaultdict[str, list[Occupancy]] = defaultdict(list)
    for each in occupied:
        for name in each.node.partitions:
            members[name].append(each)
    shared = {"source": place.source, "site": place.site, "taken_at": place.taken_at}
    rows = []
    for partition in partitions:
        state = _state(partition)
        rows.append(
            {
                **shared,
                **_counts(members[partition.name]),
                "id": place.id_of(partition.name),
                "name": partition.name,
                "gpu_model": listed_models([model for each in members[partition.name] for model in each.node.models]),
                "state": None if state is None else state.lower(),
                "state_detail": _DETAILS.get(state or ""),
            }
        )
    return from_rows(POOLS, rows)


def _counts(members: Sequence[Occupancy]) -> Mapping[str, int]:
    # What is not known of one node is not known of the pool.
    if not all(each.node.has_gpus_known for each in members):
        return {}
    return sum((each.counts for each in members), PoolCounts()).columns()


def _hostlist(partition: WirePartition) -> Leaf:
    nodes = partition.nodes
    return nodes.configured if isinstance(nodes, PartitionNodes) else nodes


def _state(partition: WirePartition) -> str | None:
    group = partition.partition
    said = capitals(partition.state, group.state if isinstance(group, PartitionState) else None)
    return next(iter(said), None)
