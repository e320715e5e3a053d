"""What was spent, by currency: bills of one currency are added, of different ones never."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from console.model.column import Floats, Mask, Value
from console.model.table import Table, from_rows
from console.model.tables import SPEND

_SUMS: Final = ("today", "month_to_date", "month_forecast")


def spend_per_currency(spend: Table) -> Table:
    """One row per currency, the largest month first: sums of what is known, and the age of the oldest bill.

    The budget is known only where every bill has one: a sum of some budgets is no limit of the whole.
    """
    table = from_rows(SPEND, _rows(spend))
    return table.take(np.argsort(-np.nan_to_num(table.numbers("month_to_date")), kind="stable"))


def _rows(spend: Table) -> Iterator[dict[str, Value]]:
    currencies = spend["currency"]
    for currency in dict.fromkeys(word for word in currencies.words if word):
        bills = currencies.where(currency)
        if bills.any():
            yield {"currency": currency, **_summed(spend, bills)}


def _summed(spend: Table, bills: Mask) -> dict[str, Value]:
    sums = {name: _sum_of_known(spend.numbers(name)[bills]) for name in _SUMS}
    budgets, ages = spend.numbers("budget")[bills], spend.numbers("as_of")[bills]
    known = ages[~np.isnan(ages)]
    return {
        **sums,
        "budget": None if np.isnan(budgets).any() else float(budgets.sum()),
        "as_of": float(known.min()) if len(known) else None,
    }


def _sum_of_known(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.sum()) if len(known) else None
