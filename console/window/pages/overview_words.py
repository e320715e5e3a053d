"""The figures of the overview's tiles as words: what stands large, what stands behind it, and the lines below."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.insight.spend import spend_per_currency
from console.insight.totals import Totals
from console.model.duration import format_age, format_duration
from console.model.money import Money, format_money
from console.model.quantity import format_count, format_number, format_percent
from console.model.state import Severity
from console.model.table import Table
from console.model.wording import UNKNOWN
from console.window.tables.cell import Cell, Look, Mark

translate = QCoreApplication.translate
_KILO = 1000.0
_HOUR_S = 3600.0


class TileWords(NamedTuple):
    """What one tile says."""

    figure: str
    words: Sequence[str]  # the longest that fits is shown
    lines: Sequence[Sequence[Cell]] = ()


def gpus_words(found: Totals) -> TileWords:
    """GPUs by state."""
    gpus = found.gpus
    parts = [
        Cell(translate("Overview", "{0} idle").format(format_count(gpus.idle)), Look.MUTED),
        Cell(translate("Overview", "{0} reserved").format(format_count(gpus.reserved)), Look.MUTED),
    ]
    if gpus.reserved_idle:
        held = translate("Overview", "{0} held idle").format(format_count(gpus.reserved_idle))
        parts.append(Cell(held, Look.WARNING, Mark.HELD))
    if gpus.down:
        down = translate("Overview", "{0} down").format(format_count(gpus.down))
        parts.append(Cell(down, Look.DOWN, Mark.DOWN))
    total = format_count(gpus.total)
    words = (translate("Overview", "busy of {0}").format(total), translate("Overview", "of {0}").format(total))
    return TileWords(format_count(gpus.busy), words, [parts])


def power_words(found: Totals) -> TileWords:
    """Power now against the cap."""
    if math.isnan(found.power_w):
        return TileWords(UNKNOWN, (), [[Cell(translate("Overview", "no source measures power"), Look.MUTED)]])
    scale, unit = power_scale(max(found.power_w, np.nan_to_num(found.power_cap_w)))
    figure = format_number(found.power_w / scale)
    coverage = Cell(translate("Overview", "{0} measured").format(_share(found.power_coverage)), Look.MUTED)
    if math.isnan(found.power_cap_w):
        return TileWords(figure, (unit,), [[Cell(translate("Overview", "no cap known"), Look.MUTED), coverage]])
    headroom_w = found.power_cap_w - found.power_w
    words = translate("Overview", "headroom {0} {1}").format(format_number(headroom_w / scale), unit)
    cap = translate("Overview", "{0} of {1} cap").format(unit, format_number(found.power_cap_w / scale))
    headroom = Cell(words, Look.MUTED) if headroom_w > 0 else Cell(words, Look.WARNING, Mark.HELD)
    return TileWords(figure, (cap, unit), [[headroom, coverage]])


def power_scale(power_w: float) -> tuple[float, str]:
    """Watts for a workstation, kilowatts for a hall."""
    return (_KILO, "kW") if power_w >= _KILO else (1.0, "W")


def cost_words(found: Totals, spend: Table, now: float) -> TileWords:
    """Money per hour now by currency, and the month against its budget."""
    rates = sorted(found.cost_per_hour.items(), key=lambda item: -item[1])
    lines = [_month(row, now) for row in spend_per_currency(spend).rows()]
    flat = [line for month in lines for line in month]
    if not rates:
        return TileWords(UNKNOWN, (), flat or [[Cell(translate("Overview", "no prices configured"), Look.MUTED)]])
    figure, *others = (format_money(_money(rate, currency)) for currency, rate in rates)
    words = translate("Overview", "/h") + "".join(f" + {other}" for other in others)
    return TileWords(figure, (words, translate("Overview", "/h")), flat)


def backlog_words(found: Totals) -> TileWords:
    """Who waits for GPUs, and how long."""
    waiting = found.backlog
    if waiting is None:
        return TileWords(UNKNOWN, (), [[Cell(translate("Overview", "no queue is connected"), Look.MUTED)]])
    if not waiting.jobs:
        return TileWords(
            "0", (translate("Overview", "GPUs"),), [[Cell(translate("Overview", "nobody waits"), Look.MUTED)]]
        )
    jobs = translate("Overview", "GPUs in {0} jobs") if waiting.jobs != 1 else translate("Overview", "GPUs in {0} job")
    median = translate("Overview", "wait median {0}").format(format_duration(waiting.median_wait_s))
    p95 = translate("Overview", "95th {0}").format(format_duration(waiting.p95_wait_s))
    spread = [Cell(median, Look.MUTED), Cell(p95, Look.MUTED)]
    words = (jobs.format(format_count(waiting.jobs)), translate("Overview", "GPUs"))
    return TileWords(format_count(waiting.gpus), words, [spread])


def alert_words(alerts: Table, room: int) -> TileWords:
    """The first alerts, as many as there is room for."""
    rows = alerts.rows()
    if not rows:
        return TileWords("0", (), [[Cell(translate("Overview", "nothing needs you"), Look.MUTED, Mark.GOOD)]])
    lines = [[_alert(str(row["text"]), str(row["severity"]))] for row in rows[:room]]
    if len(rows) > room:
        lines[-1] = [Cell(translate("Overview", "and {0} more").format(len(rows) - room + 1), Look.MUTED)]
    return TileWords(format_count(len(rows)), (), lines)


def _alert(text: str, severity: str) -> Cell:
    match severity:
        case Severity.CRITICAL:
            return Cell(text, Look.DOWN, Mark.DOWN)
        case Severity.WARNING:
            return Cell(text, Look.WARNING, Mark.HELD)
        case _:
            return Cell(text, Look.MUTED)


def _month(row: Mapping[str, object], now: float) -> list[list[Cell]]:
    """One bill: the month so far of its budget, what it will come to, its age."""
    currency = str(row["currency"] or "")
    spent, forecast, budget = (_amount(row[name], currency) for name in ("month_to_date", "month_forecast", "budget"))
    month = time.strftime("%b", time.localtime(now))
    so_far = f"{month} {format_money(spent)}"
    if budget is not None:
        so_far = translate("Overview", "{0} of {1}").format(so_far, format_money(budget))
    over = forecast is not None and budget is not None and forecast > budget
    coming = translate("Overview", "forecast {0}").format(format_money(forecast))
    lines = [[Cell(so_far, Look.MUTED)]]
    if forecast is not None:
        lines.append([Cell(coming, Look.WARNING, Mark.HELD) if over else Cell(coming, Look.MUTED)])
    as_of = row["as_of"]
    if isinstance(as_of, (int, float)):
        lines.append([Cell(translate("Overview", "bill {0} old").format(_bill_age(now - as_of)), Look.MUTED)])
    return lines


def _amount(value: object, currency: str) -> Money | None:
    return _money(value, currency) if isinstance(value, (int, float)) and currency else None


def _money(amount: float, currency: str) -> Money:
    return Money(Decimal(str(amount)), currency)


def _share(share: float) -> str:
    """A share of 0 to 1 in whole per cent, rounded down: nearly all is not all."""
    return UNKNOWN if math.isnan(share) else format_percent(math.floor(share * 100))


def _bill_age(age_s: float) -> str:
    """Bills are hours old; their minutes say nothing."""
    return format_age(math.ceil(age_s / _HOUR_S) * _HOUR_S if age_s > _HOUR_S else age_s)
