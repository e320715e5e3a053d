import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.errors import SettingsError
from console.model.quantity import (
    format_bytes,
    format_count,
    format_energy,
    format_number,
    format_percent,
    format_power,
    parse_bytes,
    parse_energy,
    parse_power,
)

PARSERS = (parse_power, parse_energy, parse_bytes)
FORMATTERS = (format_power, format_energy, format_bytes, format_count, format_percent, format_number)


@pytest.mark.parametrize(
    ("text", "power_w"),
    [
        ("400 kW", 400_000.0),
        ("400kW", 400_000.0),
        ("1,059 kW", 1_059_000.0),
        ("2.1 MW", 2_100_000.0),
        (" 700 W ", 700.0),
    ],
)
def test_a_power_is_read_in_watts(text: str, power_w: float) -> None:
    assert parse_power(text) == power_w


def test_memory_is_read_in_bytes_of_either_kind() -> None:
    assert parse_bytes("80 GiB") == 80 * 2**30
    assert parse_bytes("80 GB") == 80 * 10**9
    assert parse_bytes("0.3 B") == 0


def test_an_energy_is_read_in_joules() -> None:
    assert parse_energy("1 kWh") == 3_600_000.0
    assert parse_energy("3.6 MJ") == 3_600_000.0


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("text", ["", "kW", "-5 kW", "1,5 kW", "1 2 W", "4e5 W", "nan W", "9" * 50 + " W", "1 W!"])
def test_what_is_not_a_quantity_is_refused_with_an_example(parse: Callable[[str], float], text: str) -> None:
    with pytest.raises(SettingsError, match=r'is not an? .*; write a number and a unit, such as "'):
        parse(text)


def test_a_unit_that_is_unknown_or_missing_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match='unknown unit "kw" in "400 kw"; write a power in W, kW, MW, GW'):
        parse_power("400 kw")
    with pytest.raises(SettingsError, match='"400" has no unit; write a power in W'):
        parse_power("400")


@pytest.mark.parametrize(
    ("power_w", "shown"),
    [
        (0, "0 W"),
        (688.4, "688 W"),
        (999.4, "999 W"),
        (999.9, "1 kW"),
        (10_100, "10.1 kW"),
        (1_059_000, "1,059 kW"),
        (9_999_600, "10 MW"),
        (12_340_000, "12.3 MW"),
        (2e15, "2,000,000 GW"),
        (-450, "−450 W"),
    ],
)
def test_a_power_is_shown_in_the_unit_that_reads_best(power_w: float, shown: str) -> None:
    assert format_power(power_w) == shown


def test_memory_and_energy_are_shown_with_their_units() -> None:
    assert format_bytes(85_520_809_984) == "79.6 GiB"
    assert format_bytes(1023.6 * 2**20) == "1 GiB"
    assert format_bytes(512) == "512 B"
    assert format_energy(3.6e6 * 21.44) == "21.4 kWh"
    assert format_energy(3600) == "1 Wh"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.4, "0.4"),
        (71.0, "71"),
        (33.64, "33.6"),
        (99.96, "100"),
        (9.996, "10"),
        (1059.4, "1,059"),
        (0.012345, "0.0123"),
        (1e-12, "0"),
        (-1e-12, "0"),
        (-0.0, "0"),
        (-2.5, "−2.5"),
    ],
)
def test_a_number_has_at_most_three_significant_digits(value: float, shown: str) -> None:
    assert format_number(value) == shown


def test_counts_are_whole_and_shares_have_a_sign() -> None:
    assert format_count(1754) == "1,754"
    assert format_count(1_234_567) == "1,234,567"
    assert format_count(-0.2) == "0"
    assert format_percent(97.04) == "97 %"


@pytest.mark.parametrize("show", FORMATTERS)
@pytest.mark.parametrize("unknown", [None, math.nan, math.inf, -math.inf])
def test_what_is_unknown_is_an_em_dash(show: Callable[[float | None], str], unknown: float | None) -> None:
    assert show(unknown) == "—"


@given(st.floats(1e-3, 1e12))
def test_a_shown_quantity_reads_back_as_nearly_the_same(value: float) -> None:
    assert parse_power(format_power(value)) == pytest.approx(value, rel=0.0051)
    assert parse_energy(format_energy(value * 3600)) == pytest.approx(value * 3600, rel=0.0051)
    assert parse_bytes(format_bytes(value)) == pytest.approx(value, rel=0.0051, abs=0.51)


@given(st.integers(0, 10**15))
def test_a_shown_count_reads_back_as_the_same(count: int) -> None:
    assert int(format_count(count).replace(",", "")) == count
