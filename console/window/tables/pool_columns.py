"""The columns of the pools table."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from PySide6.QtCore import QCoreApplication, QPoint, QRect
from PySide6.QtGui import QPainter

from console.model.duration import format_duration
from console.model.identity import local_name
from console.model.money import Money, format_money
from console.model.quantity import format_count
from console.model.table import Table
from console.model.wording import UNKNOWN
from console.window.tables.cell import NOTHING, Cell, Look
from console.window.tables.column_spec import ColumnSpec, LookOf, figures, muted, muted_zero, plain, words
from console.window.tables.ordering import sort_keys
from console.window.theme.theme import qcolor, theme
from console.window.widgets.stacked_bar import GpuShares, bar_area, paint_bar

translate = QCoreApplication.translate
_WIDEST_PX = 96
_COUNTS = frozenset({"gpus_busy", "gpus_idle", "gpus_reserved", "gpus_reserved_idle", "gpus_down"})


def pool_columns() -> list[ColumnSpec]:
    """In the order in which they stand."""
    return [
        name_column(),
        words("site", translate("Pools", "Site"), "site", specimen="hall-10", look=Look.MUTED),
        _bar(),
        _count("busy", translate("Pools", "Busy"), "gpus_busy"),
        _count("idle", translate("Pools", "Idle"), "gpus_idle"),
        _count("reserved", translate("Pools", "Reserved"), "gpus_reserved"),
        _count("held", translate("Pools", "Held idle"), "gpus_reserved_idle", Look.WARNING),
        _count("down", translate("Pools", "Down"), "gpus_down", Look.DOWN),
        _kilowatts("power", translate("Pools", "Power kW"), "power_w", plain),
        _kilowatts("cap", translate("Pools", "Cap kW"), "power_cap_w", muted),
        _cost(),
        _count("waiting", translate("Pools", "Waiting GPUs"), "pending_gpus"),
        _wait("median", translate("Pools", "Median wait"), "median_wait_s"),
        _wait("p95", translate("Pools", "95th"), "p95_wait_s"),
        _wait("oldest", translate("Pools", "Longest wait"), "oldest_wait_s", hidden=True),
        figures("running", translate("Pools", "Running jobs"), "running_jobs", write=format_count, hidden=True),
        figures("total", translate("Pools", "GPUs in all"), "gpus_total", write=format_count, hidden=True),
        words("model", translate("Pools", "Model"), "gpu_model", specimen="H100 80GB HBM3", look=Look.MUTED,
              hidden=True),
        words("state", translate("Pools", "State"), "state", specimen="inactive", look=Look.MUTED, hidden=True),
    ]  # fmt: skip


def pool_title(table: Table, row: int) -> str:
    """A pool as people say it: alpha / h100."""
    name = table["name"].text(row) or local_name(table["id"].text(row))
    return f"{table['source'].text(row)} / {name}"


def shares_of(table: Table, row: int) -> GpuShares:
    """How the GPUs of a pool divide."""
    busy, idle, reserved, held, down = (
        float(table[name].data[row])
        for name in ("gpus_busy", "gpus_idle", "gpus_reserved", "gpus_reserved_idle", "gpus_down")
    )
    reserved_busy = 0.0 if np.isnan(reserved) else min(max(reserved - held, 0.0), busy)
    return GpuShares(busy, reserved_busy, held, idle, down)


def name_column() -> ColumnSpec:
    """The pool as people say it."""
    return ColumnSpec(
        "pool", translate("Pools", "Pool"), lambda table, row: Cell(pool_title(table, row)),
        lambda table: [sort_keys(table["source"]), sort_keys(table["name"]), sort_keys(table["id"])],
        frozenset({"source", "name", "id"}), "alpha / h100", widest=200,
    )  # fmt: skip


def _bar() -> ColumnSpec:
    return ColumnSpec(
        "gpus", translate("Pools", "GPUs"), _bar_words, lambda table: [table.numbers("gpus_total")], _COUNTS,
        "sixteen wide", stretch=4, paint=_paint_bar,
    )  # fmt: skip


def _bar_words(table: Table, row: int) -> Cell:
    """What the bar says, for those who do not see it."""
    shares = shares_of(table, row)
    if np.isnan(shares.total):
        return NOTHING
    template = translate("Pools", "{0} GPUs: {1} busy, {2} idle, {3} held idle, {4} down")
    counts = (shares.total, shares.busy, shares.idle, shares.reserved_idle, shares.down)
    return Cell(template.format(*map(format_count, counts)))


def _paint_bar(painter: QPainter, area: QRect, table: Table, row: int) -> None:
    shares = shares_of(table, row)
    if shares.total > 0:
        paint_bar(painter, bar_area(area), shares.segments(theme().tokens))
        return
    text = UNKNOWN if np.isnan(shares.total) else translate("Pools", "none now")
    metrics = painter.fontMetrics()
    painter.setPen(qcolor(theme().tokens.muted))
    painter.drawText(QPoint(area.left(), area.top() + (area.height() - metrics.height()) // 2 + metrics.ascent()), text)


def _count(name: str, title: str, field: str, alarm: Look | None = None) -> ColumnSpec:
    def look(value: float) -> Look:
        return alarm if alarm is not None and value > 0 else muted_zero(value)

    return figures(name, title, field, write=format_count, look=look, specimen="000", widest=_WIDEST_PX)


def _kilowatts(name: str, title: str, field: str, look: LookOf) -> ColumnSpec:
    return figures(name, title, field, scale=1000.0, look=look, specimen="000", widest=_WIDEST_PX)


def _wait(name: str, title: str, field: str, *, hidden: bool = False) -> ColumnSpec:
    return figures(name, title, field, write=format_duration, specimen="9 min", hidden=hidden, widest=_WIDEST_PX)


def _cost() -> ColumnSpec:
    def show(table: Table, row: int) -> Cell:
        rate, currency = float(table["cost_per_hour"].data[row]), table["currency"].text(row)
        if np.isnan(rate) or not currency:
            return NOTHING
        return Cell(format_money(Money(Decimal(str(rate)), currency)))

    return ColumnSpec(
        "cost", translate("Pools", "Cost /h"), show, lambda table: [table.numbers("cost_per_hour")],
        frozenset({"cost_per_hour", "currency"}), "€10", right=True, widest=_WIDEST_PX,
    )  # fmt: skip
