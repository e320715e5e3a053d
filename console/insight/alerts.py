"""What needs a person's eye, from the fleet as it stands: sources in trouble, GPUs down, hot, failing or held idle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from console.model.column import Mask, Value
from console.model.fleet import Fleet
from console.model.state import GpuState, Health, Severity
from console.model.table import Table, from_rows
from console.model.tables import ALERTS

Alert = dict[str, Value]


def alerts(fleet: Fleet, before: Table, now: float) -> Table:
    """The alerts that hold now; one that held before keeps the instant since which it does."""
    since = dict(zip(before.ids, before.numbers("since"), strict=True))
    rows = [*_sources(fleet["sources"]), *_pools(fleet["pools"]), *_gpus(fleet["gpus"])]
    return from_rows(ALERTS, [{**row, "since": float(since.get(str(row["id"]), now))} for row in rows])


def _alert(kind: str, subject: str, severity: Severity, text: str) -> Alert:
    return {
        "id": f"{subject}/{kind}",
        "severity": severity,
        "subject": subject,
        "text": text,
        "source": subject.partition("/")[0],
    }


def _sources(sources: Table) -> Iterator[Alert]:
    for row in sources.rows():
        if row["health"] not in {Health.OK, None}:
            yield _alert(
                "source", str(row["name"]), Severity.WARNING, f"{row['name']}: {row['detail'] or row['health']}"
            )


def _pools(pools: Table) -> Iterator[Alert]:
    for row in map(int, np.flatnonzero(pools.numbers("gpus_reserved_idle") > 0)):
        idle = int(pools.numbers("gpus_reserved_idle")[row])
        yield _alert("held-idle", pools.ids[row], Severity.WARNING, f"{pools.ids[row]}: {idle} GPUs held idle")


def _gpus(gpus: Table) -> Iterator[Alert]:
    causes: Mapping[str, tuple[Mask, Severity]] = {
        "down": (gpus["state"].where(GpuState.DOWN), Severity.CRITICAL),
        "hot": (gpus.numbers("temperature_c") >= gpus.numbers("temperature_slowdown_c"), Severity.WARNING),
        "ecc": (gpus.numbers("ecc_uncorrected") > 0, Severity.CRITICAL),
    }
    words = {
        "down": "GPUs down",
        "hot": "GPUs at their slowdown temperature",
        "ecc": "GPUs with uncorrected ECC errors",
    }
    for kind, (mask, severity) in causes.items():
        yield from _per_pool(gpus, kind, mask, severity, words[kind])


def _per_pool(gpus: Table, kind: str, mask: Mask, severity: Severity, words: str) -> Iterator[Alert]:
    """One alert a pool, so that a rack that fails is one line and not hundreds."""
    pools = gpus["pool"]
    for code, count in zip(*np.unique(pools.codes[mask], return_counts=True), strict=True):
        if code < 0:
            continue
        pool = pools.words[code]
        first = gpus.ids[int(np.flatnonzero(mask & (pools.codes == code))[0])]
        text = f"{count} {words}" if count > 1 else f"{words.replace('GPUs', 'GPU', 1)}: {first.partition('/')[2]}"
        yield _alert(kind, pool, severity, f"{pool}: {text}")
