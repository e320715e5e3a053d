"""How a table's column is shown: its heading with the unit, its cells, its order, its width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from console.model.column import Floats
from console.model.quantity import format_number
from console.model.table import Table
from console.window.tables.cell import NOTHING, Cell, Look
from console.window.tables.ordering import sort_keys

Show: TypeAlias = Callable[[Table, int], Cell]
Paint: TypeAlias = Callable[[QPainter, QRect, Table, int], None]
LookOf: TypeAlias = Callable[[float], Look]


@dataclass(frozen=True, slots=True, eq=False)
class ColumnSpec:
    """One column of a view.

    Args:
        name: under which width, place and order are kept.
        title: the heading, with the unit.
        show: what the cell of a row says.
        keys: what rows are ordered by, the first key first.
        fields: the table's columns that the cell is drawn from.
        specimen: a text as wide as the column should be.
        widest: up to how many pixels the column follows its longest text, in tables of few rows.
        right: figures stand at the right.
        stretch: the share of room that is left over.
        hidden: not shown until it is chosen.
        paint: draws the cell instead of its text.
        note: a sentence for the tooltip.
        full: what the tooltip says instead of the cell's text.
    """

    name: str
    title: str
    show: Show
    keys: Callable[[Table], Sequence[Floats]]
    fields: frozenset[str]
    specimen: str
    widest: int = 0
    right: bool = False
    stretch: int = 0
    hidden: bool = False
    paint: Paint | None = None
    note: str = ""
    full: Callable[[Table, int], str] | None = None


def first_order(spec: ColumnSpec) -> Qt.SortOrder:
    """How a first click sorts: the largest figure on top, texts from a to z."""
    return Qt.SortOrder.DescendingOrder if spec.right else Qt.SortOrder.AscendingOrder


def plain(_value: float) -> Look:
    """Figures that say what they say."""
    return Look.PLAIN


def muted(_value: float) -> Look:
    """Figures that only accompany others."""
    return Look.MUTED


def muted_zero(value: float) -> Look:
    """Counts of which none is nothing to look at."""
    return Look.PLAIN if value else Look.MUTED


def figures(
    name: str,
    title: str,
    field: str,
    *,
    specimen: str = "0,000",
    scale: float = 1.0,
    write: Callable[[float], str] = format_number,
    look: LookOf = plain,
    hidden: bool = False,
    widest: int = 0,
) -> ColumnSpec:
    """A column of numbers, shown in units of `scale`."""

    def show(table: Table, row: int) -> Cell:
        value = float(table[field].data[row])
        return NOTHING if np.isnan(value) else Cell(write(value / scale), look(value))

    return ColumnSpec(
        name, title, show, lambda table: [table[field].numbers], frozenset({field}), specimen,
        right=True, hidden=hidden, widest=widest,
    )  # fmt: skip


def words(
    name: str,
    title: str,
    field: str,
    *,
    specimen: str,
    look: Look = Look.PLAIN,
    stretch: int = 0,
    hidden: bool = False,
    write: Callable[[str], str] = str,
) -> ColumnSpec:
    """A column of texts."""

    def show(table: Table, row: int) -> Cell:
        text = write(table[field].text(row))
        return Cell(text, look) if text else NOTHING

    return ColumnSpec(
        name, title, show, lambda table: [sort_keys(table[field])], frozenset({field}), specimen,
        stretch=stretch, hidden=hidden,
    )  # fmt: skip
