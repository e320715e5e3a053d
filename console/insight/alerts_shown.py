"""Which alerts are looked at, and in what order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from console.model.fleet import Fleet
from console.model.state import Severity
from console.model.table import Table

_RANK: Final[Mapping[str | None, int]] = {Severity.CRITICAL: 0, Severity.WARNING: 1, Severity.INFO: 2}


def alerts_of_site(fleet: Fleet, site: str | None) -> Table:
    """The alerts about one site, or all: a pool stands where it is said to, everything else where its source does."""
    alerts = fleet["alerts"]
    if site is None:
        return alerts
    places = _sites(fleet["sources"]) | _sites(fleet["pools"])
    subjects, sources = alerts["subject"], alerts["source"]
    found = [places.get(subjects.text(row), places.get(sources.text(row))) == site for row in range(len(alerts))]
    return alerts.take(np.array(found, dtype=bool))


def worst_first(alerts: Table) -> Table:
    """Critical ones, then warnings; those of one severity as they came."""
    rank = [_RANK.get(alerts["severity"].text(row), len(_RANK)) for row in range(len(alerts))]
    return alerts.take(np.argsort(np.array(rank, dtype=np.intp), kind="stable"))


def _sites(table: Table) -> dict[str, str]:
    return {thing: table["site"].text(row) for row, thing in enumerate(table.ids)}
