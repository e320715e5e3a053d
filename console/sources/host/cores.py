"""How busy the processors are."""

from __future__ import annotations

from typing import Final

import psutil

from console.sources.host.rates import Rates

# psutil counts guest time in user time already, and on Windows interrupts in system time.
_BUSY: Final = ("user", "system", "nice", "irq", "softirq", "steal")


class Cores:
    """Busy share of every core since the last reading."""

    def __init__(self) -> None:
        self._rates: Rates[int] = Rates()

    def read(self, at_s: float) -> dict[int, float]:
        """Percent by core; none on the first reading."""
        busy_s = {core: _busy_s(times) for core, times in enumerate(psutil.cpu_times(percpu=True))}
        return {core: min(100.0, 100.0 * rate) for core, rate in self._rates.update(busy_s, at_s).items()}


def _busy_s(times: object) -> float:
    return float(sum(getattr(times, field, 0.0) for field in _BUSY))
