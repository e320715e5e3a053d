"""The table of pools: one row a partition. A node in two partitions counts in each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from console.model.pool_counts import PoolCounts
from console.model.table import Table, from_rows
from console.model.tables import POOLS
from console.sources.slurm.leaf import Leaf, capitals, hosts, words
from console.sources.slurm.nodes import listed_models
from console.sources.slurm.occupancy import Occupancy
from console.sources.slurm.place import Place
from console.sources.slurm.wire import PartitionNodes, PartitionState, WireNode, WirePartition

_DETAILS = {
    "DOWN": "queues jobs and starts none",
    "DRAIN": "takes no new jobs",
    "INACTIVE": "takes no new jobs and starts none",
}


def partitions_by_node(partitions: Iterable[WirePartition], nodes: Iterable[WireNode]) -> Mapping[str, tuple[str, ...]]:
    """The partitions of each node, by what either answer says, as they stand in theirs, the default one first."""
    told = {node.name: set(words(node.partitions) or ()) for node in nodes}
    found: dict[str, list[str]] = {name: [] for name in told}
    for partition in sorted(partitions, key=lambda each: "DEFAULT" not in capitals(each.flags)):
        members = set(hosts(_hostlist(partition)) or ())
        for name, listed in found.items():
            if name in members or partition.name in told[name]:
                listed.append(partition.name)
    return {name: tuple(names) for name, names in found.items()}


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
