from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.errors import SettingsError
from console.model.money import Money, format_money, format_rate, parse_money, parse_rate

amounts = st.decimals(-(10**12), 10**12, places=4)
currencies = st.from_regex(r"[A-Z]{3}", fullmatch=True)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$2.10", "2.10", "USD"),
        ("€40000", "40000", "EUR"),
        ("40 EUR", "40", "EUR"),
        ("1234.56 USD", "1234.56", "USD"),
        ("1,234.56 CHF", "1234.56", "CHF"),
        (" £ 3 ", "3", "GBP"),
        ("-5 USD", "-5", "USD"),
    ],
)
def test_money_is_read_exactly(text: str, amount: str, currency: str) -> None:
    assert parse_money(text) == Money(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["", "$", "two dollars", "$1,2", "$2.10.3", "2 usd", "$" + "9" * 50, "$nan"])
def test_what_is_not_money_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError, match=r'is not an amount of money; write it as "\$2.10"'):
        parse_money(text)


def test_money_needs_exactly_one_currency() -> None:
    with pytest.raises(SettingsError, match=r'"40" has no currency; write one, as in "\$40" or "40 EUR"'):
        parse_money("40")
    with pytest.raises(SettingsError, match=r'"\$40 EUR" names two currencies'):
        parse_money("$40 EUR")


@given(amounts, currencies)
def test_money_as_text_reads_back_as_the_same(amount: Decimal, currency: str) -> None:
    money = Money(amount, currency)
    assert parse_money(str(money)) == money


@pytest.mark.parametrize("text", ["$2.10/h", "$2.10 / h", "$2.10 /hour", "2.10 USD per hour"])
def test_a_rate_is_money_per_hour(text: str) -> None:
    assert parse_rate(text) == usd("2.10")


@pytest.mark.parametrize("text", ["$2.10", "$2.10/d", "/h$2"])
def test_a_rate_that_is_not_per_hour_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r'is not a price per hour; write it as "\$2.10/h"'):
        parse_rate(text)


def test_a_rate_of_what_is_not_money_is_refused() -> None:
    with pytest.raises(SettingsError, match="is not an amount of money"):
        parse_rate("two/h")


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "sNaN"])
def test_an_amount_is_finite(amount: str) -> None:
    with pytest.raises(SettingsError, match="is not an amount of money"):
        usd(amount)


def test_a_currency_is_a_three_letter_code() -> None:
    with pytest.raises(SettingsError, match='"dollars" is not a currency; use its three-letter code'):
        Money(Decimal(1), "dollars")


def test_money_of_one_currency_is_added_scaled_and_compared() -> None:
    assert usd("2.10") + usd("0.90") == usd("3")
    assert usd("2.10") - usd("3") == usd("-0.90")
    assert usd("2.10") * 0.1 == usd("0.21")
    assert usd("250000") / 8 / Decimal(4) == usd("7812.5")
    assert max(usd("1"), usd("2")) == usd("2")
    assert usd("1") <= usd("1.00")


def test_two_currencies_never_mix() -> None:
    euro = Money(Decimal(3), "EUR")
    for mix in (lambda: usd("2") + euro, lambda: usd("2") - euro, lambda: usd("2") < euro):
        with pytest.raises(SettingsError, match="2 USD and 3 EUR are in different currencies"):
            mix()
    assert usd("3") != euro


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("€33.6", "€33.60"),
        ("€4317.4", "€4,317"),
        ("€2612000", "€2.61 M"),
        ("€999999.6", "€1 M"),
        ("€99.996", "€100"),
        ("€0.2", "€0.20"),
        ("€0.00423", "€0.00423"),
        ("$0", "$0"),
        ("40 CHF", "40.00 CHF"),
        ("-$5", "−$5.00"),
    ],
)
def test_money_is_shown_as_short_as_it_can_be(text: str, shown: str) -> None:
    assert format_money(parse_money(text)) == shown


def test_a_rate_is_shown_per_hour_and_unknown_money_is_an_em_dash() -> None:
    assert format_rate(usd("2.1")) == "$2.10 /h"
    assert format_rate(None) == "—"
    assert format_money(None) == "—"
    assert parse_rate(format_rate(usd("2.10"))) == usd("2.10")
