"""All newest snapshots merged: what the faces draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from console.model.column import Column, Indices, Kind, Mask
from console.model.snapshot import Snapshot
from console.model.table import Table, concatenated, empty
from console.model.tables import FLEET_SCHEMAS, SNAPSHOT_SCHEMAS


@dataclass(frozen=True, eq=False)
class Fleet:
    """Immutable tables over all sources, by name; `taken_at` is when they were merged, seconds since the epoch."""

    taken_at: float
    tables: Mapping[str, Table] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Table:
        return self.tables.get(name) or empty(FLEET_SCHEMAS[name])

    def with_table(self, table: Table) -> Fleet:
        """The same fleet with one table replaced."""
        return Fleet(self.taken_at, {**self.tables, table.schema.name: table})


def merge(snapshots: Sequence[Snapshot], taken_at: float) -> Fleet:
    """One fleet of the newest snapshot of each source, in the order of the sources."""
    tables = {
        name: concatenated(schema, [snapshot[name] for snapshot in snapshots])
        for name, schema in SNAPSHOT_SCHEMAS.items()
    }
    return _join_machines(Fleet(taken_at, tables))


def _join_machines(fleet: Fleet) -> Fleet:
    """Nodes that two sources report of one machine become one row, of the first, filled from the others."""
    nodes = fleet["nodes"]
    machine = nodes.codes("machine")
    known = machine >= 0
    if len(np.unique(machine[known])) == int(known.sum()):
        return fleet
    first = _first_rows(machine)
    renamed = {nodes.ids[row]: nodes.ids[kept] for row, kept in enumerate(first) if row != kept}
    joined = _filled_from_twins(nodes, first).take(first == np.arange(len(nodes)))
    fleet = fleet.with_table(joined)
    for name in ("gpus", "processes", "readings"):
        fleet = fleet.with_table(_renamed(fleet[name], "node", renamed))
    return fleet


def _first_rows(machine: np.ndarray[tuple[int], np.dtype[np.int32]]) -> Indices:
    first = np.arange(len(machine))
    seen: dict[int, int] = {}
    for row, code in enumerate(machine):
        if code >= 0:
            first[row] = seen.setdefault(int(code), row)
    return first


def _filled_from_twins(nodes: Table, first: Indices) -> Table:
    columns = dict(nodes.columns)
    for row, kept in enumerate(first):
        if row == kept:
            continue
        for name, column in columns.items():
            columns[name] = _fill(column, int(kept), row)
    return Table(nodes.schema, columns)


def _fill(column: Column, row: int, from_row: int) -> Column:
    if not _unknown(column)[row]:
        return column
    data = column.data.copy()
    data[row] = data[from_row]
    return Column(column.kind, data, column.words)


def _unknown(column: Column) -> Mask:
    return np.asarray(column.codes < 0 if column.kind.coded else np.isnan(column.numbers))


def _renamed(table: Table, name: str, renamed: Mapping[str, str]) -> Table:
    column = table[name]
    words = tuple(renamed.get(word, word) for word in column.words)
    return table if words == column.words else table.with_columns(**{name: Column(Kind.TEXT, column.codes, words)})
