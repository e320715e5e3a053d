"""A series as the pixels that it covers: lowest and highest per pixel column, broken where nothing is known.

One-pixel polylines of these cost a tenth of what a plotting library takes, and no peak is lost between two pixels.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF

from console.model.column import Floats

_SILENT_STEPS: Final = 4.0  # no line is drawn over a silence of more steps than this


class Run(NamedTuple):
    """One unbroken stretch: an x per pixel column, with the lowest and the highest value there."""

    x: Floats
    low: Floats
    high: Floats


def runs(times: Floats, values: Floats, start: float, end: float, width_px: int) -> list[Run]:
    """The stretches of a series between two instants on an axis of so many pixels."""
    known = ~np.isnan(values) & (times >= start) & (times <= end)
    at, told = times[known], values[known]
    if not len(at) or width_px <= 1 or end <= start:
        return []
    pixels = np.floor((at - start) / (end - start) * (width_px - 1)).astype(np.intp)
    return [_run(pixels[part], told[part]) for part in _stretches(times, known)]


def _stretches(times: Floats, known: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[slice]:
    """Slices of the known samples that follow each other."""
    places = np.flatnonzero(known)
    at = times[places]
    usual = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    broken = (np.diff(places) > 1) | (np.diff(at) > max(usual * _SILENT_STEPS, 1e-9))
    edges = [0, *(int(each) + 1 for each in np.flatnonzero(broken)), len(places)]
    return [slice(first, last) for first, last in pairwise(edges)]


def _run(pixels: np.ndarray[tuple[int], np.dtype[np.intp]], values: Floats) -> Run:
    firsts = np.flatnonzero(np.diff(pixels, prepend=-1))
    low, high = np.minimum.reduceat(values, firsts), np.maximum.reduceat(values, firsts)
    return Run(pixels[firsts].astype(np.float64), low, high)


def zigzag(x: Floats, high: Floats, low: Floats) -> list[QPointF]:
    """From column to column through its highest and lowest."""
    points: list[QPointF] = []
    for at, top, bottom in zip(x, high, low, strict=True):
        points.append(QPointF(at, top))
        if bottom != top:
            points.append(QPointF(at, bottom))
    return points
