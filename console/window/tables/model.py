"""A table of the fleet as Qt sees it: rows are places in a listing, cells are written when they are first shown.

A refresh announces as little as it can: changed columns where the order stayed, a new layout where it did not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from console.insight.filter import Filter
from console.model.duration import format_age
from console.model.table import Schema, Table
from console.window.plain_text import plain_tip
from console.window.tables.cell import Cell
from console.window.tables.column_spec import ColumnSpec, first_order
from console.window.tables.evidence import evidence
from console.window.tables.freshness import Freshness, RowAges
from console.window.tables.listing import Listing

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole
_TOLD = frozenset({_Role.DisplayRole, _Role.ToolTipRole})


class TableModel(QAbstractTableModel):
    """Shows a listing through column specifications."""

    about_to_move = Signal()  # rows will stand elsewhere: a view lets go of its places
    moved = Signal()  # and takes them up again, by id
    counted = Signal()  # how many rows pass, or how many there are, may have changed

    def __init__(self, schema: Schema, columns: Sequence[ColumnSpec], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listing = Listing(schema)
        self.columns = tuple(columns)
        self.freshness = Freshness(0.0, {})
        self.ages = RowAges(np.empty(0), np.empty(0, dtype=bool))
        self.sorted_by: tuple[int, bool] | None = None  # column, descending
        self._cells: dict[tuple[int, int], Cell] = {}
        self._rows = 0

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        if role not in _TOLD or index.row() >= len(self.listing):
            return None
        if role == _Role.ToolTipRole:
            return plain_tip(self.tooltip(index.row(), index.column()))
        return self._spoken(index.row(), index.column())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == _Role.InitialSortOrderRole:
            return first_order(self.columns[section])
        return self.columns[section].title if role == _Role.DisplayRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column, -1 as the source has them."""
        descending = order is Qt.SortOrder.DescendingOrder
        self.sorted_by = None if column < 0 else (column, descending)
        if column < 0:
            self.listing.set_sort(None)
        else:
            spec = self.columns[column]
            self.listing.set_sort(spec.keys, spec.fields, descending=descending)
        self._rearrange()

    def set_filter(self, wanted: Filter) -> None:
        """Show the rows that pass.

        Raises:
            SettingsError: if the filter does not fit this table.
        """
        self.listing.set_filter(wanted)
        self._rearrange()

    def show_table(self, table: Table, freshness: Freshness, changed: frozenset[str] | None = None) -> None:
        """Take a newer table; `changed` names the columns that differ, None means that all may."""
        before, order = self.listing.table, self.listing.order
        aged = self.tick(freshness, table)
        key = table.schema.key
        self.listing.show(table, freshness.now, changed)
        if before[key].equals(table[key]) and np.array_equal(order, self.listing.order):
            self._announce(None if aged else changed)
        else:
            self._rearrange()

    def tick(self, freshness: Freshness, table: Table | None = None) -> bool:
        """Let time pass over a table, or over the one that is shown; whether anything looks different now."""
        before = self.ages.stale
        self.freshness, self.ages = freshness, freshness.of(self.listing.table if table is None else table)
        return bool(self.ages.stale.any()) or not np.array_equal(before, self.ages.stale)

    def cell(self, place: int, column: int) -> Cell:
        """What is shown at a place of the listing."""
        row = int(self.listing.order[place])
        kept = self._cells.get((row, column))
        if kept is None:
            kept = self._cells[row, column] = self.columns[column].show(self.listing.table, row)
        return kept

    def id_at(self, place: int) -> str:
        """The id of what is shown at a place."""
        return self.listing.ids(slice(place, place + 1))[0]

    def stale_age(self, place: int) -> str:
        """How old a stale row is, "" for one that is not stale."""
        row = self.listing.order[place]
        return format_age(float(self.ages.age_s[row])) if self.ages.stale[row] else ""

    def tooltip(self, place: int, column: int) -> str:
        """What a cell says in full, and what it rests on."""
        table, row, spec = self.listing.table, int(self.listing.order[place]), self.columns[column]
        lines = [f"{spec.title}: {spec.full(table, row) if spec.full else self._spoken(place, column)}"]
        if spec.note:
            lines.append(spec.note)
        origin = self.freshness.origins.get(table["source"].text(row))
        if origin is not None:
            taken_at = float(table.numbers("taken_at")[row]) if "taken_at" in table.columns else np.nan
            lines.append(evidence(origin, taken_at, self.freshness))
        return "\n".join(lines)

    def _spoken(self, place: int, column: int) -> str:
        cell = self.cell(place, column)
        return f"{cell.mark} {cell.text}" if cell.mark else cell.text

    def _rearrange(self) -> None:
        """Rows come or go at the end, then all may stand elsewhere: Qt allows no change of size within a layout."""
        self.about_to_move.emit()
        self._cells.clear()
        self._resize(len(self.listing))
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()
        self.moved.emit()
        self.counted.emit()

    def _resize(self, rows: int) -> None:
        if rows < self._rows:
            self.beginRemoveRows(_ROOT, rows, self._rows - 1)
            self._rows = rows
            self.endRemoveRows()
        elif rows > self._rows:
            self.beginInsertRows(_ROOT, self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()

    def _announce(self, changed: frozenset[str] | None) -> None:
        self._cells.clear()
        columns = [place for place, spec in enumerate(self.columns) if changed is None or spec.fields & changed]
        if columns and self._rows:
            top, bottom = self.index(0, columns[0]), self.index(self._rows - 1, columns[-1])
            self.dataChanged.emit(top, bottom)
        self.counted.emit()
