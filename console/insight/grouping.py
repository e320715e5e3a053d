"""Sums and counts per group, by codes instead of by rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from console.model.column import Column, Floats, Indices, Mask


def rows_of(references: Column, rows_by_id: Mapping[str, int]) -> Indices:
    """For each value of a column of ids the row that it names, -1 where it names none."""
    by_word = np.array([*(rows_by_id.get(word, -1) for word in references.words), -1], dtype=np.intp)
    return by_word[references.codes]


def count_per_row(rows: Indices, size: int, chosen: Mask | None = None) -> Floats:
    """How many values name each row; `chosen` leaves the others out."""
    kept = rows >= 0 if chosen is None else (rows >= 0) & chosen
    return np.bincount(rows[kept], minlength=size).astype(np.float64)


def sum_per_row(rows: Indices, values: Floats, size: int, chosen: Mask | None = None) -> Floats:
    """The sum of the known values that name each row; NaN where nothing is known."""
    known = (rows >= 0) & ~np.isnan(values)
    if chosen is not None:
        known &= chosen
    total = np.bincount(rows[known], weights=values[known], minlength=size)
    counted = np.bincount(rows[known], minlength=size)
    return np.where(counted > 0, total, np.nan)
