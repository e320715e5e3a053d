"""Lengths of time: how they are typed, how they are shown, and how an age is shown.

Inside the product a duration is a number of seconds (`float`, names end in `_s`); only its edges know units.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from console.model.errors import SettingsError
from console.model.wording import UNKNOWN, quoted

_UNITS_MS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}  # largest first
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(ms|[smhd])\s*")
_LONGEST = 40  # characters; a longer text is a slip and would be slow to read
_LONGEST_S = 36_500 * 86_400.0  # a century; more is a slip, and dates after it overflow


def parse_duration(text: str) -> float:
    """Return the seconds that `text` means: `90m`, `6h`, `2d`, `30s`, `500ms`, `1.5h` or `1h30m`.

    Units are ms, s, m, h and d, the largest first, each at most once; a number without a unit is refused.

    Raises:
        SettingsError: `text` is not a duration, or is longer than 36 500 days.
    """
    parts = _PART.findall(text) if len(text) <= _LONGEST else []
    units = [unit for _, unit in parts]
    in_order = units == [unit for unit in _UNITS_MS if unit in units]
    if not parts or not in_order or _PART.sub("", text.strip()):
        raise SettingsError(f"{quoted(text)} is not a duration", todo=_advice(text))
    seconds = float(sum(Decimal(number) * _UNITS_MS[unit] for number, unit in parts) / 1000)
    if seconds > _LONGEST_S:
        raise SettingsError(f"{quoted(text)} is longer than 36500 days", todo='write less, such as "7d"')
    return seconds


def _advice(text: str) -> str:
    bare = text.strip()
    if re.fullmatch(r"[0-9]+", bare) and len(bare) < 10:
        return f'say its unit, such as "{bare}s" or "{bare}m"'
    return 'write a number and ms, s, m, h or d, such as "90m", "6h" or "1h30m"'


def write_duration(seconds: float) -> str:
    """Return `seconds`, to the millisecond, as `parse_duration` reads it: `1h30m`, `2d`, `500ms`, `0s`.

    Raises:
        SettingsError: `seconds` is negative, not finite, or longer than 36 500 days.
    """
    if not 0 <= seconds <= _LONGEST_S:
        raise SettingsError(f"{seconds} s is not a duration", todo="give 0 or more seconds")
    left_ms = int((Decimal(seconds) * 1000).to_integral_value(ROUND_HALF_EVEN))
    text = ""
    for unit, unit_ms in _UNITS_MS.items():
        count, left_ms = divmod(left_ms, unit_ms)
        text += f"{count}{unit}" if count else ""
    return text or "0s"


class _Scale(NamedTuple):
    step_s: float  # what is shown is a whole number of these
    below_s: float  # the scale is used for what is shorter than this
    show: Callable[[int], str]


def _milliseconds(count: int) -> str:
    return f"{count:,} ms" if count else "0 s"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def _days(hours: int) -> str:
    days, rest = divmod(hours, 24)
    return f"{days:,} d {rest} h" if rest else f"{days:,} d"


_SCALES = (
    _Scale(0.001, 2, _milliseconds),
    _Scale(1, 2 * 60, "{} s".format),
    _Scale(60, 2 * 3600, "{} min".format),
    _Scale(60, 2 * 86_400, _hours),
    _Scale(3600, math.inf, _days),
)


def format_duration(seconds: float | None) -> str:
    """Return `seconds` as the window shows it, rounded to the nearest: `240 ms`, `45 s`, `18 min`, `2 h 10`.

    The unit is the largest of which there are at least two, so that rounding loses little: `90 s`, `74 min`,
    `36 h`. Hours carry their minutes (`2 h 05`), days their hours (`3 d 4 h`). Zero is `0 s`, what is
    negative has a minus sign, and what is unknown (None, NaN, infinite) is an em dash.
    """
    if seconds is None or not math.isfinite(seconds):
        return UNKNOWN
    shown = _show(abs(seconds), _SCALES, round)
    return f"−{shown}" if seconds < 0 and shown != "0 s" else shown


def format_age(age_s: float | None) -> str:
    """Return how old something is in the units of `format_duration`, rounded up: `3 s`, `4 min`, `2 h 10`.

    Rounded up, since nothing shown may be older than it says. An age below zero is a clock that runs ahead
    and is `0 s`; an unknown one is an em dash.
    """
    if age_s is None or not math.isfinite(age_s):
        return UNKNOWN
    # To the millisecond first: the difference of two epoch floats carries noise that would add a second.
    return _show(max(round(age_s, 3), 0.0), _SCALES[1:], math.ceil)


def _show(seconds: float, scales: tuple[_Scale, ...], rounding: Callable[[float], int]) -> str:
    for scale in scales[:-1]:
        steps = rounding(seconds / scale.step_s)
        if steps * scale.step_s < scale.below_s:
            return scale.show(steps)
    return scales[-1].show(rounding(seconds / scales[-1].step_s))
