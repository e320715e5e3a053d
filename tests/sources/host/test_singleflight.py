"""Blocking readings that may never come back."""

from __future__ import annotations

import asyncio
import threading

import pytest

from console.sources.host.singleflight import SingleFlight


def test_who_asks_while_a_reading_is_under_way_shares_it() -> None:
    go, runs = threading.Event(), []

    def read() -> int:
        go.wait(10)
        runs.append(1)
        return len(runs)

    async def scene() -> list[int]:
        flight = SingleFlight(read)
        asked = [asyncio.create_task(flight.run()) for _ in range(3)]
        await asyncio.sleep(0)
        go.set()
        return [*await asyncio.gather(*asked), await flight.run()]

    assert asyncio.run(scene()) == [1, 1, 1, 2]


def test_a_reading_that_nobody_waits_for_any_more_serves_the_next_who_asks() -> None:
    go, runs = threading.Event(), []

    def read() -> int:
        go.wait(10)
        runs.append(1)
        return len(runs)

    async def scene() -> int:
        flight = SingleFlight(read)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await flight.run()
        go.set()
        return await flight.run()

    assert asyncio.run(scene()) == 1


def test_an_error_is_raised_where_the_reading_was_asked_for_and_the_next_reading_is_new() -> None:
    errors = [OSError("broken")]

    def read() -> int:
        if errors:
            raise errors.pop()
        return 7

    async def scene() -> int:
        flight = SingleFlight(read)
        with pytest.raises(OSError, match="broken"):
            await flight.run()
        return await flight.run()

    assert asyncio.run(scene()) == 7


def test_a_reading_that_hangs_keeps_no_program_from_ending() -> None:
    go, back = threading.Event(), threading.Event()

    def read() -> None:
        go.wait(10)
        back.set()

    async def scene() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await SingleFlight(read).run()

    asyncio.run(scene())
    assert not back.is_set()
    go.set()
    assert back.wait(10)
