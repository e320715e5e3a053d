"""The engine: every source on its own schedule, one fleet out of all, published when it changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final

from console.engine.assembly import assemble
from console.engine.hour import answering, recall
from console.engine.poller import Poller
from console.history.recent import Recent
from console.insight.totals import totals
from console.model.fleet import Fleet
from console.model.identity import source_of
from console.settings.structs import SourceSettings
from console.sources.port import TellsRaw

PUBLISH_EVERY_S: Final = 0.25  # at most four fleets a second
_AGE_EVERY_S: Final = 1.0  # health changes with age alone


class Engine:
    """Owns the pollers; lives in one event loop.

    Args:
        sources: what to poll.
        publish: is given each new fleet, at most four a second; returns at once.
        clock: seconds since the epoch.
    """

    def __init__(
        self,
        sources: Sequence[SourceSettings],
        publish: Callable[[Fleet], None] = lambda _: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.pollers = [Poller(each, clock) for each in sources]
        self.recent = Recent()
        self.fleet = Fleet(0.0)
        self._publish = publish
        self._clock = clock
        self._dirty = asyncio.Event()

    async def run(self) -> None:
        """Poll and publish until cancelled."""
        try:
            await asyncio.to_thread(recall, self.pollers, self.recent, self._clock())
            async with asyncio.TaskGroup() as group:
                for poller in self.pollers:
                    group.create_task(poller.run(self._dirty.set))
                group.create_task(self._publish_changes())
        finally:
            await self.close()

    async def poll_once(self) -> Fleet:
        """One poll of every source, side by side."""
        await asyncio.gather(*(poller.poll() for poller in self.pollers))
        return self._assemble()

    def poll_soon(self, source: str | None = None) -> None:
        """Poll one source now, or all."""
        for poller in self.pollers:
            if source in {None, poller.settings.name}:
                poller.poll_soon()

    def raw(self, thing: str) -> str | None:
        """What the source of this id said about it."""
        for poller in self.pollers:
            source: object = poller.source
            if poller.settings.name == source_of(thing) and isinstance(source, TellsRaw):
                return source.raw(thing)
        return None

    async def close(self) -> None:
        """Close every source."""
        await asyncio.gather(*(poller.close() for poller in self.pollers))

    async def _publish_changes(self) -> None:
        self._publish(self._assemble())
        while True:
            try:
                async with asyncio.timeout(_AGE_EVERY_S):
                    await self._dirty.wait()
            except TimeoutError:
                pass
            self._dirty.clear()
            self._publish(self._assemble())
            await asyncio.sleep(PUBLISH_EVERY_S)

    def _assemble(self) -> Fleet:
        now = self._clock()
        self.fleet = assemble(self.pollers, now, self.fleet["alerts"])
        if all(poller.standing.polls for poller in self.pollers):  # a part of the fleet would look like a fall
            self.recent.record(answering(self.fleet), totals(self.fleet, now).figures(), now)
        return self.fleet
