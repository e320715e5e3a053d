"""The processes that use most of the machine."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from typing import Final, NamedTuple

import psutil

from console.sources.command_line import shown_command
from console.sources.host.rates import Rates

Key = tuple[int, float]  # pid and start: a pid alone is given out again

SHOWN_BY_CPU: Final = 25
SHOWN_BY_MEMORY: Final = 25
# Reading thousands of processes is slow, so it is done no more often than costs this share of one core.
_COST_SHARE: Final = 0.02


class HostProcess(NamedTuple):
    """One process; `cpu_pct` is its share of the whole machine, 0 to 100."""

    pid: int
    started_at: float
    cpu_pct: float | None
    memory_bytes: int
    user: str | None
    name: str | None
    command: str | None


class _Use(NamedTuple):
    process: psutil.Process
    cpu_s: float
    memory_bytes: int


class _Who(NamedTuple):
    user: str | None
    name: str | None
    command: str | None


class Processes:
    """Watches all processes and tells the heaviest; `taken_at` is when they were last read."""

    def __init__(self) -> None:
        self.taken_at = 0.0
        self._rates: Rates[Key] = Rates()
        self._who: dict[Key, _Who] = {}
        self._heaviest: list[HostProcess] = []
        self._not_before_s = 0.0

    def read(self, at_s: float) -> list[HostProcess]:
        """The heaviest by processor and by memory, those that use most first."""
        if at_s < self._not_before_s:
            return self._heaviest
        began_s = time.thread_time()
        uses = _uses()
        rates = self._rates.update({key: use.cpu_s for key, use in uses.items()}, at_s)
        chosen = _heaviest(uses, rates)
        self._who = {key: who for key in chosen if (who := self._who.get(key) or _who(uses[key].process))}
        self._heaviest = [
            _process(key, uses[key], rates.get(key), self._who[key]) for key in chosen if key in self._who
        ]
        if rates:
            self._not_before_s = at_s + (time.thread_time() - began_s) / _COST_SHARE
        self.taken_at = time.time()
        return self._heaviest


def _uses() -> dict[Key, _Use]:
    """What every process uses; one that vanishes or may not be read is left out."""
    uses: dict[Key, _Use] = {}
    for process in psutil.process_iter():
        try:
            with process.oneshot():
                times, memory = process.cpu_times(), process.memory_info()
                uses[process.pid, process.create_time()] = _Use(process, times.user + times.system, memory.rss)
        except (psutil.Error, OSError):
            continue
    return uses


def _heaviest(uses: dict[Key, _Use], rates: dict[Key, float]) -> list[Key]:
    by_cpu = heapq.nlargest(SHOWN_BY_CPU, rates, key=lambda key: (rates[key], uses[key].memory_bytes))
    left = uses.keys() - set(by_cpu)
    return [*by_cpu, *heapq.nlargest(SHOWN_BY_MEMORY, left, key=lambda key: uses[key].memory_bytes)]


def _who(process: psutil.Process) -> _Who | None:
    """Whose process it is and what it runs; None if it is gone or its pid is another process's by now."""
    try:
        if not process.is_running():  # also makes psutil forget the old owner of a pid
            return None
        return _Who(_told(process.username), _told(process.name), _command(process))
    except psutil.NoSuchProcess:
        return None


def _command(process: psutil.Process) -> str | None:
    try:
        return shown_command(process.cmdline()) or None
    except (psutil.AccessDenied, OSError):
        return None


def _told(ask: Callable[[], str]) -> str | None:
    try:
        return ask()
    except (psutil.AccessDenied, OSError, KeyError):  # KeyError: a user id without an entry
        return None


def _process(key: Key, use: _Use, rate: float | None, who: _Who) -> HostProcess:
    share = None if rate is None else min(100.0, 100.0 * rate / (psutil.cpu_count() or 1))
    return HostProcess(*key, share, use.memory_bytes, *who)
