"""The sites that the fleet names."""

from __future__ import annotations

import numpy as np

from console.model.fleet import Fleet

_TABLES = ("sources", "pools", "nodes")


def sites_of(fleet: Fleet) -> tuple[str, ...]:
    """Every site that something stands at, in alphabetical order."""
    found: set[str] = set()
    for name in _TABLES:
        column = fleet[name]["site"]
        found.update(column.words[code] for code in np.unique(column.codes) if code >= 0)
    return tuple(sorted(found))
