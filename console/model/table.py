"""A table of the fleet: columns of equal length under a schema.

Row objects exist only for what a person opened; everything else works on whole columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from console.model.column import (
    Codes,
    Column,
    Floats,
    Indices,
    Kind,
    Mask,
    Value,
    column,
    concatenate,
    unknown,
)


@dataclass(frozen=True, slots=True)
class Schema:
    """The name of a table and its columns, in order; the first column is the row's id."""

    name: str
    kinds: Mapping[str, Kind]

    @property
    def key(self) -> str:
        """The column that names a row for as long as the thing exists."""
        return next(iter(self.kinds))


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length. What a source does not tell is a column of unknowns."""

    schema: Schema
    columns: Mapping[str, Column]

    def __post_init__(self) -> None:
        lengths = {len(each) for each in self.columns.values()}
        if list(self.columns) != list(self.schema.kinds) or len(lengths) > 1:
            raise ValueError(f"columns do not fit the table {self.schema.name}")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The id of every row."""
        key = self.columns[self.schema.key]
        return tuple(key.words[code] for code in key.codes)

    @cached_property
    def rows_by_id(self) -> Mapping[str, int]:
        """Where each id stands."""
        return {each: row for row, each in enumerate(self.ids)}

    def numbers(self, name: str) -> Floats:
        """The values of a column of numbers, NaN where unknown."""
        return self.columns[name].numbers

    def codes(self, name: str) -> Codes:
        """The codes of a column of texts, -1 where unknown."""
        return self.columns[name].codes

    def take(self, indices: Indices | Mask) -> Table:
        """The rows at these indices (or where the mask is true), in that order."""
        return Table(self.schema, {name: each.take(indices) for name, each in self.columns.items()})

    def row(self, index: int) -> dict[str, Value]:
        """One row as plain values, None where unknown."""
        return {name: each.value(index) for name, each in self.columns.items()}

    def rows(self) -> list[dict[str, Value]]:
        """Every row as plain values; for printing, never for work on a whole fleet."""
        return [self.row(index) for index in range(len(self))]

    def find(self, row_id: str) -> dict[str, Value] | None:
        """The row of this id, or None."""
        index = self.rows_by_id.get(row_id)
        return None if index is None else self.row(index)

    def with_columns(self, **columns: Column) -> Table:
        """The same table with some columns replaced."""
        return Table(self.schema, {name: columns.get(name, each) for name, each in self.columns.items()})


def table(schema: Schema, rows: int, columns: Mapping[str, Column]) -> Table:
    """A table from the columns that are known; the others are unknown.

    Raises:
        ValueError: if a column has no place in the schema or another length.
    """
    if strangers := columns.keys() - schema.kinds.keys():
        raise ValueError(f"the table {schema.name} has no column {min(strangers)}")
    return Table(schema, {name: columns.get(name) or unknown(kind, rows) for name, kind in schema.kinds.items()})


def from_rows(schema: Schema, rows: Iterable[Mapping[str, Value]]) -> Table:
    """A table from rows of plain values; a missing or None value is unknown."""
    kept = list(rows)
    return Table(schema, {name: column(kind, [row.get(name) for row in kept]) for name, kind in schema.kinds.items()})


def empty(schema: Schema) -> Table:
    """A table without rows."""
    return from_rows(schema, ())


def concatenated(schema: Schema, tables: Sequence[Table]) -> Table:
    """All rows of tables of one schema, in order."""
    filled = [each for each in tables if len(each)]
    if not filled:
        return empty(schema)
    return Table(schema, {name: concatenate([each[name] for each in filled]) for name in schema.kinds})
