"""Chance that depends on names and instants only, never on who asks when.

Two kinds: a generator for a batch of draws that belong together (the jobs that arrive in one hour), and numbers that
are hashed from integers (how much this GPU's part of that job draws), which need no order at all.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from console.model.column import Codes, Floats, Indices

Hashes: TypeAlias = npt.NDArray[np.uint64]

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)


def generator(*key: int) -> np.random.Generator:
    """A generator that draws the same numbers for the same key; every part of the key is 0 or more."""
    return np.random.default_rng(list(key))


def hashes(*keys: int | Indices | Codes) -> Hashes:
    """One hash per element of the keys, which are broadcast against each other; each key is 0 or more.

    Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014 (the finaliser of SplitMix64).
    """
    mixed: Hashes = np.ones(1, dtype=np.uint64)
    for key in keys:
        mixed = _scrambled(mixed ^ (np.atleast_1d(np.asarray(key)).astype(np.uint64) + np.uint64(1)) * _GOLDEN)
    return mixed


def shares(mixed: Hashes, salt: int) -> Floats:
    """One number in [0, 1) per hash; another one for each salt."""
    return np.asarray((_scrambled(mixed + np.array([salt], dtype=np.uint64) * _GOLDEN) >> np.uint64(11)) * 2.0**-53)


def uniform(salt: int, *keys: int | Indices | Codes) -> Floats:
    """One number in [0, 1) per element of the keys."""
    return shares(hashes(*keys), salt)


def between(low: float | Floats, high: float | Floats, share: Floats) -> Floats:
    """The numbers that lie at these shares (0 to 1) of the way from low to high."""
    return np.asarray(low + (np.asarray(high) - low) * share)


def _scrambled(values: Hashes) -> Hashes:
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return np.asarray(values ^ (values >> np.uint64(31)))
