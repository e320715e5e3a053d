"""A source's view of the world as a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from console.model.snapshot import Snapshot
from console.model.table import Table
from console.sources.demo.layout import Layout
from console.sources.demo.plan import PartPlan
from console.sources.demo.scope import Scope
from console.sources.demo.tables.gpus import GpuTable
from console.sources.demo.tables.jobs import JobTable
from console.sources.demo.tables.nodes import NodeTable
from console.sources.demo.tables.pools import pools_table
from console.sources.demo.tables.processes import ProcessTable
from console.sources.demo.tables.racks import RackTable
from console.sources.demo.tables.reservations import ReservationTable
from console.sources.demo.tables.running import running
from console.sources.demo.tables.spend import spend_table
from console.sources.demo.telemetry import Readings
from console.sources.demo.world import World

WHOLE_SITE = "Simulated site"


class View(Protocol):
    """Makes the snapshots of one source; keeps its columns from poll to poll, so it looks at one world only."""

    def at(self, world: World, now: float) -> Snapshot:
        """What the source says at an instant to which the world has lived."""


class PoolsView:
    """Of a source that sees pools.

    Args:
        scope: what it sees.
        server: what answers, for people.
    """

    def __init__(self, scope: Scope, server: str) -> None:
        self._scope = scope
        self._server = server
        self._gpus, self._nodes = GpuTable(scope), NodeTable(scope)
        self._jobs, self._processes = JobTable(scope), ProcessTable(scope)
        self._reservations = ReservationTable(scope)

    def at(self, world: World, now: float) -> Snapshot:
        """What the source says at an instant."""
        readings = world.exporter.read(self._scope.gpus, now)
        return Snapshot(
            self._scope.source, now, self._tables(world, readings, now), self._server, self._partial(readings)
        )

    def _tables(self, world: World, readings: Readings, now: float) -> Mapping[str, Table]:
        jobs = running(world, self._scope)
        return {
            "pools": pools_table(self._scope, world, readings, now),
            "nodes": self._nodes.at(world, readings, now),
            "gpus": self._gpus.at(world, jobs, readings, now),
            "jobs": self._jobs.at(world, jobs, now),
            "reservations": self._reservations.at(world, now),
            "spend": spend_table(self._scope, now),
            "processes": self._processes.at(world, jobs, readings, now),
        }

    def _partial(self, readings: Readings) -> tuple[str, ...]:
        silent = int(np.count_nonzero(~readings.told))
        return (f"{silent} of {self._scope.gpu_count} GPUs tell no telemetry",) if silent else ()


class RacksView:
    """Of a source that measures racks."""

    def __init__(self, source: str, scope: Scope, server: str) -> None:
        self._source = source
        self._server = server
        self._racks = RackTable(source, scope)

    def at(self, world: World, now: float) -> Snapshot:
        """What the source says at an instant."""
        return Snapshot(self._source, now, {"readings": self._racks.at(world, now)}, self._server)


def view_of(layout: Layout, source: str, site: str | None, part: PartPlan | None) -> View:
    """The view of a source that reports one part of the site, or (None) all of it."""
    if part is None:
        return PoolsView(Scope(source, site, layout, layout.pools), WHOLE_SITE)
    seen = part.racks_of or part.name
    pools = [pool for pool in layout.pools if pool.part.name == seen]
    scope = Scope(source, site, layout, pools)
    return RacksView(source, scope, part.server) if part.racks_of else PoolsView(scope, part.server)
