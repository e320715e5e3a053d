"""Amounts of money: exact decimals that know their currency and never mix with another one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering

from console.model.errors import SettingsError
from console.model.quantity import format_number
from console.model.wording import UNKNOWN, quoted

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}
_CODES = {symbol: code for code, symbol in SYMBOLS.items()}
_MONEY = re.compile(
    r"(?P<sign>-?)(?P<symbol>[$€£¥₹₩]?)\s*(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*(?P<code>[A-Z]{3})?"
)
_PER_HOUR = re.compile(r"\s*(?:/\s*h|/\s*hour|per hour)\s*$")
_LONGEST = 40  # characters; a longer amount is a slip and would be slow to read


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency.

    Args:
        amount: a finite decimal, in whole units of the currency (dollars, not cents).
        currency: the three-letter code of ISO 4217.

    Adding, subtracting or comparing two currencies raises SettingsError.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise SettingsError(f"{self.amount} is not an amount of money", todo='give a number, such as "40 EUR"')
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise SettingsError(
                f"{quoted(self.currency)} is not a currency", todo="use its three-letter code, such as USD or EUR"
            )

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: float | Decimal) -> Money:
        return Money(self.amount * _decimal(factor), self.currency)

    def __truediv__(self, divisor: float | Decimal) -> Money:
        return Money(self.amount / _decimal(divisor), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def _same(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            raise SettingsError(
                f"{self} and {other} are in different currencies", todo="give their prices in one currency"
            )
        return other.amount


def _decimal(number: float | Decimal) -> Decimal:
    # By way of its text, so that 0.1 h is a tenth and not 0.1000000000000000055.
    return number if isinstance(number, Decimal) else Decimal(repr(float(number)))


def parse_money(text: str) -> Money:
    """Return the amount that `text` means: `$2.10`, `€40000`, `40 EUR`, `1,234.56 USD`.

    The inverse of `str(Money)`. The currency is a symbol before or a three-letter code after the number.

    Raises:
        SettingsError: no number, no currency, or two of them.
    """
    match = _MONEY.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        raise SettingsError(
            f"{quoted(text)} is not an amount of money", todo='write it as "$2.10", "€40000" or "40 EUR"'
        )
    symbol, code = match["symbol"], match["code"]
    if bool(symbol) == bool(code):
        what = f"{quoted(text)} names two currencies" if symbol else f"{quoted(text)} has no currency"
        raise SettingsError(what, todo=f'write one, as in "${match["number"]}" or "{match["number"]} EUR"')
    number = Decimal(match["sign"] + match["number"].replace(",", ""))
    return Money(number, code or _CODES[symbol])


def parse_rate(text: str) -> Money:
    """Return the money per hour that `text` means: `$2.10/h`, `40 EUR / h`, `€3 per hour`.

    Raises:
        SettingsError: not an amount of money, or not per hour.
    """
    ending = _PER_HOUR.search(text)
    if ending is None:
        raise SettingsError(f"{quoted(text)} is not a price per hour", todo='write it as "$2.10/h"')
    return parse_money(text[: ending.start()])


def format_money(money: Money | None) -> str:
    """Return `money` as the window shows it: `€33.60`, `€4,317`, `€2.61 M`, `40.00 CHF`.

    Cents below 100, whole units from 100, millions with three significant digits from a million, three
    significant digits below 0.10. A currency without a symbol has its code behind. None is an em dash.
    """
    if money is None:
        return UNKNOWN
    symbol = SYMBOLS.get(money.currency, "")
    code = "" if symbol else f" {money.currency}"
    sign = "−" if money.amount < 0 else ""
    return f"{sign}{symbol}{_format_amount(abs(money.amount))}{code}"


def format_rate(money_per_hour: Money | None) -> str:
    """Return money per hour as `€33.60 /h`; None is an em dash."""
    return UNKNOWN if money_per_hour is None else f"{format_money(money_per_hour)} /h"


def _format_amount(amount: Decimal) -> str:
    if round(amount) >= 1_000_000:
        return f"{format_number(float(amount / 1_000_000))} M"
    if round(amount, 2) >= 100:
        return f"{amount:,.0f}"
    if amount == 0 or amount < Decimal("0.10"):
        return format_number(float(amount))
    return f"{amount:.2f}"
