"""The JSON that scripts and agents rely on: `switchroom/1`.

Times are ISO 8601 UTC, durations seconds, power watts, energy joules, memory bytes, ratios 0 to 100 where the key ends
in `_pct`; what is not known is null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from console.model.column import Kind, Value
from console.model.fleet import Fleet
from console.model.instant import format_instant
from console.model.table import Table

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None

SCHEMA: Final = "switchroom/1"

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "sources": ("name", "kind", "site", "health", "detail", "taken_at", "latency_ms"),
    "pools": (
        "id", "source", "site", "gpu_model", "gpus_total", "gpus_busy", "gpus_idle", "gpus_reserved",
        "gpus_reserved_idle", "gpus_down", "power_w", "power_cap_w", "cost_per_hour", "currency", "pending_jobs",
        "pending_gpus", "oldest_wait_s", "median_wait_s", "p95_wait_s",
    ),
    "nodes": (
        "id", "source", "pool", "state", "state_detail", "gpus_total", "gpus_busy", "cpu_pct", "memory_used_bytes",
        "memory_total_bytes", "power_w",
    ),
    "gpus": (
        "id", "source", "node", "pool", "index", "uuid", "model", "state", "utilization_pct", "memory_used_bytes",
        "memory_total_bytes", "power_w", "power_cap_w", "energy_j", "temperature_c", "sm_clock_mhz",
        "throttle_reasons", "ecc_uncorrected",
    ),
    "jobs": (
        "id", "source", "pool", "name", "user", "account", "state", "gpus", "nodes", "submitted_at", "started_at",
        "ends_at", "reason", "reason_text",
    ),
    "reservations": (
        "id", "source", "pool", "name", "owner", "gpus", "nodes", "starts_at", "ends_at", "state", "gpus_in_use",
        "cost_per_hour", "ticket", "managed",
    ),
    "spend": ("source", "currency", "today", "month_to_date", "month_forecast", "budget", "as_of"),
    "alerts": ("id", "severity", "subject", "text", "since"),
}  # fmt: skip
_PROCESS_FIELDS: Final = ("pid", "user", "name", "memory_bytes")


def document(fleet: Fleet, tables: Sequence[str] = tuple(FIELDS)) -> dict[str, Json]:
    """The JSON object of some tables of a fleet, or of all; the sources are always there."""
    lists = {name: _rows(fleet[name], FIELDS[name]) for name in FIELDS if name in {"sources", *tables}}
    if "gpus" in lists:
        processes = _processes(fleet["processes"])
        for row in lists["gpus"]:
            row["processes"] = processes.get(str(row["id"]), [])
    return {"schema": SCHEMA, "taken_at": format_instant(fleet.taken_at), **lists}


def _rows(table: Table, fields: Sequence[str]) -> list[dict[str, Json]]:
    columns = [(name, table[name]) for name in fields]
    return [{name: _json(column.kind, column.value(row)) for name, column in columns} for row in range(len(table))]


def _processes(processes: Table) -> dict[str, list[Json]]:
    by_gpu: dict[str, list[Json]] = {}
    for row, fields in enumerate(_rows(processes, _PROCESS_FIELDS)):
        if gpu := processes["gpu"].text(row):
            by_gpu.setdefault(gpu, []).append(fields)
    return by_gpu


def _json(kind: Kind, value: Value) -> Json:
    if kind is Kind.INSTANT and isinstance(value, float):
        return format_instant(value)
    return list(value) if isinstance(value, tuple) else value
