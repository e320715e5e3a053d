"""One poll of every source, in the command's own process."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Final

from console.engine.engine import Engine
from console.engine.start import start
from console.model.fleet import Fleet
from console.model.state import Health

UNREACHED: Final = 3


async def open_engine(options: argparse.Namespace) -> Engine:
    """An engine on what is configured; warnings go to standard error.

    Raises:
        SettingsError: if the configuration cannot be used.
    """
    begun = await start(options.config, options.demo)
    for warning in begun.warnings:
        print(f"switchroom: {warning}", file=sys.stderr)
    return Engine(begun.sources)


def poll_once(options: argparse.Namespace) -> Fleet:
    """The fleet after one poll of every source."""
    return asyncio.run(_poll_once(options))


async def _poll_once(options: argparse.Namespace) -> Fleet:
    engine = await open_engine(options)
    try:
        return await engine.poll_once()
    finally:
        await engine.close()


def report_trouble(fleet: Fleet) -> int:
    """Name every source that did not answer well on standard error; the exit status that follows."""
    troubled = [row for row in fleet["sources"].rows() if row["health"] != Health.OK]
    for row in troubled:
        todo = f"; {row['todo']}" if row["todo"] else ""
        print(f"switchroom: {row['name']}: {row['detail']}{todo}", file=sys.stderr)
    return UNREACHED if troubled else 0
