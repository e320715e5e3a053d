"""Columns that keep their identity as long as their values stay the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from console.model.column import Column, unknown
from console.model.table import Schema

Columns = Mapping[str, Column]


class Unchanged:
    """Remembers some columns of one table."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._columns: Columns = {}

    def since(self, version: int, make: Callable[[], Columns]) -> Columns:
        """The columns of a version of the world, made anew only when it is another one."""
        if version != self._version:
            self.kept(make())
            self._version = version
        return self._columns

    def kept(self, columns: Columns) -> Columns:
        """These columns, each replaced by the one before where nothing differs."""
        before = self._columns
        self._columns = {
            name: before[name] if name in before and before[name].equals(column) else column
            for name, column in columns.items()
        }
        return self._columns


def all_unknown(schema: Schema, rows: int) -> Columns:
    """Every column of a table, for those that a source never tells."""
    return {name: unknown(kind, rows) for name, kind in schema.kinds.items()}
