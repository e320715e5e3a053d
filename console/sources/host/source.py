"""The source `host`: the machine that the console runs on."""

from __future__ import annotations

import asyncio
import platform
import socket
import time
from typing import Final

from console.model.duration import format_age
from console.model.snapshot import Snapshot
from console.sources.host.disks import Disks
from console.sources.host.gauge import Gauge
from console.sources.host.reader import Reader
from console.sources.host.rows import tables
from console.sources.host.singleflight import SingleFlight
from console.sources.this_machine import Place

_DISK_DEADLINE_S: Final = 1.0


class HostSource:
    """Polls this machine; needs no permission and keeps nothing open."""

    def __init__(self, name: str, site: str | None = None) -> None:
        self._place = Place(name, site, socket.gethostname())
        self._reader = SingleFlight(Reader().read)
        self._disks = Disks()
        self._disk_flight = SingleFlight(self._disks.read)
        self._disk_gauges: list[Gauge] = []
        self._disks_at: float | None = None

    @property
    def name(self) -> str:
        """The name from the configuration."""
        return self._place.source

    async def poll(self) -> Snapshot:
        """What this machine says now; never fails as a whole."""
        reading, partial = await asyncio.gather(self._reader.run(), self._read_disks())
        return Snapshot(
            source=self._place.source,
            taken_at=reading.taken_at,
            tables=tables(reading, self._disk_gauges, self._disks_at or reading.taken_at, self._place),
            server=f"{platform.system()} {platform.release()}",
            partial=partial,
        )

    async def close(self) -> None:
        """Nothing is held."""

    async def _read_disks(self) -> tuple[str, ...]:
        """Read the file systems into `_disk_gauges`, or say which one keeps them from being read."""
        try:
            async with asyncio.timeout(_DISK_DEADLINE_S):
                self._disk_gauges = await self._disk_flight.run()
        except TimeoutError:
            since = f"is {format_age(time.time() - self._disks_at)} old" if self._disks_at else "is not known yet"
            return (f"the file system {self._disks.asking or 'being asked'} does not answer: disk use {since}",)
        self._disks_at = time.time()
        return ()
