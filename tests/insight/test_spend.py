from __future__ import annotations

from console.insight.spend import spend_per_currency
from console.model.column import Value
from console.model.table import Table, from_rows
from console.model.tables import SPEND


def bills(*rows: dict[str, Value]) -> Table:
    return spend_per_currency(from_rows(SPEND, rows))


def test_bills_of_one_currency_are_added_and_of_two_never() -> None:
    summed = bills(
        {"currency": "USD", "month_to_date": 5.0},
        {"currency": "EUR", "month_to_date": 100.0},
        {"currency": "EUR", "month_to_date": 20.0},
    )
    assert summed["currency"].values() == ["EUR", "USD"]
    assert summed["month_to_date"].values() == [120.0, 5.0]


def test_a_budget_that_covers_only_some_bills_is_no_budget_of_the_whole() -> None:
    summed = bills({"currency": "EUR", "budget": 10.0}, {"currency": "EUR", "budget": None})
    assert summed["budget"].values() == [None]


def test_budgets_of_every_bill_are_added() -> None:
    assert bills({"currency": "EUR", "budget": 10.0}, {"currency": "EUR", "budget": 5.0})["budget"].values() == [15.0]


def test_the_sum_is_as_old_as_its_oldest_bill() -> None:
    assert bills({"currency": "EUR", "as_of": 50.0}, {"currency": "EUR", "as_of": 20.0})["as_of"].values() == [20.0]


def test_an_unknown_amount_is_left_out_and_all_unknown_stays_unknown() -> None:
    summed = bills({"currency": "EUR", "month_to_date": 7.0}, {"currency": "EUR"})
    assert summed["month_to_date"].values() == [7.0]
    assert summed["month_forecast"].values() == [None]


def test_no_bill_is_no_row() -> None:
    assert len(bills()) == 0
