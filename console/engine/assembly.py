"""Builds the fleet that the faces see: merged snapshots, the sources table, derived pool columns, alerts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from console.engine.poller import Poller
from console.insight.alerts import alerts
from console.insight.pools import completed_pools
from console.model.column import Value
from console.model.fleet import Fleet, merge
from console.model.snapshot import Snapshot
from console.model.table import Table, empty, from_rows
from console.model.tables import ALERTS, SOURCES


def assemble(pollers: Sequence[Poller], now: float, alerts_before: Table | None = None) -> Fleet:
    """The fleet at an instant; alerts that held before keep the instant since which they do."""
    fleet = merge([each.standing.snapshot for each in pollers if each.standing.snapshot is not None], now)
    fleet = fleet.with_table(sources_table(pollers, now))
    fleet = fleet.with_table(completed_pools(fleet, now))
    return fleet.with_table(alerts(fleet, alerts_before or empty(ALERTS), now))


def sources_table(pollers: Iterable[Poller], now: float) -> Table:
    """One row per configured source, also for one that never answered."""
    return from_rows(SOURCES, [_row(poller, now) for poller in pollers])


def _row(poller: Poller, now: float) -> dict[str, Value]:
    settings, standing = poller.settings, poller.standing
    health, detail, todo = poller.health(now)
    return {
        "name": settings.name,
        "kind": settings.kind,
        "site": settings.site,
        "health": health,
        "detail": detail or None,
        "todo": todo or None,
        "taken_at": standing.snapshot.taken_at if standing.snapshot else None,
        "latency_ms": standing.latency_ms,
        "poll_s": poller.poll_s,
        "next_poll_at": standing.next_poll_at,
        "polls": standing.polls,
        "failures": standing.failures,
        "server": (standing.snapshot.server or None) if standing.snapshot else None,
        "writes": settings.writes,
        **_coverage(standing.snapshot),
    }


def _coverage(snapshot: Snapshot | None) -> dict[str, Value]:
    """How many of the source's GPUs told their telemetry."""
    gpus = snapshot["gpus"] if snapshot else None
    if gpus is None or not len(gpus):
        return {"gpus_reported": None, "gpus_total": None}
    told = ~np.isnan(gpus.numbers("utilization_pct")) | ~np.isnan(gpus.numbers("power_w"))
    return {"gpus_reported": int(told.sum()), "gpus_total": len(gpus)}
