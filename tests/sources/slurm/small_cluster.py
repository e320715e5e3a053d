"""A cluster of a few nodes from the fields that matter to a test, in the shape of data v0.0.45."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from console.model.snapshot import Snapshot
from console.sources.slurm.cluster import Cluster, tables_of
from console.sources.slurm.place import Place
from console.sources.slurm.wire import WireJob, WireNode, WirePartition, WireReservation

NOW = 1_795_600_000.0
Fields: TypeAlias = dict[str, object]


def node(node_name: str = "n1", /, **fields: object) -> Fields:
    usual: Fields = {"state": ["IDLE"], "gres": "gpu:h100:8", "gres_used": "gpu:h100:0", "cpus": 96, "tres": "cpu=96"}
    return {"name": node_name, "partitions": ["gpu"], **usual, **fields}


def reservation(nodes: str = "n1", /, **fields: object) -> Fields:
    usual: Fields = {"name": "team", "flags": [], "start_time": NOW - 60, "end_time": NOW + 60, "tres": "cpu=96"}
    return {"node_list": nodes, "users": "alice", **usual, **fields}


def running(**fields: object) -> Fields:
    return {"job_id": 1, "job_state": ["RUNNING"], "partition": "gpu", "user_name": "bob", "nodes": "n1", **fields}


def snapshot(
    *nodes: Fields,
    jobs: tuple[Fields, ...] = (),
    reservations: tuple[Fields, ...] = (),
    partitions: tuple[Fields, ...] = (),
) -> Snapshot:
    cluster = Cluster(
        msgspec.convert(nodes, list[WireNode]),
        msgspec.convert(partitions or ({"name": "gpu", "nodes": "n[1-2]"},), list[WirePartition]),
        msgspec.convert(jobs, list[WireJob]),
        msgspec.convert(reservations, list[WireReservation]),
    )
    return Snapshot("alpha", NOW, tables_of(cluster, Place("alpha", None, NOW)))


def states(told: Snapshot, of_node: str = "n1") -> list[object]:
    return [row["state"] for row in told["gpus"].rows() if row["node"] == f"alpha/{of_node}"]


def counts(told: Snapshot, pool: str = "gpu") -> dict[str, object]:
    row = told["pools"].find(f"alpha/{pool}")
    assert row is not None
    return {name.removeprefix("gpus_"): row[name] for name in row if name.startswith("gpus_")}
