"""A slot for one fleet between two threads: a newer one replaces it, and what changed adds up.

So a window that is slow never has more than one fleet waiting for it.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from console.engine.wire import FleetChange

_NOTHING: frozenset[str] = frozenset()


class NewestFleet:
    """Filled by the thread that reads the engine, emptied by the window."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: FleetChange | None = None

    def put(self, change: FleetChange) -> bool:
        """Take a fleet in; true if none was waiting, so that the window must be woken."""
        with self._lock:
            was_empty = self._waiting is None
            self._waiting = change if self._waiting is None else _joined(self._waiting, change)
            return was_empty

    def take(self) -> FleetChange | None:
        """The newest fleet and all that changed since the last one was taken."""
        with self._lock:
            taken, self._waiting = self._waiting, None
            return taken


def _joined(earlier: FleetChange, later: FleetChange) -> FleetChange:
    return FleetChange(later.fleet, _union(earlier.changed, later.changed))


def _union(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    return {name: one.get(name, _NOTHING) | other.get(name, _NOTHING) for name in (*one, *other)}
