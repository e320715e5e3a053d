"""A small site that has one of everything: four pools, six nodes, trouble of each sort, and two sources in trouble."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from console.model.column import Value
from console.model.fleet import Fleet
from console.model.table import from_rows
from console.model.tables import FLEET_SCHEMAS

Row = dict[str, Value]
GIB = 2**30


def small_fleet(now: float) -> Fleet:
    """The site at an instant; its newest values are a second old."""
    tables: Mapping[str, Sequence[Row]] = {
        "sources": list(_sources(now)),
        "pools": list(_pools(now)),
        "nodes": list(_nodes(now)),
        "gpus": list(_gpus(now)),
        "jobs": list(_jobs(now)),
        "reservations": list(_reservations(now)),
        "spend": [
            {
                "source": "aws",
                "currency": "USD",
                "today": 812.0,
                "month_to_date": 2.61e6,
                "month_forecast": 3.08e6,
                "budget": 3e6,
                "as_of": now - 9 * 3600,
            }
        ],
        "processes": list(_processes(now)),
        "readings": list(_readings(now)),
        "alerts": list(_alerts(now)),
    }
    return Fleet(now, {name: from_rows(FLEET_SCHEMAS[name], rows) for name, rows in tables.items()})


def _sources(now: float) -> Iterator[Row]:
    common: Row = {"polls": 120, "failures": 0, "writes": False, "poll_s": 5.0, "next_poll_at": now + 3}
    ok: Row = {**common, "health": "ok", "detail": "", "todo": ""}
    yield {
        **ok,
        "name": "this host",
        "kind": "host",
        "site": "desk",
        "taken_at": now - 1,
        "latency_ms": 8.0,
        "poll_s": 2.0,
        "server": "Debian 12, Linux 6.1",
    }
    yield {
        **ok,
        "name": "alpha",
        "kind": "slurm",
        "site": "hall-1",
        "taken_at": now - 3,
        "latency_ms": 212.0,
        "server": "Slurm 24.11.5, data v0.0.42",
        "gpus_reported": 31,
        "gpus_total": 32,
        "writes": True,
    }
    yield {
        **ok,
        "name": "kube-eu",
        "kind": "kubernetes",
        "site": "hall-2",
        "taken_at": now - 2,
        "latency_ms": 96.0,
        "server": "Kubernetes 1.34, Kueue 0.14",
    }
    yield {
        **common,
        "name": "hall-1 bmc",
        "kind": "redfish",
        "site": "hall-1",
        "health": "stale",
        "taken_at": now - 48,
        "latency_ms": 4100.0,
        "detail": "no answer within 10 s",
        "failures": 9,
        "todo": "poll it less often, or name fewer hosts",
    }
    yield {
        **common,
        "name": "runpod",
        "kind": "runpod",
        "site": "cloud",
        "health": "refused",
        "taken_at": None,
        "detail": "the key is refused",
        "failures": 120,
        "todo": "put a new key into the keyring as runpod",
    }


def _pools(now: float) -> Iterator[Row]:
    common: Row = {"state": "up", "taken_at": now - 3, "currency": "EUR"}
    yield {
        **common,
        "id": "alpha/h100",
        "name": "h100",
        "source": "alpha",
        "site": "hall-1",
        "gpu_model": "H100 80GB HBM3",
        "gpus_total": 24,
        "gpus_busy": 17,
        "gpus_idle": 3,
        "gpus_reserved": 8,
        "gpus_reserved_idle": 2,
        "gpus_down": 2,
        "power_w": 12_400.0,
        "power_cap_w": 16_800.0,
        "cost_per_hour": 50.4,
        "pending_jobs": 2,
        "pending_gpus": 24,
        "oldest_wait_s": 4440.0,
        "median_wait_s": 1080.0,
        "p95_wait_s": 4440.0,
        "running_jobs": 2,
    }
    yield {
        **common,
        "id": "alpha/a100",
        "name": "a100",
        "source": "alpha",
        "site": "hall-1",
        "gpu_model": "A100 80GB",
        "gpus_total": 8,
        "gpus_busy": 0,
        "gpus_idle": 8,
        "gpus_reserved": 0,
        "gpus_reserved_idle": 0,
        "gpus_down": 0,
        "power_w": 480.0,
        "power_cap_w": 3200.0,
        "cost_per_hour": 9.6,
        "pending_jobs": 0,
        "pending_gpus": 0,
        "running_jobs": 0,
    }
    yield {
        **common,
        "id": "kube-eu/h200",
        "name": "h200",
        "source": "kube-eu",
        "site": "hall-2",
        "gpu_model": "H200",
        "gpus_total": 8,
        "gpus_busy": 8,
        "gpus_idle": 0,
        "gpus_reserved": 0,
        "gpus_reserved_idle": 0,
        "gpus_down": 0,
        "pending_jobs": 1,
        "pending_gpus": 8,
        "oldest_wait_s": 2460.0,
        "median_wait_s": 2460.0,
        "p95_wait_s": 2460.0,
        "running_jobs": 1,
    }
    yield {
        "id": "this host/local",
        "name": "local",
        "source": "this host",
        "site": "desk",
        "gpus_total": 1,
        "gpus_busy": 1,
        "gpus_idle": 0,
        "gpus_reserved": 0,
        "gpus_reserved_idle": 0,
        "gpus_down": 0,
        "power_w": 212.0,
        "power_cap_w": 300.0,
        "state": "up",
        "taken_at": now - 1,
        "gpu_model": "RTX 6000 Ada",
    }


def _nodes(now: float) -> Iterator[Row]:
    for name, state, busy in (("n031", "busy", 8), ("n047", "mixed", 7), ("n117", "down", 2)):
        yield _node(now, ("alpha", "hall-1", "h100"), name, state, busy)
    yield _node(now, ("alpha", "hall-1", "a100"), "n201", "idle", 0)
    yield _node(now, ("kube-eu", "hall-2", "h200"), "g3", "busy", 8)
    yield {
        "id": "this host/desk",
        "name": "desk",
        "source": "this host",
        "site": "desk",
        "pool": "this host/local",
        "pools": ("this host/local",),
        "state": "busy",
        "gpus_total": 1,
        "gpus_busy": 1,
        "cpu_pct": 23.0,
        "cpus": 16,
        "load": 1.4,
        "memory_used_bytes": 21 * GIB,
        "memory_total_bytes": 64 * GIB,
        "machine": "9f3c",
        "taken_at": now - 1,
    }


def _node(now: float, place: tuple[str, str, str], name: str, state: str, busy: int) -> Row:
    source, site, pool = place
    detail = "Not responding since 10:31" if state == "down" else ""
    return {
        "id": f"{source}/{name}",
        "name": name,
        "source": source,
        "site": site,
        "pool": f"{source}/{pool}",
        "pools": (f"{source}/{pool}",),
        "state": state,
        "state_detail": detail,
        "gpus_total": 8,
        "gpus_busy": busy,
        "cpu_pct": 41.0,
        "cpus": 112,
        "load": 46.0,
        "memory_used_bytes": 700 * GIB,
        "memory_total_bytes": 2048 * GIB,
        "power_w": 6200.0,
        "features": ("nvlink", "ib"),
        "taken_at": now - 3,
    }


def _gpus(now: float) -> Iterator[Row]:
    for source, site, pool, node, model in (
        ("alpha", "hall-1", "h100", "n031", "H100 80GB HBM3"),
        ("alpha", "hall-1", "h100", "n047", "H100 80GB HBM3"),
        ("alpha", "hall-1", "h100", "n117", "H100 80GB HBM3"),
        ("alpha", "hall-1", "a100", "n201", "A100 80GB"),
        ("kube-eu", "hall-2", "h200", "g3", "H200"),
    ):
        for index in range(8):
            yield {**_gpu(now, source, node, index), "site": site, "pool": f"{source}/{pool}", "model": model}
    yield {
        **_gpu(now, "this host", "desk", 0),
        "site": "desk",
        "pool": "this host/local",
        "model": "RTX 6000 Ada",
        "power_w": 212.0,
        "power_cap_w": 300.0,
    }


def _gpu(now: float, source: str, node: str, index: int) -> Row:
    row: Row = {
        "id": f"{source}/{node}/gpu{index}",
        "source": source,
        "node": f"{source}/{node}",
        "index": index,
        "uuid": f"GPU-5f2c{index:04d}-a91",
        "state": "busy",
        "utilization_pct": 96.0 - index,
        "memory_used_bytes": 71 * GIB,
        "memory_total_bytes": 80 * GIB,
        "power_w": 680.0 + index,
        "power_cap_w": 700.0,
        "energy_j": 1.2e9,
        "temperature_c": 70.0 + index,
        "temperature_slowdown_c": 90.0,
        "sm_clock_mhz": 1980.0,
        "sm_clock_max_mhz": 1980.0,
        "throttle_reasons": (),
        "ecc_uncorrected": 0,
        "ecc_corrected": 0,
        "owner": "vision",
        "job": f"{source}/8812",
        "reserved": False,
        "taken_at": now - 3,
    }
    return {**row, **_trouble(node, index)}


def _trouble(node: str, index: int) -> Row:
    idle: Row = {
        "state": "idle",
        "utilization_pct": 0.0,
        "memory_used_bytes": GIB,
        "power_w": 91.0,
        "owner": None,
        "job": None,
        "temperature_c": 38.0,
    }
    silent: Row = dict.fromkeys(("utilization_pct", "memory_used_bytes", "power_w", "temperature_c", "sm_clock_mhz"))
    if node == "n047" and index == 3:
        return {"utilization_pct": 12.0, "temperature_c": 84.0, "power_w": 688.0, "throttle_reasons": ("sw_power_cap",)}
    if node == "n047" and index == 7:
        return {**silent, "state": "down", "state_detail": "Xid 79: fell off the bus", "ecc_uncorrected": 2}
    if node == "n117" and index < 2:
        return {**idle, "state": "reserved_idle", "reserved": True, "owner": "nlp"}
    if node == "n117" and index == 2:
        return {**silent, "state": None}
    if node == "n201" or (node == "n117" and index > 4):
        return idle
    return {}


def _jobs(now: float) -> Iterator[Row]:
    common: Row = {
        "source": "alpha",
        "site": "hall-1",
        "pool": "alpha/h100",
        "account": "research",
        "qos": "normal",
        "tasks": 1,
        "cpus": 64,
        "taken_at": now - 3,
    }
    yield {
        **common,
        "id": "alpha/8812",
        "key": "8812",
        "name": "train-vit",
        "user": "alice",
        "state": "running",
        "gpus": 16,
        "nodes": ("alpha/n031", "alpha/n047"),
        "submitted_at": now - 9000,
        "started_at": now - 7200,
        "ends_at": now + 11400,
        "time_limit_s": 18600.0,
        "priority": 4100.0,
    }
    yield {
        **common,
        "id": "alpha/8830",
        "key": "8830",
        "name": "sweep-lr",
        "user": "bob",
        "state": "pending",
        "gpus": 16,
        "nodes": (),
        "submitted_at": now - 4440,
        "reason": "Resources",
        "priority": 3900.0,
        "expected_start_at": now + 5000,
        "reason_text": "Waits for 16 free GPUs in h100; 3 are free now.",
    }
    yield {
        **common,
        "id": "alpha/8831",
        "key": "8831",
        "name": "eval",
        "user": "carol",
        "state": "pending",
        "gpus": 8,
        "nodes": (),
        "submitted_at": now - 1080,
        "reason": "Priority",
        "priority": 2100.0,
        "reason_text": "One job of higher priority is ahead in h100.",
    }
    yield {
        **common,
        "id": "alpha/8840",
        "key": "8840",
        "name": "nightly",
        "user": "bob",
        "state": "held",
        "gpus": 4,
        "nodes": (),
        "submitted_at": now - 300,
        "reason": "JobHeldUser",
        "reason_text": "Held by its owner.",
    }
    yield {
        **common,
        "id": "kube-eu/rl/ppo-7",
        "key": "ppo-7",
        "source": "kube-eu",
        "site": "hall-2",
        "pool": "kube-eu/h200",
        "name": "ppo-7",
        "user": "dana",
        "account": "rl",
        "state": "pending",
        "gpus": 8,
        "nodes": (),
        "submitted_at": now - 2460,
        "reason": "QuotaReserved",
        "reason_text": "The queue rl holds its whole quota.",
    }


def _reservations(now: float) -> Iterator[Row]:
    yield {
        "id": "alpha/nlp-71",
        "source": "alpha",
        "site": "hall-1",
        "pool": "alpha/h100",
        "name": "nlp-71",
        "owner": "nlp",
        "gpus": 8,
        "nodes": ("alpha/n117",),
        "starts_at": now - 7200,
        "ends_at": now + 14400,
        "state": "active",
        "gpus_in_use": 6,
        "cost_per_hour": 16.8,
        "currency": "EUR",
        "ticket": "OPS-4411",
        "managed": True,
        "flags": ("IGNORE_JOBS",),
        "taken_at": now - 3,
    }


def _processes(now: float) -> Iterator[Row]:
    for index in range(8):
        yield {
            "id": f"alpha/n047/{4100 + index}",
            "source": "alpha",
            "node": "alpha/n047",
            "gpu": f"alpha/n047/gpu{index}",
            "pid": 4100 + index,
            "user": "alice",
            "name": "python train.py",
            "memory_bytes": 70 * GIB,
            "cpu_pct": 98.0,
            "command": "python train.py --config vit.yaml",
            "kind": "compute",
            "started_at": now - 7200,
            "taken_at": now - 3,
        }


def _readings(now: float) -> Iterator[Row]:
    node: Row = {"source": "this host", "node": "this host/desk", "taken_at": now - 1}
    for group, name, value, limit, unit in (
        ("disk", "/", 412.0 * GIB, 930.0 * GIB, "bytes"),
        ("network", "eth0 received", 1.2e6, None, "bytes/s"),
        ("temperature", "CPU package", 54.0, 100.0, "°C"),
    ):
        yield {
            **node,
            "id": f"this host/desk/{group}/{name}",
            "group": group,
            "name": name,
            "value": value,
            "limit": limit,
            "unit": unit,
        }


def _alerts(now: float) -> Iterator[Row]:
    yield {
        "id": "alpha/h100/down",
        "severity": "critical",
        "subject": "alpha/h100",
        "since": now - 660,
        "source": "alpha",
        "text": "alpha/h100: GPU down: n047/gpu7",
    }
    yield {
        "id": "alpha/h100/held-idle",
        "severity": "warning",
        "subject": "alpha/h100",
        "since": now - 7200,
        "source": "alpha",
        "text": "alpha/h100: 2 GPUs held idle",
    }
    yield {
        "id": "runpod/source",
        "severity": "warning",
        "subject": "runpod",
        "since": now - 3600,
        "source": "runpod",
        "text": "runpod: the key is refused",
    }
