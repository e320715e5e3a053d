"""Quiet times: hours of the week in which the policy lets nothing be changed."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from console.model.errors import SettingsError
from console.model.wording import quoted

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MIN = 24 * 60
_MOMENT = r"(?:([A-Za-z]{3}) +)?([01]?[0-9]|2[0-4]):([0-5][0-9])"
_WINDOW = re.compile(rf"\s*{_MOMENT}\s*[-–]\s*{_MOMENT}\s*")


@dataclass(frozen=True, slots=True)
class QuietTime:
    """A stretch of local time that comes again every week, or every day.

    Args:
        text: as it was written.
        start_min: its first minute, counted from Monday 00:00, or from 00:00 where it is daily.
        end_min: the minute after its last; not after `start_min` where it runs over the week's or day's end.
        period_min: the minutes of a week or of a day.
    """

    text: str
    start_min: int
    end_min: int
    period_min: int

    def covers(self, at_s: float) -> bool:
        """Return whether the epoch second `at_s` is in it, by this machine's local time."""
        local = time.localtime(at_s)
        minute = (local.tm_wday * _DAY_MIN + local.tm_hour * 60 + local.tm_min) % self.period_min
        length_min = (self.end_min - self.start_min) % self.period_min
        return (minute - self.start_min) % self.period_min < length_min


def parse_quiet_time(text: str) -> QuietTime:
    """Return the quiet time that `text` means: `Fri 18:00-Mon 06:00`, or every day `22:00-06:00`.

    Raises:
        SettingsError: neither of these, or it begins where it ends.
    """
    match = _WINDOW.fullmatch(text)
    if match is None or bool(match[1]) != bool(match[4]):
        raise _wrong(text, "is not a quiet time")
    period_min = _DAY_MIN * 7 if match[1] else _DAY_MIN
    start_min = _minute(match[1], match[2], match[3], text) % period_min
    end_min = _minute(match[4], match[5], match[6], text) % period_min
    if start_min == end_min:
        raise _wrong(text, "begins where it ends")
    return QuietTime(text, start_min, end_min, period_min)


def _minute(day: str | None, hour: str, minute: str, text: str) -> int:
    if day and day.casefold() not in _DAYS:
        raise _wrong(text, f"names no day with {quoted(day)}")
    if int(hour) * 60 + int(minute) > _DAY_MIN:
        raise _wrong(text, "goes beyond 24:00")
    return (_DAYS.index(day.casefold()) if day else 0) * _DAY_MIN + int(hour) * 60 + int(minute)


def _wrong(text: str, what: str) -> SettingsError:
    return SettingsError(f"{quoted(text)} {what}", todo='write it as "Fri 18:00-Mon 06:00" or "22:00-06:00"')
