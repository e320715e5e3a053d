"""`switchroom sources list | test [NAME]`: what is connected, and whether it answers."""

from __future__ import annotations

import argparse
import asyncio

from console.cli.columns import COLUMNS
from console.cli.poll import UNREACHED, open_engine
from console.cli.render import print_json, rendered, terminal
from console.engine.assembly import assemble
from console.engine.engine import Engine
from console.model.document import document
from console.model.errors import SettingsError
from console.model.fleet import Fleet
from console.model.state import Health


def run(options: argparse.Namespace) -> int:
    """List the configured sources without asking them, or ask them and say what they answered."""
    fleet = asyncio.run(_ask(options))
    if options.json:
        print_json(document(fleet, []))
    elif options.action == "list":
        out = terminal()
        out.print(rendered(fleet["sources"], COLUMNS["sources"], out.width))
    else:
        _tell(fleet)
    failed = options.action == "test" and any(row["health"] != Health.OK for row in fleet["sources"].rows())
    return UNREACHED if failed else 0


async def _ask(options: argparse.Namespace) -> Fleet:
    engine = await open_engine(options)
    try:
        _choose(engine, options.name)
        if options.action == "test":
            return await engine.poll_once()
        return assemble(engine.pollers, 0.0)
    finally:
        await engine.close()


def _choose(engine: Engine, name: str | None) -> None:
    names = [poller.settings.name for poller in engine.pollers]
    if name is not None and name not in names:
        raise SettingsError(f'there is no source "{name}"', todo=f"the configured ones are {', '.join(names)}")
    engine.pollers = [each for each in engine.pollers if name in {None, each.settings.name}]


def _tell(fleet: Fleet) -> None:
    """What each source answered, in whole sentences: a test is read, not scanned."""
    for row in fleet["sources"].rows():
        print(f"{row['name']} ({row['kind']}): {row['health']}, {row['latency_ms']:.0f} ms")
        for line in (row["server"], row["detail"], row["todo"]):
            if line:
                print(f"    {line}")
        gpus = fleet["gpus"].take(fleet["gpus"]["source"].where(str(row["name"])))
        jobs = fleet["jobs"].take(fleet["jobs"]["source"].where(str(row["name"])))
        if row["health"] == Health.OK:
            print(f"    {len(gpus)} GPUs, {len(jobs)} jobs")
