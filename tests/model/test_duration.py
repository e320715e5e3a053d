import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.duration import format_age, format_duration, parse_duration, write_duration
from console.model.errors import SettingsError

milliseconds = st.integers(0, 36_500 * 86_400_000)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90m", 5400.0),
        ("6h", 21600.0),
        ("2d", 172800.0),
        ("30s", 30.0),
        ("500ms", 0.5),
        ("1h30m", 5400.0),
        ("1h 30m", 5400.0),
        (" 5 s ", 5.0),
        ("1.5h", 5400.0),
        ("1d2h3m4s5ms", 93784.005),
        ("0s", 0.0),
    ],
)
def test_a_duration_is_read_in_seconds(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", " ", "h", "6 hours", "-5m", "1h1h", "30m1h", "1h, 30m", "5x", "1.h", "١h", "nan", "9" * 50]
)
def test_what_is_not_a_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError, match=r'is not a duration; write a number and .* "1h30m"'):
        parse_duration(text)


def test_a_number_without_a_unit_is_told_to_say_it() -> None:
    with pytest.raises(SettingsError, match='"90" is not a duration; say its unit, such as "90s" or "90m"'):
        parse_duration("90")


def test_more_than_a_century_is_refused() -> None:
    assert parse_duration("36500d") == 36500 * 86400
    with pytest.raises(SettingsError, match="longer than 36500 days"):
        parse_duration("36501d")


@given(milliseconds)
def test_what_is_written_reads_back_as_the_same(count: int) -> None:
    assert parse_duration(write_duration(count / 1000)) == count / 1000


def test_written_durations_are_short() -> None:
    assert [write_duration(s) for s in (0, 0.25, 90, 5400, 21600, 604800)] == [
        "0s",
        "250ms",
        "1m30s",
        "1h30m",
        "6h",
        "7d",
    ]


@pytest.mark.parametrize("seconds", [-1.0, math.nan, math.inf, 1e12])
def test_what_cannot_be_written_is_refused(seconds: float) -> None:
    with pytest.raises(SettingsError, match="is not a duration"):
        write_duration(seconds)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (0.0001, "0 s"),
        (0.24, "240 ms"),
        (1.9994, "1,999 ms"),
        (1.9996, "2 s"),
        (45, "45 s"),
        (119.4, "119 s"),
        (119.6, "2 min"),
        (1080, "18 min"),
        (4440, "74 min"),
        (7169, "119 min"),
        (7171, "2 h"),
        (7500, "2 h 05"),
        (7800, "2 h 10"),
        (21600, "6 h"),
        (129600, "36 h"),
        (172799, "2 d"),
        (273600, "3 d 4 h"),
        (-300, "−5 min"),
        (-0.0001, "0 s"),
        (None, "—"),
        (math.nan, "—"),
        (math.inf, "—"),
    ],
)
def test_a_duration_is_shown_in_the_largest_unit_of_which_there_are_two(seconds: float | None, shown: str) -> None:
    assert format_duration(seconds) == shown


@pytest.mark.parametrize(
    ("age_s", "shown"),
    [
        (0, "0 s"),
        (-3, "0 s"),
        (0.2, "1 s"),
        (3, "3 s"),
        (3.0000002, "3 s"),
        (3.1, "4 s"),
        (119.1, "2 min"),
        (240, "4 min"),
        (241, "5 min"),
        (32400, "9 h"),
        (None, "—"),
        (math.nan, "—"),
    ],
)
def test_an_age_is_rounded_up(age_s: float | None, shown: str) -> None:
    assert format_age(age_s) == shown


def _read(shown: str) -> float:
    unit_s = {"s": 1, "min": 60, "h": 3600, "d": 86400}
    words = shown.replace(",", "").split()
    pairs = [*zip(words[::2], words[1::2], strict=False)]
    minutes = float(words[2]) * 60 if len(words) == 3 else 0
    return sum(float(count) * unit_s[unit] for count, unit in pairs) + minutes


@given(st.floats(0, 1e9))
def test_nothing_is_older_than_its_age_says(age_s: float) -> None:
    assert round(age_s, 3) <= _read(format_age(age_s)) <= age_s + 3600


@given(st.floats(2, 1e9))
def test_a_shown_duration_is_within_a_quarter_of_the_truth(seconds: float) -> None:
    assert _read(format_duration(seconds)) == pytest.approx(seconds, rel=0.25)
