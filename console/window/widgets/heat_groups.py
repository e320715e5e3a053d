"""How the heat map's cells are grouped: what makes a block with a heading, and whether nodes stay together in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from console.model.column import Codes, Column, Floats, Indices, Mask
from console.model.identity import local_name
from console.model.table import Table
from console.model.wording import UNKNOWN
from console.window.tables.ordering import sort_keys
from console.window.widgets.heat_layout import Grouping

translate = QCoreApplication.translate

Keys = Floats | Codes


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


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """What stays while only values change: each GPU's innermost group, counted in the order shown, and GPUs by name."""

    rank: npt.NDArray[np.uint16] | npt.NDArray[np.uint32]
    by_name: Indices


def groups_of(gpus: Table, by: GroupBy) -> Groups:
    """The groups of a table's GPUs."""
    fields = [*by.fields, *(["node"] if by.by_node else [])]
    keys = [np.nan_to_num(sort_keys(gpus[name]), nan=np.inf) for name in fields]
    order = np.lexsort(keys[::-1]) if keys else np.arange(len(gpus))
    number = np.cumsum(_starts([key[order] for key in keys], len(gpus))) - 1
    rank = np.empty(len(gpus), dtype=np.uint32)
    rank[order] = number
    # Sixteen bits where they suffice: numpy sorts them in a tenth of the time.
    narrow = not len(number) or int(number[-1]) < 2**16
    return Groups(
        rank.astype(np.uint16) if narrow else rank, np.lexsort((gpus.numbers("index"), sort_keys(gpus["node"])))
    )


def group(gpus: Table, by: GroupBy, groups: Groups, order: Indices | None) -> Grouping:
    """The cells in their groups; within the innermost group in this order, or by name where None."""
    sequence = groups.by_name if order is None else order
    rows = sequence[np.argsort(groups.rank[sequence], kind="stable")]
    fields = [gpus[name] for name in by.fields]
    starts = _starts([each.codes[rows] for each in fields], len(rows))
    titles = [_title(fields, int(rows[first])) for first in np.flatnonzero(starts)]
    node = groups.rank[rows].astype(np.intp) if by.by_node else np.arange(len(rows))
    return Grouping(rows, np.cumsum(starts) - 1, node, titles)


def _starts(keys: Sequence[Keys], rows: int) -> Mask:
    """Where a new group begins."""
    starts = np.zeros(rows, dtype=bool)
    starts[:1] = True
    for each in keys:
        starts[1:] |= each[1:] != each[:-1]
    return starts


def _title(fields: Sequence[Column], row: int) -> str:
    """hall-1 › alpha › h100"""
    parts = [field.text(row) or UNKNOWN for field in fields]
    if len(parts) == 2:
        source, _, pool = parts[1].partition("/")
        parts = [parts[0], source, *([local_name(parts[1])] if pool else [])]
    return " › ".join(parts)
