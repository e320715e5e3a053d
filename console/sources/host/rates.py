"""Counters to amounts per second."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)

# Processor times advance in steps of 10 ms, so a shorter interval would tell noise.
SHORTEST_S: Final = 0.05


class Rates(Generic[K]):
    """The difference of two readings of the same counters, per second."""

    def __init__(self) -> None:
        self._at_s = 0.0
        self._counters: Mapping[K, float] = {}
        self._rates: dict[K, float] = {}

    def update(self, counters: Mapping[K, float], at_s: float) -> dict[K, float]:
        """Amount per second of every counter that was there before and has not been set back.

        Args:
            counters: what each counter says now.
            at_s: when it said so, on a monotonic clock.
        """
        elapsed_s = at_s - self._at_s
        if self._counters and elapsed_s < SHORTEST_S:
            return self._rates
        grown = {key: value - self._counters[key] for key, value in counters.items() if key in self._counters}
        self._rates = {key: amount / elapsed_s for key, amount in grown.items() if amount >= 0}
        self._at_s, self._counters = at_s, counters
        return self._rates
