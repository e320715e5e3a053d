"""`switchroom status`: totals, pools and sources after one poll of every source, or again and again."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from typing import Final

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from console.cli.columns import COLUMNS
from console.cli.poll import open_engine, poll_once, report_trouble
from console.cli.render import print_json, rendered, terminal
from console.insight.totals import Totals, totals
from console.insight.waiting import Backlog
from console.model.document import document
from console.model.duration import format_duration
from console.model.fleet import Fleet
from console.model.quantity import format_count, format_power
from console.model.wording import UNKNOWN

_MOST_NODES: Final = 8  # so that one machine is seen at once, and a cluster does not fill the screen


def run(options: argparse.Namespace) -> int:
    """Print the status once, or every `--watch` seconds until Ctrl+C."""
    if options.watch is None:
        fleet = poll_once(options)
        _print(fleet, as_json=options.json)
        return report_trouble(fleet)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_watch(options))
    return 0


def print_status(fleet: Fleet) -> None:
    """The status as tables that fit the terminal."""
    out = terminal()
    out.print(_picture(fleet, out))


def _print(fleet: Fleet, *, as_json: bool) -> None:
    if as_json:
        print_json(document(fleet))
    else:
        print_status(fleet)


async def _watch(options: argparse.Namespace) -> None:
    engine, out = await open_engine(options), terminal()
    try:
        if options.json or not out.is_terminal:
            while True:
                _print(await engine.poll_once(), as_json=options.json)
                await asyncio.sleep(options.watch)
        with Live(console=out, auto_refresh=False) as live:
            while True:
                live.update(_picture(await engine.poll_once(), out), refresh=True)
                await asyncio.sleep(options.watch)
    finally:
        await engine.close()


def _picture(fleet: Fleet, out: Console) -> RenderableType:
    parts: list[RenderableType] = [Text(line) for line in _sentences(totals(fleet, fleet.taken_at))]
    for name in ("pools", "nodes", "sources"):
        if len(fleet[name]) and (name != "nodes" or len(fleet[name]) <= _MOST_NODES):
            parts += [Text(), rendered(fleet[name], COLUMNS[name], out.width)]
    return Group(*parts)


def _sentences(whole: Totals) -> list[str]:
    gpus = whole.gpus
    counts = f"{gpus.busy:,} busy of {gpus.total:,} · {gpus.idle:,} idle · {gpus.reserved:,} reserved"
    return [
        f"GPUs     {counts} · {gpus.reserved_idle:,} held idle · {gpus.down:,} down",
        f"Power    {format_power(whole.power_w)} of {format_power(whole.power_cap_w)} cap{_coverage(whole)}",
        f"Backlog  {_backlog(whole.backlog)}",
    ]


def _backlog(backlog: Backlog | None) -> str:
    if backlog is None:
        return f"{UNKNOWN} (no queue is connected)"
    if not backlog.jobs:
        return "nobody waits"
    waits = f"median {format_duration(backlog.median_wait_s)}, 95th {format_duration(backlog.p95_wait_s)}"
    return f"{format_count(backlog.gpus)} GPUs in {backlog.jobs:,} jobs · wait {waits}"


def _coverage(whole: Totals) -> str:
    return "" if np.isnan(whole.power_coverage) else f" · {whole.power_coverage:.0%} measured"
