"""Moments in time: seconds since 1970 UTC inside the product, ISO 8601 at its edges."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from console.model.duration import parse_duration
from console.model.errors import SettingsError
from console.model.wording import quoted

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXAMPLE = "2026-11-25T10:42:07Z"


def format_instant(at_s: float) -> str:
    """Return epoch seconds as `2026-11-25T10:42:07Z`, with milliseconds where there are any (`…07.250Z`).

    Raises:
        SettingsError: not finite, or outside the years 1 to 9999.
    """
    try:
        at = _EPOCH + timedelta(milliseconds=round(at_s * 1000))
    except (OverflowError, ValueError):
        raise SettingsError(f"{at_s} is not a moment between the years 1 and 9999") from None
    timespec = "milliseconds" if at.microsecond else "seconds"
    return f"{at.replace(tzinfo=None).isoformat(timespec=timespec)}Z"


def parse_instant(text: str) -> float:
    """Return the epoch seconds of an ISO 8601 moment that names its zone: `2026-11-25T10:42:07Z`, `…+01:00`.

    The inverse of `format_instant`.

    Raises:
        SettingsError: not ISO 8601, or without a zone.
    """
    at = _parse_iso(text, f'write it in UTC, such as "{_EXAMPLE}"')
    if at.tzinfo is None:
        raise SettingsError(f"{quoted(text)} has no time zone", todo=f'add it, such as "{_EXAMPLE}"')
    return _seconds(at)


def parse_when(text: str, now_s: float) -> float:
    """Return the epoch seconds of `now`, `+2h` (from `now_s`), `-6h`, or an ISO 8601 moment.

    A moment without a zone is in local time, as the window shows it; a date alone is its midnight.

    Raises:
        SettingsError: none of these.
    """
    when = text.strip()
    if when == "now":
        return now_s
    if when[:1] in {"+", "-"}:
        return now_s + math.copysign(parse_duration(when[1:]), 1 if when[0] == "+" else -1)
    at = _parse_iso(when, f'write "now", "+2h" or a moment such as "{_EXAMPLE}"')
    try:
        return _seconds(at if at.tzinfo else at.astimezone())
    except (OverflowError, ValueError, OSError):  # no local time there: the first and last days of the calendar
        raise SettingsError(f"{quoted(text)} is too far away", todo='write "now" or "+2h"') from None


def _parse_iso(text: str, todo: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise SettingsError(f"{quoted(text)} is not a moment in time", todo=todo) from None


def _seconds(at: datetime) -> float:
    return (at - _EPOCH) / timedelta(seconds=1)
