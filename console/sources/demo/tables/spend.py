"""The table of spend: what a source's pools cost, each hour the same."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from console.model.column import Value
from console.model.table import Table, from_rows
from console.model.tables import SPEND
from console.sources.demo.division import SizedPool
from console.sources.demo.scope import Scope

HOUR_S = 3600.0
_TWO_DIGITS = 2


def spend_table(scope: Scope, now: float) -> Table:
    """One row per currency, as old as the bill is; none without pools."""
    by_currency = sorted(scope.pools, key=lambda pool: pool.part.currency)
    groups = groupby(by_currency, key=lambda pool: pool.part.currency)
    return from_rows(SPEND, [_row(scope.source, currency, list(pools), now) for currency, pools in groups])


def _row(source: str, currency: str, pools: Sequence[SizedPool], now: float) -> Mapping[str, Value]:
    as_of = (now - max(pool.part.bill_age_s for pool in pools)) // HOUR_S * HOUR_S
    day, month, hours = _hours(as_of)
    rate = sum(pool.plan.price * pool.gpus for pool in pools)
    return {
        "source": source,
        "currency": currency,
        "today": round(rate * day, 2),
        "month_to_date": round(rate * month, 2),
        "month_forecast": round(rate * hours, 2),
        "budget": _rounded(sum(_budgets(pools, hours))) or None,
        "as_of": as_of,
    }


def _budgets(pools: Sequence[SizedPool], hours: float) -> Iterator[float]:
    return (pool.plan.price * pool.gpus * hours * pool.part.budget_ratio for pool in pools)


def _hours(at: float) -> tuple[float, float, float]:
    """Hours since the beginning of the day and of the month, and those of the whole month, in UTC."""
    moment = datetime.fromtimestamp(at, UTC)
    month = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    days = calendar.monthrange(moment.year, moment.month)[1]
    return moment.hour + moment.minute / 60, (moment - month).total_seconds() / HOUR_S, days * 24.0


def _rounded(amount: float) -> float:
    """Budgets are round figures."""
    return float(f"{amount:.{_TWO_DIGITS}g}")
