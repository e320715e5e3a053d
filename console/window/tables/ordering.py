"""Sorting by columns: numbers by value, texts so that node2 comes before node10, unknown last either way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from console.model.column import Column, Floats, Indices

_DIGITS: Final = re.compile(r"(\d+)")
_BETWEEN: Final = "\x1e"  # stands in no name
_WIDTH: Final = 16  # digits; a longer number sorts as text
_KEPT: Final = 400_000

_spelled: dict[str, str] = {}


def sort_keys(column: Column) -> Floats:
    """Numbers in the order of a column's values, NaN where unknown."""
    return np.append(ranks(column.words), np.nan)[column.codes] if column.kind.coded else column.numbers


def order_by(keys: Sequence[Floats], *, descending: bool = False) -> Indices:
    """Row indices in the order of the first key, ties by the next ones; unknown last, equal rows keep their order."""
    if len(keys) == 1:
        return np.argsort(-keys[0] if descending else keys[0], kind="stable")
    signed = [-key if descending else key for key in keys]
    return np.lexsort(signed[::-1])


@lru_cache(maxsize=32)  # words stay the same object from refresh to refresh
def ranks(words: tuple[str, ...]) -> Floats:
    """The place of each word among the words."""
    spelled = _spell(words)
    rank = np.empty(len(words))
    rank[sorted(range(len(words)), key=spelled.__getitem__)] = np.arange(len(words))
    rank.flags.writeable = False
    return rank


def _spell(words: tuple[str, ...]) -> list[str]:
    """Words with their numbers padded. Jobs come and go with every poll, so what was spelled once is kept."""
    if len(_spelled) > _KEPT:
        _spelled.clear()
    new = [word for word in words if word not in _spelled]
    if new:
        _spelled.update(zip(new, _padded(new), strict=True))
    return [_spelled[word] for word in words]


def _padded(words: Sequence[str]) -> list[str]:
    # All in one text, since one split of it is ten times as quick as one for each word.
    parts = _DIGITS.split(_BETWEEN.join(word.replace(_BETWEEN, " ") for word in words).casefold())
    parts[1::2] = [digits.zfill(_WIDTH) for digits in parts[1::2]]
    return "".join(parts).split(_BETWEEN)
