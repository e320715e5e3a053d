"""A fleet of any size made from columns in milliseconds, so that the window can be measured without an engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from console.insight.alerts import alerts
from console.insight.pools import completed_pools
from console.model.column import Column, Floats, Kind, Mask, Value, constant, text_lists, texts
from console.model.fleet import Fleet
from console.model.table import Table, concatenated, empty, from_rows, table
from console.model.tables import ALERTS, GPUS, JOBS, POOLS, SOURCES, SPEND

GPUS_PER_NODE = 8
GIB = 2.0**30
OWNERS = ("vision", "nlp", "rl", "speech", "robotics")


@dataclass(frozen=True, slots=True)
class PoolShape:
    """One pool: whose it is, what it holds and how it does."""

    source: str
    name: str
    site: str
    model: str
    gpus: int
    cap_w: float
    memory_gib: float
    busy_share: float
    held: int = 0
    down: int = 0
    unknown: int = 0
    price: float = 2.0
    currency: str = "EUR"


PICTURE = (
    PoolShape("alpha", "h100", "hall-1", "H100 80GB HBM3", 928, 700, 80, 0.86, 40, 12, 6),
    PoolShape("alpha", "a100", "hall-1", "A100 80GB", 384, 400, 80, 0.78, 0, 0, 1, 1.2),
    PoolShape("kube-eu", "h200", "hall-2", "H200", 480, 700, 141, 0.94, 32, 0, 2, 2.7),
    PoolShape("kube-eu", "l40s", "hall-2", "L40S", 160, 350, 48, 0.6, 0, 4, 0, 0.6),
    PoolShape("this host", "local", "desk", "RTX 6000 Ada", 2, 300, 48, 0.5, price=0.1),
)


def large(gpus: int) -> tuple[PoolShape, ...]:
    """Pools that add up to so many GPUs."""
    size = gpus // 10
    return tuple(
        PoolShape(
            f"cluster{n // 2}", f"{'ab'[n % 2]}100", f"hall-{n // 4}", "H100 80GB HBM3", size, 700, 80, 0.85,
            held=size // 50, down=size // 200, unknown=size // 400,
        )
        for n in range(10)
    )  # fmt: skip


def synthetic_fleet(pools: Sequence[PoolShape], now: float, seed: int = 0, jobs: int = 400) -> Fleet:
    """The pools as a fleet at an instant; another seed is another poll of the same GPUs."""
    random = np.random.default_rng(seed)
    gpus = concatenated(GPUS, [_gpus(pool, now, random) for pool in pools])
    fleet = Fleet(
        now,
        {
            "sources": _sources(pools, now),
            "pools": _pools(pools, gpus, now),
            "gpus": gpus,
            "jobs": _jobs(pools, now, jobs),
            "spend": _spend(now),
        },
    )
    fleet = fleet.with_table(completed_pools(fleet, now))
    return fleet.with_table(alerts(fleet, empty(ALERTS), now))


def _real(values: npt.NDArray[np.floating]) -> Column:
    return _column(Kind.REAL, values)


def _column(kind: Kind, values: npt.NDArray[np.floating]) -> Column:
    # Cast, for whoever reads the buffers of a column takes them for float64.
    return Column(kind, values.astype(np.float64))


def _whole(values: npt.NDArray[np.floating]) -> Column:
    return _column(Kind.WHOLE, np.round(values))


def _either(chosen: Mask, one: float, others: npt.NDArray[np.floating]) -> Floats:
    return np.where(chosen, np.float64(one), np.round(others.astype(np.float64)))


def _gpus(pool: PoolShape, now: float, random: np.random.Generator) -> Table:
    rows = pool.gpus
    place = np.arange(rows)
    states = _states(pool)
    busy, silent = states == "busy", (states == "down") | (states == "")
    nodes = [f"{pool.source}/{_node(pool, n)}" for n in (place // GPUS_PER_NODE).tolist()]
    util = np.where(busy, np.clip(random.normal(93, 6, rows), 5, 100), random.uniform(0, 1, rows))
    power = np.where(busy, pool.cap_w * random.uniform(0.9, 0.99, rows), pool.cap_w * 0.13)
    temperature = np.where(busy, random.normal(70, 4, rows), 38.0)
    used = pool.memory_gib * np.where(busy, random.uniform(0.8, 0.93, rows), 0.01)
    reserved = (states == "reserved_idle") | (busy & (place < rows // 10))
    slow = busy & (np.random.default_rng(3).random(rows) < 0.004)
    owner = np.random.default_rng(len(pool.name)).choice(OWNERS, -(-rows // 64)).repeat(64)[:rows]

    def known(values: npt.NDArray[np.floating]) -> Floats:
        return np.where(silent, np.nan, values.astype(np.float64))

    def owned(row: int) -> str | None:
        return None if states[row] in {"idle", ""} else str(owner[row])

    return table(
        GPUS,
        rows,
        {
            "id": texts(f"{node}/gpu{index}" for node, index in zip(nodes, place % GPUS_PER_NODE, strict=True)),
            "source": constant(pool.source, rows),
            "site": constant(pool.site, rows),
            "pool": constant(f"{pool.source}/{pool.name}", rows),
            "node": texts(nodes),
            "index": _whole((place % GPUS_PER_NODE).astype(np.float64)),
            "uuid": texts(f"GPU-{abs(hash(pool.name)) % 0xFFFF:04x}{n:08x}" for n in place),
            "model": constant(pool.model, rows),
            "state": texts(str(state) or None for state in states),
            "utilization_pct": _real(known(_either(slow, 12.0, util))),
            "memory_used_bytes": _whole(known(used * GIB)),
            "memory_total_bytes": _whole(np.full(rows, pool.memory_gib * GIB)),
            "power_w": _real(known(np.round(power))),
            "power_cap_w": _real(np.full(rows, pool.cap_w)),
            "temperature_c": _real(known(_either(slow, 86.0, temperature))),
            "temperature_slowdown_c": _real(np.full(rows, 90.0)),
            "sm_clock_mhz": _real(known(_either(slow, 1200.0, np.full(rows, 1980.0)))),
            "throttle_reasons": text_lists(("sw_power_cap",) if each else () for each in slow),
            "ecc_uncorrected": _whole(np.where(states == "down", 2.0, 0.0)),
            "ecc_corrected": _whole(np.zeros(rows)),
            "state_detail": texts("Xid 79: fell off the bus" if state == "down" else None for state in states),
            "owner": texts(owned(row) for row in range(rows)),
            "reserved": Column(Kind.FLAG, reserved.astype(np.float64)),
            "taken_at": Column(Kind.INSTANT, np.full(rows, now - 3)),
        },
    )  # fmt: skip


def _states(pool: PoolShape) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """Idle nodes stand together, trouble is scattered; the same for every poll."""
    random = np.random.default_rng(pool.gpus)
    nodes = -(-pool.gpus // GPUS_PER_NODE)
    idle_nodes = np.repeat(random.random(-(-nodes // 3)) > pool.busy_share, 3)[:nodes]
    states = np.where(np.repeat(idle_nodes, GPUS_PER_NODE)[: pool.gpus], "idle", "busy").astype("<U13")
    places = random.permutation(pool.gpus)
    for count, state in ((pool.held, "reserved_idle"), (pool.down, "down"), (pool.unknown, "")):
        states[places[:count]] = state
        places = places[count:]
    return states


def _node(pool: PoolShape, number: int) -> str:
    return "desk" if pool.gpus < GPUS_PER_NODE else f"{pool.name[0]}{number:04d}"


def _sources(pools: Sequence[PoolShape], now: float) -> Table:
    names = list(dict.fromkeys(pool.source for pool in pools))
    rows: list[dict[str, Value]] = [
        {"name": name, "kind": "slurm", "site": "hall-1", "health": "ok", "taken_at": now - 3, "poll_s": 5.0,
         "server": "Slurm 24.11.5"}
        for name in names
    ]  # fmt: skip
    return from_rows(SOURCES, rows)


def _pools(pools: Sequence[PoolShape], gpus: Table, now: float) -> Table:
    states, reserved, owner = gpus["state"], gpus.numbers("reserved") == 1, gpus["pool"]
    rows: list[dict[str, Value]] = []
    for pool in pools:
        name = f"{pool.source}/{pool.name}"
        own = owner.where(name)
        counts = {state: float((states.where(state) & own).sum()) for state in ("busy", "idle", "reserved_idle")}
        rows.append(
            {
                "id": name, "source": pool.source, "site": pool.site, "name": pool.name, "gpu_model": pool.model,
                "gpus_total": pool.gpus, "gpus_busy": counts["busy"], "gpus_idle": counts["idle"],
                "gpus_reserved_idle": counts["reserved_idle"], "gpus_reserved": float((reserved & own).sum()),
                "gpus_down": pool.gpus - sum(counts.values()), "cost_per_hour": pool.price * pool.gpus,
                "currency": pool.currency, "state": "up", "taken_at": now - 3,
            }
        )  # fmt: skip
    return from_rows(POOLS, rows)


def _jobs(pools: Sequence[PoolShape], now: float, count: int) -> Table:
    random = np.random.default_rng(5)
    reasons = (
        ("Resources", "Waits for free GPUs in its pool."),
        ("Priority", "Jobs of higher priority are ahead of it."),
        ("QOSMaxGRESPerUser", "Its user holds as many GPUs as the QoS allows."),
        ("Dependency", "Waits for another job to end."),
    )
    rows: list[dict[str, Value]] = []
    queued = [pool for pool in pools if pool.gpus >= GPUS_PER_NODE]
    for number in range(count):
        pool = queued[int(random.integers(len(queued)))]
        state = str(random.choice(["pending", "running", "held"], p=[0.4, 0.57, 0.03]))
        waited = float(random.gamma(1.5, 1400))
        reason, text = reasons[int(random.integers(4))] if state == "pending" else ("JobHeldUser", "Held by its owner.")
        started = now - float(random.uniform(100, 40_000)) if state == "running" else None
        rows.append(
            {
                "id": f"{pool.source}/{8000 + number}", "key": str(8000 + number), "source": pool.source,
                "site": pool.site, "pool": f"{pool.source}/{pool.name}", "state": state,
                "name": str(random.choice(["train-vit", "sweep-lr", "eval", "pretrain-7b", "ppo", "nightly"])),
                "user": str(random.choice(["alice", "bob", "carol", "dana", "erik"])), "account": "research",
                "gpus": float(random.choice([1, 2, 4, 8, 16, 32])), "tasks": 1.0, "qos": "normal",
                "submitted_at": (started or now - 3) - waited, "started_at": started,
                "ends_at": None if started is None else now + float(random.uniform(300, 80_000)),
                "reason": None if started else reason, "reason_text": None if started else text,
                "expected_start_at": now + float(random.uniform(-500, 40_000)) if reason == "Resources" else None,
                "priority": float(random.integers(100, 5000)), "taken_at": now - 3,
            }
        )  # fmt: skip
    return from_rows(JOBS, rows)


def _spend(now: float) -> Table:
    return from_rows(
        SPEND,
        [{"source": "focus", "currency": "EUR", "today": 81_200.0, "month_to_date": 2.61e6, "month_forecast": 3.08e6,
          "budget": 3e6, "as_of": now - 9 * 3600}],
    )  # fmt: skip
