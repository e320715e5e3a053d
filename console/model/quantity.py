"""Power, energy, memory, counts and shares: how they are typed and how they are shown.

Inside the product they are watts, joules, bytes and percent as plain numbers, with the unit in the name. Every
unit and prefix that the product reads or prints is in the tables here.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import NamedTuple

from console.model.errors import SettingsError
from console.model.wording import UNKNOWN, quoted


class Unit(NamedTuple):
    """One unit: its symbol, how many base units it is, and up to how many of it are printed (0: never)."""

    symbol: str
    factor: int
    until: float


# Kilowatts last to 10 000, so that a hall's power and its cap are read in the same unit.
POWER_W = (
    Unit("W", 1, 1_000),
    Unit("kW", 10**3, 10_000),
    Unit("MW", 10**6, 10_000),
    Unit("GW", 10**9, math.inf),
)
ENERGY_J = (
    Unit("Wh", 3_600, 1_000),
    Unit("kWh", 3_600 * 10**3, 10_000),
    Unit("MWh", 3_600 * 10**6, 10_000),
    Unit("GWh", 3_600 * 10**9, math.inf),
    Unit("J", 1, 0),
    Unit("kJ", 10**3, 0),
    Unit("MJ", 10**6, 0),
    Unit("GJ", 10**9, 0),
)
BYTES = (
    Unit("B", 1, 1_024),
    Unit("KiB", 2**10, 1_024),
    Unit("MiB", 2**20, 1_024),
    Unit("GiB", 2**30, 1_024),
    Unit("TiB", 2**40, 1_024),
    Unit("PiB", 2**50, math.inf),
    Unit("kB", 10**3, 0),
    Unit("MB", 10**6, 0),
    Unit("GB", 10**9, 0),
    Unit("TB", 10**12, 0),
    Unit("PB", 10**15, 0),
)

_QUANTITY = re.compile(r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*([A-Za-z]*)")
_LONGEST = 40  # characters; a longer number is a slip and would be slow to read
_MOST_DECIMALS = 9  # below that a number is shown as 0


def parse_power(text: str) -> float:
    """Return the watts that `text` means: `400 kW`, `1,059 kW`, `0.7 MW`.

    Raises:
        SettingsError: not a number and W, kW, MW or GW.
    """
    return float(_parse(text, POWER_W, "a power", "400 kW"))


def parse_energy(text: str) -> float:
    """Return the joules that `text` means: `21 kWh`, `3.6 MJ`.

    Raises:
        SettingsError: not a number and a unit of `ENERGY_J`.
    """
    return float(_parse(text, ENERGY_J, "an energy", "21 kWh"))


def parse_bytes(text: str) -> int:
    """Return the bytes that `text` means, to the nearest: `80 GiB` (2³⁰ each), `80 GB` (10⁹ each).

    Raises:
        SettingsError: not a number and a unit of `BYTES`.
    """
    return round(_parse(text, BYTES, "an amount of memory", "80 GiB"))


def _parse(text: str, units: tuple[Unit, ...], noun: str, example: str) -> Decimal:
    match = _QUANTITY.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        raise SettingsError(f"{quoted(text)} is not {noun}", todo=f'write a number and a unit, such as "{example}"')
    number, symbol = match.groups()
    for unit in units:
        if unit.symbol == symbol:
            return Decimal(number.replace(",", "")) * unit.factor
    known = ", ".join(unit.symbol for unit in units)
    what = f"unknown unit {quoted(symbol)} in {quoted(text)}" if symbol else f"{quoted(text)} has no unit"
    raise SettingsError(what, todo=f'write {noun} in {known}, such as "{example}"')


def format_power(power_w: float | None) -> str:
    """Return watts as `688 W`, `10.1 kW` or `1,059 kW`; an em dash where unknown."""
    return _format(power_w, POWER_W)


def format_energy(energy_j: float | None) -> str:
    """Return joules as `350 Wh`, `21.4 kWh` or `1,059 kWh`; an em dash where unknown."""
    return _format(energy_j, ENERGY_J)


def format_bytes(size_bytes: float | None) -> str:
    """Return bytes in binary units, `71 GiB` or `214 MiB`; an em dash where unknown."""
    return _format(size_bytes, BYTES)


def format_percent(share_pct: float | None) -> str:
    """Return a share from 0 to 100 as `97 %`; an em dash where unknown."""
    number = format_number(share_pct)
    return number if number == UNKNOWN else f"{number} %"


def format_count(count: float | None) -> str:
    """Return a count to the nearest whole, `1,754`; an em dash where unknown."""
    return UNKNOWN if count is None or not math.isfinite(count) else _signed(f"{round(count):,}")


def format_number(value: float | None) -> str:
    """Return `value` with at most three significant digits: `0.4`, `71`, `33.6`, `1,059`.

    The whole part is never cut, thousands are separated, zeros at the end are left out, the minus sign is
    typographic, and what is unknown (None, NaN, infinite) is an em dash.
    """
    if value is None or not math.isfinite(value):
        return UNKNOWN
    decimals = 0 if value == 0 else min(max(0, 2 - math.floor(math.log10(abs(value)))), _MOST_DECIMALS)
    text = f"{float(value):,.{decimals}f}"
    return _signed(text.rstrip("0").rstrip(".") if "." in text else text)


def _signed(text: str) -> str:
    return "0" if text == "-0" else text.replace("-", "−")


def _format(value: float | None, units: tuple[Unit, ...]) -> str:
    if value is None or not math.isfinite(value):
        return UNKNOWN
    # Compared as it will be read, so that 999.9 W is 1 kW and not 1,000 W.
    unit = next(unit for unit in units if unit.until and round(abs(value) / unit.factor) < unit.until)
    return f"{format_number(value / unit.factor)} {unit.symbol}"
