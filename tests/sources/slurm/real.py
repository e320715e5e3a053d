"""One poll of a real Slurm."""

from __future__ import annotations

import asyncio

from console.model.snapshot import Snapshot
from console.model.table import Table
from tests.services.slurm import SlurmCluster
from tests.sources.slurm.opening import open_slurm, poll_once


def poll(cluster: SlurmCluster, *, user: str = "root", token: str | None = None, url: str = "") -> Snapshot:
    source = open_slurm(url=url or cluster.rest_url, user=user, token=token or cluster.token)
    return asyncio.run(poll_once(source))


def by(table: Table, column: str) -> dict[object, dict[str, object]]:
    return {row[column]: dict(row) for row in table.rows()}
