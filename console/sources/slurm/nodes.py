"""The table of nodes."""

from __future__ import annotations

from collections.abc import Sequence

from console.model.column import Kind, numbers, text_lists, texts
from console.model.table import Table, table
from console.model.tables import NODES
from console.sources.slurm.node import Node
from console.sources.slurm.occupancy import Occupancy
from console.sources.slurm.place import Place
from console.sources.slurm.state import word


def nodes_table(place: Place, occupied: Sequence[Occupancy]) -> Table:
    """One row a node."""
    nodes = [each.node for each in occupied]
    columns = {
        "id": texts(place.id_of(node.name) for node in nodes),
        "pool": texts(pool_of(place, node) for node in nodes),
        "state": texts(word(each.standing.state) for each in occupied),
        "state_detail": texts(each.standing.detail for each in occupied),
        "gpus_total": numbers(Kind.WHOLE, (len(node.models) if node.has_gpus_known else None for node in nodes)),
        "gpus_busy": numbers(Kind.WHOLE, (len(node.busy) if node.has_gpus_known else None for node in nodes)),
        "cpu_pct": numbers(Kind.REAL, (node.cpu_pct for node in nodes)),
        "memory_used_bytes": numbers(Kind.WHOLE, (node.memory_used_bytes for node in nodes)),
        "memory_total_bytes": numbers(Kind.WHOLE, (node.memory_total_bytes for node in nodes)),
        "power_w": numbers(Kind.REAL, (node.power_w for node in nodes)),
        "name": texts(node.name for node in nodes),
        "pools": text_lists([place.id_of(name) for name in node.partitions] for node in nodes),
        "cpus": numbers(Kind.WHOLE, (node.cpus for node in nodes)),
        "load": numbers(Kind.REAL, (node.load for node in nodes)),
        "gpu_model": texts(listed_models(node.models) for node in nodes),
        "features": text_lists(node.features for node in nodes),
    }
    return table(NODES, len(nodes), {**columns, **place.columns(len(nodes))})


def pool_of(place: Place, node: Node) -> str | None:
    """The id of the partition that a node counts for; None where it is in none."""
    return place.id_of(node.partitions[0]) if node.partitions else None


def listed_models(models: Sequence[str | None]) -> str | None:
    """The types of GPU, each once; None where there is none or it is unknown."""
    return ", ".join(dict.fromkeys(model for model in models if model)) or None
