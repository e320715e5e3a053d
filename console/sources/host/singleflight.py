"""One blocking reading at a time, in a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

T = TypeVar("T")


class SingleFlight(Generic[T]):
    """Runs a blocking function in a daemon thread; who asks while it runs shares its result.

    `asyncio.to_thread` will not do: its threads are few, are shared with every other source and are joined at exit,
    so that one file system that hangs would in time stop the whole console.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._flight: asyncio.Future[T] | None = None

    async def run(self) -> T:
        """The function's result; being cancelled leaves the function running for whoever asks next."""
        if self._flight is None or self._flight.done():
            self._flight = self._start()
        return await asyncio.shield(self._flight)

    def _start(self) -> asyncio.Future[T]:
        loop = asyncio.get_running_loop()
        flight: asyncio.Future[T] = loop.create_future()
        flight.add_done_callback(_seen)
        threading.Thread(target=self._fly, args=(loop, flight), daemon=True).start()
        return flight

    def _fly(self, loop: asyncio.AbstractEventLoop, flight: asyncio.Future[T]) -> None:
        try:
            result = self._read()
        except Exception as error:  # noqa: BLE001  # it is raised where it is awaited
            _land(loop, partial(flight.set_exception, error))
        else:
            _land(loop, partial(flight.set_result, result))


def _land(loop: asyncio.AbstractEventLoop, settle: Callable[[], None]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(settle)


def _seen(flight: asyncio.Future[T]) -> None:
    if not flight.cancelled():
        flight.exception()
