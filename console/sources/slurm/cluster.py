"""One snapshot from the answers about nodes, partitions, jobs and reservations.

All numbers of GPUs come from the nodes' answer alone: which are there and which are allocated. Jobs only say whose they
are, so that answers which are a moment apart never add up to more than there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.model.table import Table
from console.sources.slurm.claims import claims_by_node
from console.sources.slurm.gpus import gpus_table
from console.sources.slurm.job import Job, read_jobs
from console.sources.slurm.jobs import jobs_table
from console.sources.slurm.node import read_node
from console.sources.slurm.nodes import nodes_table
from console.sources.slurm.occupancy import holders_by_node, occupy
from console.sources.slurm.place import Place
from console.sources.slurm.pools import partitions_by_node, pools_table
from console.sources.slurm.reservation import read_reservation
from console.sources.slurm.reservations import reservations_table
from console.sources.slurm.wire import WireJob, WireNode, WirePartition, WireReservation


@dataclass(frozen=True, slots=True)
class Cluster:
    """What Slurm told."""

    nodes: Sequence[WireNode]
    partitions: Sequence[WirePartition]
    jobs: Sequence[WireJob]
    reservations: Sequence[WireReservation]


def tables_of(cluster: Cluster, place: Place) -> Mapping[str, Table]:
    """The tables of a snapshot; `place.taken_at` decides what is active now."""
    now = place.taken_at
    partitions = partitions_by_node(cluster.partitions, cluster.nodes)
    nodes = {wire.name: read_node(wire, partitions[wire.name]) for wire in cluster.nodes}
    jobs: list[Job] = list(read_jobs(cluster.jobs, now))
    reservations = [read_reservation(wire) for wire in cluster.reservations]
    claims, holders = claims_by_node(reservations, nodes, now), holders_by_node(jobs)
    occupied = [occupy(node, claims.get(name, ()), holders.get(name, {})) for name, node in nodes.items()]
    tables = (
        pools_table(place, cluster.partitions, occupied),
        nodes_table(place, occupied),
        gpus_table(place, occupied),
        jobs_table(place, jobs, {partition.name for partition in cluster.partitions}),
        reservations_table(place, reservations, {each.node.name: each for each in occupied}, now),
    )
    return {each.schema.name: each for each in tables}
