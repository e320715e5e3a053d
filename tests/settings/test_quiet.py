import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.errors import SettingsError
from console.model.instant import parse_when
from console.settings.quiet import parse_quiet_time


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "when", "covered"),
    [
        ("Fri 18:00-Mon 06:00", "2026-11-27T17:59", False),
        ("Fri 18:00-Mon 06:00", "2026-11-27T18:00", True),
        ("Fri 18:00-Mon 06:00", "2026-11-27T16:59:59Z", False),
        ("Fri 18:00-Mon 06:00", "2026-11-27T17:00:00Z", True),
        ("Fri 18:00-Mon 06:00", "2026-11-29T12:00", True),
        ("Fri 18:00-Mon 06:00", "2026-11-30T05:59:59", True),
        ("Fri 18:00-Mon 06:00", "2026-11-30T06:00", False),
        ("tue 8:00 – TUE 9:30", "2026-11-24T09:29", True),
        ("tue 8:00 – TUE 9:30", "2026-11-25T09:00", False),
        ("22:00-06:00", "2026-11-25T23:00", True),
        ("22:00-06:00", "2026-07-01T05:59", True),
        ("22:00-06:00", "2026-11-25T06:00", False),
        ("12:00-24:00", "2026-11-25T23:59", True),
        ("12:00-24:00", "2026-11-25T00:00", False),
        ("Sat 00:00-Sun 24:00", "2026-11-29T23:59", True),
        ("Sat 00:00-Sun 24:00", "2026-11-30T00:00", False),
    ],
)
def test_a_quiet_time_covers_local_time_from_its_first_minute_to_before_its_end(
    text: str, when: str, covered: bool
) -> None:
    assert parse_quiet_time(text).covers(parse_when(when, 0)) is covered


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a quiet time"),
        ("at night", "is not a quiet time"),
        ("Fri 18:00", "is not a quiet time"),
        ("Fri 18:00-06:00", "is not a quiet time"),
        ("18:60-06:00", "is not a quiet time"),
        ("24:30-06:00", "goes beyond 24:00"),
        ("Foo 18:00-Mon 06:00", 'names no day with "Foo"'),
        ("06:00-06:00", "begins where it ends"),
        ("00:00-24:00", "begins where it ends"),
    ],
)
def test_what_is_not_a_quiet_time_is_refused_with_an_example(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_quiet_time(text)
    assert caught.value.what.endswith(said)
    assert caught.value.todo == 'write it as "Fri 18:00-Mon 06:00" or "22:00-06:00"'


@given(st.integers(0, 10_079), st.integers(0, 10_079), st.integers(0, 2_000_000_000))
def test_a_moment_is_in_a_quiet_time_or_in_what_is_left_of_the_week(start: int, end: int, at_s: int) -> None:
    def spell(minute: int) -> str:
        day, rest = divmod(minute, 1440)
        return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[day]} {rest // 60:02d}:{rest % 60:02d}"

    if start != end:
        quiet = parse_quiet_time(f"{spell(start)}-{spell(end)}")
        left = parse_quiet_time(f"{spell(end)}-{spell(start)}")
        assert quiet.covers(at_s) != left.covers(at_s)
