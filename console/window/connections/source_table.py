"""The sources as a table of their own: what is told of them, with the age of the last answer as a column."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.model.column import Column, Kind
from console.model.duration import format_age
from console.model.quantity import format_count
from console.model.table import Schema, Table
from console.model.tables import SOURCES
from console.window.drawer.source_facts import interval
from console.window.frame.source_standing import health_word
from console.window.tables.cell import NOTHING, Cell, Look, Mark
from console.window.tables.column_spec import ColumnSpec, figures, words
from console.window.tables.ordering import sort_keys

translate = QCoreApplication.translate

# `source` is what the table's model looks for, `age_s` what is sorted by; both follow from the fleet's own columns.
SCHEMA: Final = Schema(SOURCES.name, {**SOURCES.kinds, "source": Kind.TEXT, "age_s": Kind.REAL})


def source_table(sources: Table, now: float) -> Table:
    """The fleet's sources with their ages."""
    age_s = np.maximum(now - sources.numbers("taken_at"), 0.0)
    return Table(SCHEMA, {**sources.columns, "source": sources["name"], "age_s": Column(Kind.REAL, age_s)})


def source_columns() -> list[ColumnSpec]:
    """In the order in which they stand."""
    return [
        words("name", translate("Sources", "Source"), "name", specimen="kube-eu-cent", stretch=1),
        words("kind", translate("Sources", "Kind"), "kind", specimen="kubernetes", look=Look.MUTED),
        words("site", translate("Sources", "Site"), "site", specimen="hall-1", look=Look.MUTED),
        _health(),
        figures("age", translate("Sources", "Last answer"), "age_s", specimen="36 h 30", write=format_age),
        figures("latency", translate("Sources", "Answer ms"), "latency_ms", specimen="1,000"),
        figures("poll", translate("Sources", "Every"), "poll_s", specimen="30 min", write=interval),
        figures("polls", translate("Sources", "Polls"), "polls", specimen="10,000", write=format_count),
        figures(
            "failures", translate("Sources", "Failures"), "failures", specimen="100", write=format_count,
            look=_failing,
        ),
        words("server", translate("Sources", "Server"), "server", specimen="Slurm 24.11.5", look=Look.MUTED,
              stretch=2),
        _writes(),
    ]  # fmt: skip


def health_cell(health: str) -> Cell:
    """A source's health as a mark and a word."""
    match health:
        case "":
            return Cell(health_word(health), Look.MUTED)
        case "ok":
            return Cell(health_word(health), Look.PLAIN, Mark.GOOD)
        case "stale":
            return Cell(health_word(health), Look.WARNING, Mark.HELD)
        case _:
            return Cell(health_word(health), Look.DOWN, Mark.DOWN)


def _health() -> ColumnSpec:
    return ColumnSpec(
        "health", translate("Sources", "Health"), lambda table, row: health_cell(table["health"].text(row)),
        lambda table: [sort_keys(table["health"])], frozenset({"health"}), "▲ misconfigured",
    )  # fmt: skip


def _writes() -> ColumnSpec:
    def show(table: Table, row: int) -> Cell:
        value = table["writes"].value(row)
        if value is None:
            return NOTHING
        return Cell(translate("Sources", "yes")) if value else Cell(translate("Sources", "no"), Look.MUTED)

    note = translate("Sources", "Whether the console may change anything there: writes = true in the configuration")
    return ColumnSpec(
        "writes", translate("Sources", "Writes"), show, lambda table: [table.numbers("writes")],
        frozenset({"writes"}), "yes", note=note,
    )  # fmt: skip


def _failing(value: float) -> Look:
    return Look.WARNING if value else Look.MUTED
