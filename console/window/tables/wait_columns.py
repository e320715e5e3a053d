"""The columns of the waits table: per pool who waits, how long, how that is spread, and what is free meanwhile."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QPainter

from console.insight.wait_spread import BINS, EDGES_S
from console.model.column import Floats
from console.model.duration import format_duration
from console.model.quantity import format_count
from console.model.table import Table
from console.window.tables.cell import Cell, Look
from console.window.tables.column_spec import ColumnSpec, figures, muted_zero
from console.window.tables.pool_columns import name_column
from console.window.theme.theme import qcolor, theme

translate = QCoreApplication.translate
_BAR_PX = 16
_BAR_GAP_PX = 2


class Spread:
    """The counts that the distribution column draws; replaced with every refresh."""

    def __init__(self) -> None:
        self._by_id: dict[str, Floats] = {}

    def replace(self, pools: Table, counts: Floats) -> None:
        """Take newer counts, one row a pool."""
        self._by_id = dict(zip(pools.ids, counts, strict=True))

    def of(self, table: Table, row: int) -> Floats:
        """The counts of a pool."""
        return self._by_id.get(table["id"].text(row), np.zeros(BINS))


def wait_columns(spread: Spread) -> list[ColumnSpec]:
    """In the order in which they stand."""
    return [
        name_column(),
        figures("jobs", translate("Waits", "Pending jobs"), "pending_jobs", write=format_count, look=muted_zero),
        figures("gpus", translate("Waits", "GPUs asked"), "pending_gpus", write=format_count, look=muted_zero),
        figures("free", translate("Waits", "GPUs idle"), "gpus_idle", write=format_count, look=muted_zero),
        _wait("median", translate("Waits", "Median wait"), "median_wait_s"),
        _wait("p95", translate("Waits", "95th"), "p95_wait_s"),
        _wait("oldest", translate("Waits", "Longest"), "oldest_wait_s"),
        _distribution(spread),
    ]


def _wait(name: str, title: str, field: str) -> ColumnSpec:
    return figures(name, title, field, write=format_duration, specimen="119 min")


def _distribution(spread: Spread) -> ColumnSpec:
    def paint(painter: QPainter, area: QRect, table: Table, row: int) -> None:
        _paint_bars(painter, area, spread.of(table, row))

    def show(table: Table, row: int) -> Cell:
        return Cell(_in_words(spread.of(table, row)), Look.MUTED)

    return ColumnSpec(
        "spread", translate("Waits", "Jobs by wait: under 1 min to over 24 h"), show,
        lambda table: [table.numbers("median_wait_s")], frozenset({"id", "pending_jobs"}), "a dozen bars of it",
        stretch=1, paint=paint,
    )  # fmt: skip


def _paint_bars(painter: QPainter, area: QRect, counts: Floats) -> None:
    tokens, most = theme().tokens, float(counts.max(initial=0.0))
    base = area.top() + (area.height() + _BAR_PX) // 2
    room = min(area.width(), 240)
    for place, count in enumerate(counts):
        left = area.left() + place * room // BINS
        wide = area.left() + (place + 1) * room // BINS - left - _BAR_GAP_PX
        tall = max(round(count / most * _BAR_PX), 2) if count else 1
        painter.fillRect(left, base - tall, wide, tall, qcolor(tokens.faint if count else tokens.line))


def _in_words(counts: Floats) -> str:
    """What the bars say."""
    ends = [*(translate("Waits", "under {0}").format(format_duration(edge)) for edge in EDGES_S)]
    names = [*ends, translate("Waits", "over {0}").format(format_duration(EDGES_S[-1]))]
    told = [f"{name} {format_count(count)}" for name, count in zip(names, counts, strict=True) if count]
    return ", ".join(told)
