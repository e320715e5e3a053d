"""A reading of this machine as rows of the fleet's tables."""

from __future__ import annotations

from console.model.column import Value
from console.model.identity import join
from console.model.table import Table, from_rows
from console.model.tables import NODES, PROCESSES, READINGS
from console.sources.host.gauge import Gauge, gauge_rows
from console.sources.host.processes import HostProcess
from console.sources.host.reader import HostReading
from console.sources.this_machine import Place


def tables(reading: HostReading, disks: list[Gauge], disks_at: float, place: Place) -> dict[str, Table]:
    """The tables of one machine; its file systems may have told theirs (`disks`, at `disks_at`) earlier."""
    readings = [*gauge_rows(reading.gauges, place.source, place.node, reading.taken_at)]
    readings += gauge_rows(disks, place.source, place.node, disks_at)
    return {
        "nodes": from_rows(NODES, [_node_row(reading, place)]),
        "readings": from_rows(READINGS, readings),
        "processes": from_rows(PROCESSES, [_process_row(each, reading, place) for each in reading.processes]),
    }


def _node_row(reading: HostReading, place: Place) -> dict[str, Value]:
    return {
        "id": place.node,
        "source": place.source,
        "site": place.site,
        "name": place.host,
        "machine": place.machine,
        "cpu_pct": reading.cpu_pct,
        "load": reading.load,
        "cpus": reading.cpus,
        "memory_used_bytes": reading.memory_used_bytes,
        "memory_total_bytes": reading.memory_total_bytes,
        "taken_at": reading.taken_at,
    }


def _process_row(process: HostProcess, reading: HostReading, place: Place) -> dict[str, Value]:
    return {
        **process._asdict(),
        "id": join(place.node, process.pid, int(process.started_at)),
        "source": place.source,
        "node": place.node,
        "kind": "host",
        "taken_at": reading.processes_taken_at,
    }
