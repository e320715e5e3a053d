"""A few GPUs under their own names, for tests of tables and the heat map."""

from __future__ import annotations

from console.model.column import Value
from console.model.fleet import Fleet
from console.model.table import Table, from_rows
from console.model.tables import GPUS, SOURCES
from console.window.tables.freshness import Freshness, freshness

NOW = 1_800_000_000.0


Row = dict[str, Value]


def gpus(*rows: Row, age_s: float = 1.0) -> Table:
    """Rows of the GPU table; what is left out of a row is as the first source tells it."""
    return from_rows(GPUS, [_row(row, NOW - age_s) for row in rows])


def node(name: str, count: int = 8, **columns: Value) -> list[Row]:
    """The GPUs of a node."""
    return [{"node": name, "index": index, "state": "busy", **columns} for index in range(count)]


def fresh(*, now: float = NOW, alive: bool = True, health: str = "ok", told_at: float | None = NOW - 1) -> Freshness:
    """One source that is polled every 5 s."""
    row: Row = {
        "name": "alpha",
        "poll_s": 5.0,
        "taken_at": told_at,
        "health": health,
        "server": "Slurm 24.11",
    }
    return freshness(Fleet(now, {"sources": from_rows(SOURCES, [row])}), now, engine_alive=alive)


def _row(row: Row, taken_at: float) -> Row:
    name, index = row["node"], row.get("index", 0)
    return {
        "source": "alpha",
        "pool": "alpha/h100",
        "site": "hall-1",
        "taken_at": taken_at,
        "index": index,
        **row,
        "id": f"alpha/{name}/gpu{index}",
        "node": f"alpha/{name}",
    }
