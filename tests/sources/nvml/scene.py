"""A source that is opened, polled and closed by a test."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import psutil

from console.model.column import Value
from console.model.snapshot import Snapshot
from console.settings.key_table import KeyTable
from console.settings.structs import SourceSettings
from console.sources.nvml.kind import open_nvml
from console.sources.nvml.source import NvmlSource

HOST = socket.gethostname()
PATIENCE_S = 60.0

Scene: TypeAlias = Callable[[NvmlSource], Awaitable[None]]
Row: TypeAlias = dict[str, Value]


def play(scene: Scene, source: NvmlSource | None = None) -> None:
    """Run a scene on a source, which is closed afterwards."""

    async def run() -> None:
        opened = source or open_nvml(SourceSettings(kind="nvml", name="local", site="desk"))
        try:
            async with asyncio.timeout(PATIENCE_S):
                await scene(opened)
        finally:
            await opened.close()

    asyncio.run(run())


def poll_once(*, wake: bool | None = None) -> Snapshot:
    """The first snapshot of a fresh source."""
    snapshots: list[Snapshot] = []
    keys = {} if wake is None else {"wake": wake}

    async def scene(source: NvmlSource) -> None:
        snapshots.append(await source.poll())

    play(scene, open_nvml(SourceSettings(kind="nvml", name="local", site="desk", keys=KeyTable(keys))))
    return snapshots[0]


async def poll_until(source: NvmlSource, holds: Callable[[Snapshot], bool]) -> Snapshot:
    """The first snapshot of which this holds."""
    deadline = time.monotonic() + PATIENCE_S / 2
    while True:
        snapshot = await source.poll()
        if holds(snapshot):
            return snapshot
        assert time.monotonic() < deadline, snapshot["gpus"].rows()
        await asyncio.sleep(0.02)


def gpu(snapshot: Snapshot, index: int) -> Row:
    """The row of the whole GPU at this index."""
    return next(row for row in snapshot["gpus"].rows() if row["index"] == index and row["parent"] is None)


def slices(snapshot: Snapshot) -> list[Row]:
    """The rows of MIG slices."""
    return [row for row in snapshot["gpus"].rows() if row["parent"] is not None]


def pool(snapshot: Snapshot, name: str) -> Row:
    """The row of the pool of this name."""
    return next(row for row in snapshot["pools"].rows() if row["name"] == name)


def counts(row: Row) -> tuple[Value, ...]:
    """A pool's total, busy, idle and down GPUs."""
    return row["gpus_total"], row["gpus_busy"], row["gpus_idle"], row["gpus_down"]


def helpers() -> list[psutil.Process]:
    """The helper processes of this one."""
    return [each for each in psutil.Process().children() if _is_helper(each)]


def _is_helper(process: psutil.Process) -> bool:
    try:
        return process.cmdline()[-3:-1] == ["--child", "nvml"] and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
