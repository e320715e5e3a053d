"""How the fleet crosses the pipe to the window: per table only the columns that changed, as raw buffers.

A fleet frame is a length, a msgpack header and the buffers, each on an 8-byte boundary, so that the window wraps
them without copying. Pickled rows would stall the window for hundreds of milliseconds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from console.model.column import Codes, Column, Floats
from console.model.fleet import Fleet
from console.model.table import Table
from console.model.tables import FLEET_SCHEMAS
from console.sources.child import Buffer

_LENGTH = struct.Struct("<Q")
_ALIGNMENT = 8


class ColumnPatch(msgspec.Struct, array_like=True, frozen=True):
    """One column: where its buffer lies, and its words (None when they are as before)."""

    name: str
    offset: int
    words: tuple[str, ...] | None


class TablePatch(msgspec.Struct, array_like=True, frozen=True):
    """One table: its number of rows and the columns that changed."""

    name: str
    rows: int
    columns: tuple[ColumnPatch, ...]


class FleetPatch(msgspec.Struct, array_like=True, frozen=True):
    """The header of a fleet frame."""

    taken_at: float
    tables: tuple[TablePatch, ...]


class Differ:
    """Remembers what was sent and encodes what is new."""

    def __init__(self) -> None:
        self._sent: dict[str, Table] = {}

    def encode(self, fleet: Fleet) -> list[Buffer]:
        """The parts of a frame that turns the last sent fleet into this one."""
        buffers = _Buffers()
        patches = tuple(self._patches(fleet, buffers))
        header = msgspec.msgpack.encode(FleetPatch(fleet.taken_at, patches))
        return [_LENGTH.pack(len(header)), header, _padding(_LENGTH.size + len(header)), *buffers.parts]

    def _patches(self, fleet: Fleet, buffers: _Buffers) -> Iterator[TablePatch]:
        for name in FLEET_SCHEMAS:
            table, sent = fleet[name], self._sent.get(name)
            changed = tuple(_changed_columns(table, sent, buffers))
            if changed:
                yield TablePatch(name, len(table), changed)
            self._sent[name] = table


class _Buffers:
    """Buffers one after the other, each on a boundary."""

    def __init__(self) -> None:
        self.parts: list[Buffer] = []
        self._size = 0

    def add(self, data: Floats | Codes) -> int:
        offset = self._size
        raw = np.ascontiguousarray(data).data.cast("B") if data.size else memoryview(b"")
        self.parts.extend((raw, _padding(len(raw))))
        self._size += len(raw) + len(self.parts[-1])
        return offset


def _changed_columns(table: Table, sent: Table | None, buffers: _Buffers) -> Iterator[ColumnPatch]:
    for name, column in table.columns.items():
        before = None if sent is None else sent[name]
        if before is not None and column.equals(before):
            continue
        same_words = before is not None and before.words == column.words
        yield ColumnPatch(name, buffers.add(column.data), None if same_words else column.words)


def _padding(size: int) -> bytes:
    return bytes(-size % _ALIGNMENT)


@dataclass(frozen=True, eq=False)
class FleetChange:
    """A fleet and which columns of which tables differ from the one before; a table with other rows names all."""

    fleet: Fleet
    changed: Mapping[str, frozenset[str]]


class Mirror:
    """The window's side: applies frames and holds the newest fleet."""

    def __init__(self) -> None:
        self.fleet = Fleet(0.0)

    def apply(self, frame: Buffer) -> FleetChange:
        """The fleet after a frame.

        Raises:
            msgspec.DecodeError: if the frame is not one of ours.
        """
        view = memoryview(frame)
        (size,) = _LENGTH.unpack_from(view)
        start = _LENGTH.size + size
        patch = msgspec.msgpack.decode(view[_LENGTH.size : start], type=FleetPatch)
        body = view[start + len(_padding(start)) :]
        tables = {**self.fleet.tables, **{each.name: self._patched(each, body) for each in patch.tables}}
        self.fleet = Fleet(patch.taken_at, tables)
        changed = {each.name: frozenset(column.name for column in each.columns) for each in patch.tables}
        return FleetChange(self.fleet, changed)

    def _patched(self, patch: TablePatch, body: memoryview) -> Table:
        before = self.fleet[patch.name]
        columns = dict(before.columns)
        for each in patch.columns:
            columns[each.name] = _wrapped(before[each.name], each, patch.rows, body)
        return Table(before.schema, columns)


def _wrapped(before: Column, patch: ColumnPatch, rows: int, body: memoryview) -> Column:
    words = before.words if patch.words is None else patch.words
    if before.kind.coded:
        return Column(before.kind, np.frombuffer(body, dtype=np.int32, count=rows, offset=patch.offset), words)
    return Column(before.kind, np.frombuffer(body, dtype=np.float64, count=rows, offset=patch.offset), words)
