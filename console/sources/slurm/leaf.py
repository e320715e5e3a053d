"""One value of an answer, whatever its shape.

By data version, or by the flags that slurmrestd was started with, a number may be plain, wrapped in {set, infinite,
number}, a text, null or absent, and a list may be a text with commas. Shapes differ per field, not only per version. So
every value is taken as a `Leaf` and read by one of these functions, where None means unknown.

Source: slurm/src/plugins/data_parser/v0.0.*/parsers.c, slurm/slurm/slurm.h, and recorded answers.
"""

from __future__ import annotations

import math
from typing import Final, TypeAlias

import msgspec

from console.sources.slurm.hostlist import expand

Other: TypeAlias = int | float | str | bool | list[object] | None


class Wrapped(msgspec.Struct, gc=False):
    """A number of v0.0.39 and later: not set means unknown, infinite means no limit."""

    set: Other | dict[str, object] = True
    infinite: Other | dict[str, object] = False
    number: Other | dict[str, object] = None


Leaf: TypeAlias = Wrapped | Other

# NO_VAL and INFINITE of slurm/slurm.h, in 32 and 64 bits.
_NO_VAL: Final = 2**32 - 2
_SENTINELS: Final = frozenset({2.0**32 - 2, 2.0**32 - 1, float(2**64 - 2), float(2**64 - 1)})


def number(leaf: Leaf) -> float | None:
    """A number; None where it is absent, not set, infinite, negative or one of Slurm's words for no value."""
    if type(leaf) is int and 0 <= leaf < _NO_VAL:  # nearly all of them, so these take the short way
        return float(leaf)
    plain = leaf.number if isinstance(leaf, Wrapped) and leaf.set and not leaf.infinite else leaf
    if isinstance(plain, str):
        plain = _parsed(plain)
    if not isinstance(plain, int | float):
        return None
    value = float(plain)
    return value if math.isfinite(value) and value >= 0 and value not in _SENTINELS else None


def instant(leaf: Leaf) -> float | None:
    """Seconds since the epoch; Slurm writes 0 for never."""
    return number(leaf) or None


def text(leaf: Leaf) -> str | None:
    """A text; None where it is absent or empty."""
    return leaf or None if isinstance(leaf, str) else None


def words(leaf: Leaf) -> tuple[str, ...] | None:
    """A list of texts, also from a text with commas; None where it is absent."""
    if isinstance(leaf, str):
        return tuple(word for word in leaf.split(",") if word)
    if isinstance(leaf, list):
        return tuple(word for word in leaf if isinstance(word, str))
    return None


def hosts(leaf: Leaf) -> tuple[str, ...] | None:
    """The nodes of a hostlist; None where it is absent or no hostlist."""
    if not isinstance(leaf, str):
        return None
    try:
        return expand(leaf)
    except ValueError:
        return None


def capitals(*leaves: Leaf) -> tuple[str, ...]:
    """State words and flags in capitals, as v0.0.38 writes some of them in small letters."""
    return tuple(word.upper() for leaf in leaves for word in words(leaf) or ())


def _parsed(digits: str) -> float | None:
    try:
        return float(digits)
    except ValueError:
        return None
