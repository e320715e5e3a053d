"""Instants as people here read them: the time today, the date before it on other days, UTC for the tooltip."""

from __future__ import annotations

import time


def clock_time(at_s: float, now: float) -> str:
    """An instant to the minute in local time: 14:20, or 26 Nov 14:20."""
    at, today = time.localtime(at_s), time.localtime(now)
    same_day = (at.tm_year, at.tm_yday) == (today.tm_year, today.tm_yday)
    return time.strftime("%H:%M", at) if same_day else f"{at.tm_mday} {time.strftime('%b %H:%M', at)}"


def local_time(at_s: float) -> str:
    """An instant to the second in local time: 10:42:07."""
    return time.strftime("%H:%M:%S", time.localtime(at_s))


def utc_time(at_s: float) -> str:
    """An instant in UTC: 2026-11-25 09:42:07 UTC."""
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(at_s))
