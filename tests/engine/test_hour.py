from __future__ import annotations

import asyncio
import time

import numpy as np

from console.engine.engine import Engine
from console.engine.hour import answering, recall
from console.engine.poller import Poller
from console.history.recent import FLEET_SUBJECT, Recent
from console.model.column import Value
from console.model.fleet import Fleet
from console.model.table import from_rows
from console.model.tables import POOLS, SOURCES
from console.settings.structs import SourceSettings
from console.sources.demo import simulated_sources


def test_the_hour_before_the_start_is_filled_by_sources_that_remember_it() -> None:
    recent, now = Recent(), time.time()
    recall([Poller(each) for each in simulated_sources(gpus=64, seed=1)], recent, now)
    series = recent.series(FLEET_SUBJECT, ["gpus_busy"], now)
    assert len(series.times) == 59
    assert not np.isnan(series.values["gpus_busy"]).any()


def test_sources_that_remember_nothing_leave_the_hour_empty() -> None:
    recent = Recent()
    recall(
        [Poller(SourceSettings(kind="host", name="host")), Poller(SourceSettings(kind="no", name="no"))], recent, 1e9
    )
    assert len(recent.series(FLEET_SUBJECT, ["gpus_busy"], 1e9).times) == 0


def test_nothing_is_recorded_before_every_source_was_asked_once() -> None:
    async def first_fleet() -> int:
        engine = Engine([SourceSettings(kind="host", name="host")])
        published = asyncio.Event()
        engine._publish = lambda _: published.set()
        running = asyncio.create_task(engine.run())
        await published.wait()
        count = len(engine.recent.series(FLEET_SUBJECT, ["gpus_busy"], time.time()).times)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return count

    assert asyncio.run(first_fleet()) == 0


def test_a_source_in_trouble_leaves_a_gap_and_not_a_flat_line() -> None:
    def fleet(health: str) -> Fleet:
        sources: list[dict[str, Value]] = [{"name": "a", "health": health}, {"name": "b", "health": "ok"}]
        pools: list[dict[str, Value]] = [{"id": f"{name}/gpu", "source": name, "gpus_busy": 8} for name in "ab"]
        return Fleet(0.0, {"sources": from_rows(SOURCES, sources), "pools": from_rows(POOLS, pools)})

    recent = Recent()
    for second, health in ((0, "ok"), (10, "unreachable"), (20, "stale"), (30, "ok")):
        recent.record(answering(fleet(health)), {}, 1000.0 + second)
    lost, well = (recent.series(f"{name}/gpu", ["gpus_busy"], 1030.0).values["gpus_busy"] for name in "ab")
    assert np.array_equal(lost, [8, np.nan, np.nan, 8], equal_nan=True)
    assert well.tolist() == [8, 8, 8, 8]
