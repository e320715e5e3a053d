"""Objects as text for the clipboard: rows for a spreadsheet, JSON for a script, a command for a terminal."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from console.model.document import FIELDS, Json, document
from console.model.fleet import Fleet
from console.model.table import Table
from console.window.thing import Sort, Thing

_FILTERED = frozenset({Sort.POOL, Sort.NODE, Sort.GPU, Sort.JOB, Sort.RESERVATION})


def as_tsv(fleet: Fleet, things: Sequence[Thing]) -> str:
    """Rows under their headings, one block for each kind of object; unknown is empty."""
    return "\n".join(_block(fleet, sort, [each.id for each in group]) for sort, group in groupby(things, _sort))


def as_json(fleet: Fleet, things: Sequence[Thing]) -> str:
    """The object that `switchroom status --json` gives, of these rows and their sources alone."""
    names = {each.sort.value for each in things}
    return json.dumps(document(_part(fleet, things), sorted(names)), indent=2, ensure_ascii=False)


def as_command(things: Sequence[Thing], options: Sequence[str] = ()) -> str:
    """The commands that print these objects; `options` are those that the window was started with."""
    commands = (_command(sort, [each.id for each in group]) for sort, group in groupby(things, _sort))
    return "\n".join(shlex.join([*words, *options]) for words in commands)


def _sort(thing: Thing) -> Sort:
    return thing.sort


def _block(fleet: Fleet, sort: Sort, ids: Sequence[str]) -> str:
    part = Fleet(fleet.taken_at, {sort.value: _rows(fleet[sort], fleet[sort].schema.key, ids)})
    rows = document(part, [sort.value])[sort.value]
    assert isinstance(rows, list)
    lines = ["\t".join(FIELDS[sort]), *("\t".join(_field(row[name]) for name in FIELDS[sort]) for row in rows)]
    return "\n".join(lines)


def _field(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value).replace("\t", " ").replace("\n", " ")


def _command(sort: Sort, ids: Sequence[str]) -> list[str]:
    if sort is Sort.SOURCE:
        return ["switchroom", "sources", "test", *ids[:1]]
    return ["switchroom", sort.value, "--filter", f'id="{",".join(ids)}"']


def _part(fleet: Fleet, things: Sequence[Thing]) -> Fleet:
    """The fleet with only these rows, their processes and their sources."""
    ids = [each.id for each in things]
    tables = {sort.value: _rows(fleet[sort], "id", ids) for sort in {each.sort for each in things} if sort in _FILTERED}
    tables["sources"] = _rows(fleet["sources"], "name", [each.source for each in things])
    tables["processes"] = _rows(fleet["processes"], "gpu", ids)
    return Fleet(fleet.taken_at, tables)


def _rows(table: Table, column: str, wanted: Sequence[str]) -> Table:
    key = table[column]
    places = {word: place for place, word in enumerate(wanted)}
    order = np.array([*(places.get(word, -1) for word in key.words), -1], dtype=np.intp)[key.codes]
    rows = np.flatnonzero(order >= 0)
    return table.take(rows[np.argsort(order[rows], kind="stable")])
