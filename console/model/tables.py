"""The tables of the fleet: every field of the JSON contract, and what the window shows besides.

Units stand in the names: `_w` watts, `_j` joules, `_bytes`, `_c` degrees Celsius, `_mhz`, `_s` seconds, `_ms`,
`_pct` 0 to 100, `_at` instants. A column that the JSON contract does not name may be added freely.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.model.column import Kind
from console.model.table import Schema

_R, _W, _I, _F, _T, _L = Kind.REAL, Kind.WHOLE, Kind.INSTANT, Kind.FLAG, Kind.TEXT, Kind.TEXTS

SOURCES: Final = Schema(
    "sources",
    {
        "name": _T, "kind": _T, "site": _T, "health": _T, "detail": _T, "taken_at": _I, "latency_ms": _R,
        "todo": _T, "poll_s": _R, "next_poll_at": _I, "polls": _W, "failures": _W, "server": _T, "writes": _F,
        "gpus_reported": _W, "gpus_total": _W,
    },
)  # fmt: skip

POOLS: Final = Schema(
    "pools",
    {
        "id": _T, "source": _T, "site": _T, "gpu_model": _T, "gpus_total": _W, "gpus_busy": _W, "gpus_idle": _W,
        "gpus_reserved": _W, "gpus_reserved_idle": _W, "gpus_down": _W, "power_w": _R, "power_cap_w": _R,
        "cost_per_hour": _R, "currency": _T, "pending_jobs": _W, "pending_gpus": _W, "oldest_wait_s": _R,
        "median_wait_s": _R, "p95_wait_s": _R, "name": _T, "running_jobs": _W, "state": _T, "state_detail": _T,
        "taken_at": _I,
    },
)  # fmt: skip

NODES: Final = Schema(
    "nodes",
    {
        "id": _T, "source": _T, "pool": _T, "state": _T, "state_detail": _T, "gpus_total": _W, "gpus_busy": _W,
        "cpu_pct": _R, "memory_used_bytes": _W, "memory_total_bytes": _W, "power_w": _R, "name": _T, "site": _T,
        "pools": _L, "cpus": _W, "load": _R, "gpu_model": _T, "features": _L, "machine": _T, "taken_at": _I,
    },
)  # fmt: skip

GPUS: Final = Schema(
    "gpus",
    {
        "id": _T, "source": _T, "node": _T, "pool": _T, "index": _W, "uuid": _T, "model": _T, "state": _T,
        "utilization_pct": _R, "memory_used_bytes": _W, "memory_total_bytes": _W, "power_w": _R, "power_cap_w": _R,
        "energy_j": _R, "temperature_c": _R, "sm_clock_mhz": _R, "throttle_reasons": _L, "ecc_uncorrected": _W,
        "state_detail": _T, "site": _T, "owner": _T, "job": _T, "parent": _T, "mig_profile": _T, "reserved": _F,
        "memory_reserved_bytes": _W, "memory_utilization_pct": _R, "power_default_w": _R, "power_min_w": _R,
        "power_max_w": _R, "temperature_slowdown_c": _R, "temperature_shutdown_c": _R, "temperature_memory_c": _R,
        "mem_clock_mhz": _R, "sm_clock_max_mhz": _R, "ecc_corrected": _W, "fan_pct": _R, "compute_mode": _T,
        "taken_at": _I,
    },
)  # fmt: skip

JOBS: Final = Schema(
    "jobs",
    {
        "id": _T, "source": _T, "pool": _T, "name": _T, "user": _T, "account": _T, "state": _T, "gpus": _W,
        "nodes": _L, "submitted_at": _I, "started_at": _I, "ends_at": _I, "reason": _T, "reason_text": _T,
        "key": _T, "tasks": _W, "priority": _R, "expected_start_at": _I, "time_limit_s": _R, "cpus": _W,
        "qos": _T, "site": _T, "reservation": _T, "taken_at": _I,
    },
)  # fmt: skip

RESERVATIONS: Final = Schema(
    "reservations",
    {
        "id": _T, "source": _T, "pool": _T, "name": _T, "owner": _T, "gpus": _W, "nodes": _L, "starts_at": _I,
        "ends_at": _I, "state": _T, "gpus_in_use": _W, "cost_per_hour": _R, "ticket": _T, "managed": _F,
        "currency": _T, "flags": _L, "site": _T, "taken_at": _I,
    },
)  # fmt: skip

SPEND: Final = Schema(
    "spend",
    {
        "source": _T, "currency": _T, "today": _R, "month_to_date": _R, "month_forecast": _R, "budget": _R,
        "as_of": _I,
    },
)  # fmt: skip

ALERTS: Final = Schema("alerts", {"id": _T, "severity": _T, "subject": _T, "text": _T, "since": _I, "source": _T})

PROCESSES: Final = Schema(
    "processes",
    {
        "id": _T, "source": _T, "node": _T, "gpu": _T, "pid": _W, "user": _T, "name": _T, "memory_bytes": _W,
        "command": _T, "cpu_pct": _R, "kind": _T, "started_at": _I, "taken_at": _I,
    },
)  # fmt: skip

# What a machine tells beside its GPUs: one row per disk, network card, temperature sensor or load average.
READINGS: Final = Schema(
    "readings",
    {
        "id": _T, "source": _T, "node": _T, "group": _T, "name": _T, "value": _R, "limit": _R, "unit": _T,
        "taken_at": _I,
    },
)  # fmt: skip

SNAPSHOT_SCHEMAS: Final[Mapping[str, Schema]] = {
    schema.name: schema for schema in (POOLS, NODES, GPUS, JOBS, RESERVATIONS, SPEND, PROCESSES, READINGS)
}
FLEET_SCHEMAS: Final[Mapping[str, Schema]] = {SOURCES.name: SOURCES, **SNAPSHOT_SCHEMAS, ALERTS.name: ALERTS}
