"""How the heat map's cells are grouped: what makes a block with a heading, and whether nodes stay together in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.model.column import Column, Floats, Indices
from console.model.identity import local_name
from console.model.table import Table
from console.model.wording import UNKNOWN
from console.window.tables.ordering import sort_keys
from console.window.widgets.heat_layout import Grouping

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class GroupBy:
    """One way to group.

    Args:
        key: stays the same for ever.
        title: for people.
        fields: the columns that make a block.
        by_node: whether the GPUs of a node stand together in it.
    """

    key: str
    title: str
    fields: tuple[str, ...]
    by_node: bool


def groupings() -> list[GroupBy]:
    """In the order of the menu."""
    return [
        GroupBy("node", translate("Grouping", "site › pool › node"), ("site", "pool"), by_node=True),
        GroupBy("pool", translate("Grouping", "site › pool"), ("site", "pool"), by_node=False),
        GroupBy("model", translate("Grouping", "model"), ("model",), by_node=False),
        GroupBy("owner", translate("Grouping", "owner"), ("owner",), by_node=False),
        GroupBy("none", translate("Grouping", "none"), (), by_node=False),
    ]


def group(gpus: Table, by: GroupBy, order: Indices | None) -> Grouping:
    """The cells in their groups; within the innermost group in this order, or by node and index where None."""
    place = np.empty(len(gpus))
    place[order if order is not None else np.lexsort(_by_name(gpus)[::-1])] = np.arange(len(gpus))
    fields = [gpus[name] for name in by.fields]
    node = gpus["node"]
    keys = [*(_known_last(each) for each in fields), *([_known_last(node)] if by.by_node else []), place]
    rows = np.lexsort(keys[::-1])
    codes = [each.codes[rows] for each in fields]
    starts = _starts(codes, len(rows))
    block = np.cumsum(starts) - 1
    nodes = node.codes[rows].astype(np.intp) if by.by_node else np.arange(len(rows))
    titles = [_title(fields, int(rows[first])) for first in np.flatnonzero(starts)]
    return Grouping(rows, block, nodes, titles)


def _by_name(gpus: Table) -> Sequence[Floats]:
    return [sort_keys(gpus["node"]), gpus.numbers("index")]


def _known_last(column: Column) -> Floats:
    return np.nan_to_num(sort_keys(column), nan=np.inf)


def _starts(
    codes: Sequence[np.ndarray[tuple[int], np.dtype[np.int32]]], rows: int
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where a new block begins."""
    starts = np.zeros(rows, dtype=bool)
    starts[:1] = True
    for each in codes:
        starts[1:] |= each[1:] != each[:-1]
    return starts


def _title(fields: Sequence[Column], row: int) -> str:
    """hall-1 › alpha › h100"""
    parts = [field.text(row) or UNKNOWN for field in fields]
    if len(parts) == 2:
        source, _, pool = parts[1].partition("/")
        parts = [parts[0], source, *([local_name(parts[1])] if pool else [])]
    return " › ".join(parts)
