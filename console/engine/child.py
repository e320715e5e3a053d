"""The engine as a child process of the window: `switchroom --child engine [--config F] [--state D] [--demo SPEC]`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import psutil

from console.engine.engine import Engine
from console.engine.messages import (
    FLEET_MARK,
    TOLD_MARK,
    Ask,
    AskRaw,
    AskSeries,
    CostTold,
    FailureTold,
    PollNow,
    RawTold,
    SeriesTold,
    StartTold,
    Told,
    decode_ask,
    encode,
)
from console.engine.pipe import Outbox, read_asks
from console.engine.start import Start, start
from console.engine.wire import Differ
from console.history.recent import Series
from console.model.errors import ConsoleError
from console.model.fleet import Fleet
from console.settings.folders import folders
from console.settings.log_file import write_log_to
from console.sources.child import Buffer

_log = logging.getLogger(__name__)
_COST_EVERY_S: Final = 3.0


def main(argv: list[str]) -> int:
    """Run the engine until the window is gone; 2 if the configuration cannot be used."""
    options = _parser().parse_args(argv)
    _make_way()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop.run_until_complete(_run(options.config, options.state, options.demo))


async def _run(config: Path | None, state: Path | None, demo: str | None) -> int:
    child = _Child()
    try:
        write_log_to(folders(config, state).log_file)
        begun = await start(config, demo)
    except ConsoleError as error:
        child.tell(FailureTold(error.what, error.where, error.todo))
        await child.flushed()
        return 2
    return await child.serve(begun)


class _Child:
    """Joins one engine to the pipes."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._gone = asyncio.Event()
        self._differ = Differ()
        self._newest: deque[Fleet] = deque(maxlen=1)  # a newer one pushes out what was not sent yet
        self._outbox = Outbox(self._next_fleet, self._end)
        self._engine: Engine | None = None

    def tell(self, message: Told) -> None:
        self._outbox.put((TOLD_MARK, encode(message)))

    async def flushed(self) -> None:
        """Wait until the window has read what it was told and has closed."""
        read_asks(lambda _: None, self._end)
        await self._gone.wait()

    async def serve(self, begun: Start) -> int:
        """Run the engine until the window is gone; 1 if it ended before, so that the window starts another."""
        self._engine = Engine(begun.sources, self._publish)
        self.tell(StartTold(begun.warnings))
        read_asks(self._take, self._end)
        gone = asyncio.create_task(self._gone.wait())
        tasks = [asyncio.create_task(each) for each in (self._engine.run(), self._tell_cost())]
        ended, _ = await asyncio.wait([gone, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in (gone, *tasks):
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                _log.error("the engine ended in a way that it should not", exc_info=outcome)
        return 0 if gone in ended else 1

    def _publish(self, fleet: Fleet) -> None:
        self._newest.append(fleet)
        self._outbox.wake()

    def _next_fleet(self) -> Sequence[Buffer] | None:
        # Called in the outbox's thread; a deque's ends are safe to use from two.
        try:
            fleet = self._newest.popleft()
        except IndexError:
            return None
        return [FLEET_MARK, *self._differ.encode(fleet)]

    def _take(self, frame: bytearray) -> None:
        self._loop.call_soon_threadsafe(self._answer, decode_ask(frame))

    def _end(self) -> None:
        # The window is gone, however it went: nothing is left to serve.
        self._loop.call_soon_threadsafe(self._gone.set)

    def _answer(self, ask: Ask) -> None:
        assert self._engine is not None
        match ask:
            case PollNow(source):
                self._engine.poll_soon(source)
            case AskRaw(thing):
                self.tell(RawTold(thing, self._engine.raw(thing)))
            case AskSeries(subject, measures):
                self.tell(_series_told(self._engine.recent.series(subject, measures, self._engine.fleet.taken_at)))

    async def _tell_cost(self) -> None:
        own = psutil.Process()
        own.cpu_percent()
        while True:
            await asyncio.sleep(_COST_EVERY_S)  # a share of a moment would be noise
            self.tell(_cost(own))


def _make_way() -> None:
    """The window goes first where cores are scarce: a poll may wait, a person may not."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        psutil.Process().nice(5)


def _series_told(series: Series) -> SeriesTold:
    return SeriesTold(
        series.subject,
        series.times.tobytes(),
        {name: values.tobytes() for name, values in series.values.items()},
    )


def _cost(own: psutil.Process) -> CostTold:
    memory = own.memory_info().rss
    for helper in own.children(recursive=True):
        try:
            memory += helper.memory_info().rss
        except psutil.Error:
            continue
    return CostTold(own.cpu_percent(), memory)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"{os.path.basename(sys.argv[0])} --child engine")  # noqa: PTH119
    parser.add_argument("--config", type=Path)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--demo")
    return parser
