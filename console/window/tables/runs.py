"""Runs of places, so that a selection of thousands of rows is told to Qt as a few ranges."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from console.model.column import Indices


def runs_of(places: Indices) -> Iterator[tuple[int, int]]:
    """The first and last place of each run, from places in rising order."""
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > 1)
    firsts = places[np.append(0, breaks + 1)]
    lasts = places[np.append(breaks, len(places) - 1)]
    yield from zip(map(int, firsts), map(int, lasts), strict=True)
