"""The worlds of this process, shared by the sources that look at the same site."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, TypeVar
from weakref import WeakValueDictionary

from console.sources.demo.world import World

_LONGEST_SLEEP_S: Final = 2 * 86400.0  # after a longer one it is quicker to begin again

_Answer = TypeVar("_Answer")


class SharedWorld:
    """A world that begins when it is first looked at; sources look at it one at a time, from any thread."""

    def __init__(self, gpus: int, seed: int) -> None:
        self._gpus, self._seed = gpus, seed
        self._lock = threading.Lock()
        self._world: World | None = None

    def look(self, now: float, at: Callable[[World], _Answer]) -> _Answer:
        """Let the world live until now and look at it while it stands still.

        Args:
            now: seconds since the epoch.
            at: takes from the world what it needs, and keeps nothing of it.
        """
        with self._lock:
            if self._world is None or now - self._world.now > _LONGEST_SLEEP_S:
                self._world = World(self._gpus, self._seed, now)
            self._world.advance(now)
            return at(self._world)


_worlds: WeakValueDictionary[tuple[int, int], SharedWorld] = WeakValueDictionary()


def shared_world(gpus: int, seed: int) -> SharedWorld:
    """The world of this size and seed; it is gone when no source holds it any more."""
    world = _worlds.get((gpus, seed))
    if world is None:
        world = _worlds[gpus, seed] = SharedWorld(gpus, seed)
    return world
