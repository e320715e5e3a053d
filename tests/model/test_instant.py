import math
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.errors import SettingsError
from console.model.instant import format_instant, parse_instant, parse_when

AT_S = 1795603327.0  # 2026-11-25T10:42:07Z


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_moment_is_written_in_utc_with_milliseconds_where_there_are_any() -> None:
    assert format_instant(AT_S) == "2026-11-25T10:42:07Z"
    assert format_instant(AT_S + 0.25) == "2026-11-25T10:42:07.250Z"
    assert format_instant(AT_S + 0.0001) == "2026-11-25T10:42:07Z"
    assert format_instant(-1) == "1969-12-31T23:59:59Z"


@pytest.mark.parametrize("at_s", [math.nan, math.inf, 1e12, -1e12])
def test_a_moment_outside_the_calendar_cannot_be_written(at_s: float) -> None:
    with pytest.raises(SettingsError, match="is not a moment between the years 1 and 9999"):
        format_instant(at_s)


@pytest.mark.parametrize("text", ["2026-11-25T10:42:07Z", "2026-11-25T11:42:07+01:00", " 2026-11-25 10:42:07.000Z "])
def test_a_moment_with_a_zone_is_read(text: str) -> None:
    assert parse_instant(text) == AT_S


@given(st.integers(-62_135_596_800_000, 253_402_300_799_999))
def test_what_is_written_reads_back_as_the_same(at_ms: int) -> None:
    assert parse_instant(format_instant(at_ms / 1000)) == at_ms / 1000


def test_a_moment_without_a_zone_is_refused_between_machines() -> None:
    with pytest.raises(SettingsError, match='has no time zone; add it, such as "2026-11-25T10:42:07Z"'):
        parse_instant("2026-11-25T10:42:07")


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01T00:00:00Z", "25.11.2026"])
def test_what_is_not_a_moment_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingsError, match="is not a moment in time; write it in UTC, such as"):
        parse_instant(text)
    with pytest.raises(SettingsError, match=r'is not a moment in time; write "now", "\+2h" or'):
        parse_when(text, AT_S)


def test_when_is_now_or_relative_to_now() -> None:
    assert parse_when("now", AT_S) == AT_S
    assert parse_when("+2h", AT_S) == AT_S + 7200
    assert parse_when("-90m", AT_S) == AT_S - 5400
    with pytest.raises(SettingsError, match='"2" is not a duration; say its unit'):
        parse_when("+2", AT_S)


def test_when_without_a_zone_is_local(berlin: None) -> None:
    assert parse_when("2026-11-25T11:42:07", AT_S) == AT_S
    assert parse_when("2026-11-25T10:42:07Z", AT_S) == AT_S
    assert format_instant(parse_when("2026-07-01", AT_S)) == "2026-06-30T22:00:00Z"


def test_when_beyond_the_calendar_is_refused(berlin: None) -> None:
    with pytest.raises(SettingsError, match="too far away"):
        parse_when("0001-01-01", AT_S)
