"""The source `nvml`, from the engine's side."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Sequence
from pathlib import Path

from console.model.snapshot import Snapshot
from console.sources.nvml.helper_link import HelperLink
from console.sources.nvml.raw import raw_text
from console.sources.nvml.remembered import Remembered
from console.sources.nvml.snapshots import snapshot_of, suspended_snapshot
from console.sources.nvml.suspended import SYSFS, suspended_gpus
from console.sources.nvml.wire import Told
from console.sources.this_machine import Place


class NvmlSource:
    """Polls the NVIDIA driver of this machine through a helper process.

    Args:
        name: the name from the configuration.
        site: the site of this machine, None where none is configured.
        wake: whether GPUs may be read while all of them are suspended, which wakes them.
        command: the helper's argument list.
        sysfs: where the kernel tells of PCI devices.
    """

    def __init__(
        self, name: str, site: str | None, command: Sequence[str], *, wake: bool = False, sysfs: Path = SYSFS
    ) -> None:
        self._place = Place(name, site, socket.gethostname())
        self._wake = wake
        self._sysfs = sysfs
        self._link = HelperLink(command, name)
        self._remembered = Remembered()
        self._told: Told | None = None
        self._flight: asyncio.Task[Snapshot] | None = None

    @property
    def name(self) -> str:
        """The name from the configuration."""
        return self._place.source

    async def poll(self) -> Snapshot:
        """What every GPU says now.

        A poll that is cancelled goes on, and the next one gets its answer: half an answer cannot be left in a pipe.

        Raises:
            SourceError: no GPU can be read.
        """
        if self._flight is None or self._flight.done():
            self._flight = asyncio.create_task(self._poll())
            self._flight.add_done_callback(_seen)
        return await asyncio.shield(self._flight)

    async def close(self) -> None:
        """End the helper."""
        if self._flight is not None:
            self._flight.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await self._flight
        await self._link.close()

    def raw(self, thing: str) -> str | None:
        """What the helper said last about a GPU or a slice, as JSON."""
        return None if self._told is None else raw_text(self._told, thing, self._place)

    async def _poll(self) -> Snapshot:
        asleep = 0 if self._wake else await asyncio.to_thread(suspended_gpus, self._sysfs)
        if asleep:
            await self._link.close()
            return suspended_snapshot(self._remembered, asleep, self._place, time.time())
        self._told = self._remembered.complete(await self._link.ask())
        return snapshot_of(self._told, self._place)


def _seen(flight: asyncio.Task[Snapshot]) -> None:
    if not flight.cancelled():
        flight.exception()
