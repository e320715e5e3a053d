"""Snapshots of this machine's GPUs: read, or left asleep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from console.model.snapshot import Snapshot
from console.model.state import GpuState
from console.model.table import Table, from_rows
from console.model.tables import GPUS, NODES, POOLS, PROCESSES
from console.sources.nvml.gpu_rows import Row, gpu_rows, process_rows
from console.sources.nvml.machine_rows import node_row, pool_rows
from console.sources.nvml.partial import partial_sentences
from console.sources.nvml.remembered import Remembered
from console.sources.nvml.wire import GpuTold, Told
from console.sources.this_machine import Place

ASLEEP: Final = "the NVIDIA GPUs are suspended to save power and are left asleep; set wake = true to read them"

# What a GPU that is switched off still is; all else is unknown until it wakes.
_LASTING: Final = frozenset(
    {
        "id", "source", "site", "node", "index", "uuid", "model", "pool", "power_default_w", "power_min_w",
        "power_max_w", "temperature_slowdown_c", "temperature_shutdown_c", "sm_clock_max_mhz", "memory_total_bytes",
    }
)  # fmt: skip


def snapshot_of(told: Told, place: Place) -> Snapshot:
    """The snapshot of an answer of the helper."""
    gpus = list(gpu_rows(told, place))
    tables = {**_tables(gpus, place, told.taken_at), "processes": from_rows(PROCESSES, process_rows(told, place))}
    return Snapshot(place.source, told.taken_at, tables, told.driver, partial_sentences(told))


def suspended_snapshot(remembered: Remembered, asleep: int, place: Place, taken_at: float) -> Snapshot:
    """The snapshot of GPUs that are left asleep; those that were read before are shown as idle."""
    readings = tuple(GpuTold(index, reading) for index, reading in remembered.gpus())
    rows = gpu_rows(Told(0, taken_at, gpus=readings), place)
    gpus = [_asleep(row, taken_at) for row in rows if row.get("parent") is None and row["pool"] is not None]
    tables = _tables(gpus, place, taken_at)
    if not gpus:
        node = {**node_row(gpus, place, taken_at), "gpus_total": asleep, "gpus_busy": 0, "state_detail": "suspended"}
        tables["nodes"] = from_rows(NODES, [node])
    return Snapshot(place.source, taken_at, tables, partial=(ASLEEP,))


def _tables(gpus: Sequence[Row], place: Place, taken_at: float) -> dict[str, Table]:
    return {
        "gpus": from_rows(GPUS, gpus),
        "nodes": from_rows(NODES, [node_row(gpus, place, taken_at)]),
        "pools": from_rows(POOLS, pool_rows(gpus, place, taken_at)),
    }


def _asleep(row: Row, taken_at: float) -> Row:
    lasting = {name: value for name, value in row.items() if name in _LASTING}
    return {**lasting, "state": GpuState.IDLE, "state_detail": "suspended", "taken_at": taken_at}
