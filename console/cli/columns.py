"""Which columns each table shows on a terminal, and how its values read there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from console.cli.render import Shown
from console.model.column import Value
from console.model.duration import format_duration
from console.model.quantity import format_bytes, format_count, format_number, format_percent, format_power

_UNKNOWN: Final = "—"


def word(value: Value) -> str:
    """A text, or several joined by commas."""
    if value is None or value == ():
        return _UNKNOWN
    return ", ".join(value) if isinstance(value, tuple) else str(value).replace("_", " ")


def name(value: Value) -> str:
    """A name as it is spelled."""
    return _UNKNOWN if value is None else str(value)


def _number(show: Callable[[float | None], str]) -> Callable[[Value], str]:
    return lambda value: show(float(value) if isinstance(value, (int, float)) else None)


def moment(value: Value) -> str:
    """A time in local time, with its date where it is not today."""
    if not isinstance(value, float):
        return _UNKNOWN
    local = datetime.fromtimestamp(value).astimezone()
    today = local.date() == datetime.now().astimezone().date()
    return f"{local:%H:%M:%S}" if today else f"{local:%Y-%m-%d %H:%M}"


_count, _power, _bytes = _number(format_count), _number(format_power), _number(format_bytes)
_percent, _real, _wait = _number(format_percent), _number(format_number), _number(format_duration)


def _figure(title: str, column: str, show: Callable[[Value], str] = _count, rank: int = 0) -> Shown:
    return Shown(title, column, show, rank, right=True)


COLUMNS: Final[Mapping[str, Sequence[Shown]]] = {
    "pools": (
        Shown("Pool", "id", name),
        Shown("Site", "site", name, 7),
        Shown("Model", "gpu_model", name, 5),
        _figure("GPUs", "gpus_total"),
        _figure("Busy", "gpus_busy"),
        _figure("Idle", "gpus_idle"),
        _figure("Reserved", "gpus_reserved", rank=4),
        _figure("Idle res.", "gpus_reserved_idle", rank=2),
        _figure("Down", "gpus_down", rank=1),
        _figure("Power", "power_w", _power, 2),
        _figure("Cap", "power_cap_w", _power, 6),
        _figure("Cost/h", "cost_per_hour", _real, 6),
        Shown("", "currency", name, 6),
        _figure("Waiting jobs", "pending_jobs", rank=4),
        _figure("GPUs", "pending_gpus", rank=1),
        _figure("Median wait", "median_wait_s", _wait, 3),
        _figure("95th", "p95_wait_s", _wait, 5),
    ),
    "gpus": (
        Shown("GPU", "id", name),
        Shown("Model", "model", name, 6),
        Shown("State", "state", word),
        _figure("Util", "utilization_pct", _percent),
        _figure("Mem used", "memory_used_bytes", _bytes, 1),
        _figure("of", "memory_total_bytes", _bytes, 5),
        _figure("Power", "power_w", _power, 1),
        _figure("Cap", "power_cap_w", _power, 5),
        _figure("°C", "temperature_c", _real, 1),
        _figure("MHz", "sm_clock_mhz", _real, 7),
        Shown("Throttled by", "throttle_reasons", word, 4),
        _figure("ECC", "ecc_uncorrected", rank=6),
        Shown("Owner", "owner", name, 3),
        Shown("Detail", "state_detail", name, 8),
    ),
    "nodes": (
        Shown("Node", "id", name),
        Shown("Pool", "pool", name, 4),
        Shown("State", "state", word),
        _figure("GPUs", "gpus_total"),
        _figure("Busy", "gpus_busy"),
        _figure("CPU", "cpu_pct", _percent, 1),
        _figure("Mem used", "memory_used_bytes", _bytes, 2),
        _figure("of", "memory_total_bytes", _bytes, 5),
        _figure("Power", "power_w", _power, 3),
        Shown("Detail", "state_detail", name, 6),
    ),
    "jobs": (
        Shown("Job", "key", name),
        Shown("Pool", "pool", name, 3),
        Shown("Name", "name", name, 2),
        Shown("User", "user", name),
        Shown("Account", "account", name, 6),
        Shown("State", "state", word),
        _figure("GPUs", "gpus"),
        Shown("Submitted", "submitted_at", moment, 5),
        Shown("Ends", "ends_at", moment, 7),
        Shown("Reason", "reason", name, 1),
        Shown("Why", "reason_text", name, 4),
        Shown("Nodes", "nodes", word, 8),
    ),
    "reservations": (
        Shown("Reservation", "id", name),
        Shown("Owner", "owner", name),
        Shown("State", "state", word),
        _figure("GPUs", "gpus"),
        _figure("In use", "gpus_in_use"),
        Shown("Starts", "starts_at", moment, 1),
        Shown("Ends", "ends_at", moment, 1),
        Shown("Pool", "pool", name, 3),
        Shown("Flags", "flags", word, 5),
        Shown("Nodes", "nodes", word, 4),
    ),
    "alerts": (
        Shown("Severity", "severity", word),
        Shown("Since", "since", moment, 2),
        Shown("What", "text", name),
    ),
    "sources": (
        Shown("Source", "name", name),
        Shown("Kind", "kind", name, 1),
        Shown("Site", "site", name, 5),
        Shown("Health", "health", word),
        Shown("Taken", "taken_at", moment, 2),
        _figure("ms", "latency_ms", _real, 4),
        Shown("Server", "server", name, 3),
        Shown("Detail", "detail", name, 1),
    ),
}
