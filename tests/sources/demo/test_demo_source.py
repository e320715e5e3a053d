"""The source `demo` as the engine sees it."""

from __future__ import annotations

import asyncio
import json

import pytest

from console.model.errors import Refused, SettingsError
from console.model.snapshot import Snapshot
from console.settings.key_table import KeyTable
from console.settings.structs import SourceSettings
from console.sources.demo import KIND, simulated_sites, simulated_sources
from console.sources.demo.plan import PARTS
from console.sources.demo.shared import SharedWorld, shared_world
from console.sources.demo.source import DemoSource
from console.sources.registry import open_source
from tests.sources.demo.sites import NOON, rows


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON + 60.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def source(name: str, world: SharedWorld, clock: Clock) -> DemoSource:
    part = next((each for each in PARTS if each.name == name), None)
    return DemoSource(name, None, part, world, clock)


def poll(demo: DemoSource) -> Snapshot:
    return asyncio.run(demo.poll())


def demo_settings(**keys: object) -> SourceSettings:
    return SourceSettings(kind="demo", name="try", keys=KeyTable(keys))


def test_every_row_is_as_old_as_its_poll(clock: Clock) -> None:
    demo = source("alpha", SharedWorld(100, 1), clock)
    for seconds in (0.0, 3.5):
        clock.now += seconds
        snapshot = poll(demo)
        assert snapshot.taken_at == clock.now
        for name in ("pools", "nodes", "gpus", "jobs"):
            assert set(snapshot[name].numbers("taken_at")) == {clock.now}


def test_sources_of_one_world_see_one_site(clock: Clock) -> None:
    world = SharedWorld(400, 1)
    everything = rows(poll(source("everything", world, clock)))
    parts = [rows(poll(source(name, world, clock))) for name in ("this-host", "alpha", "kube-eu", "aws", "gcp")]
    uuids = [row["uuid"] for part in parts for row in part["gpus"]]
    assert uuids == [row["uuid"] for row in everything["gpus"]]
    states = [row["state"] for part in parts for row in part["gpus"]]
    assert states == [row["state"] for row in everything["gpus"]]


def test_sources_of_one_size_and_seed_share_their_world() -> None:
    assert shared_world(64, 1) is not shared_world(64, 2)
    first = shared_world(64, 1)
    assert shared_world(64, 1) is first


def test_a_refused_key_is_refused_at_every_poll(clock: Clock) -> None:
    demo = source("runpod", SharedWorld(100, 1), clock)
    for _ in range(2):
        with pytest.raises(Refused, match="key is refused"):
            poll(demo)


def test_a_slow_source_has_new_values_once_a_minute(clock: Clock) -> None:
    demo = source("hall-1-bmc", SharedWorld(400, 1), clock)
    first = poll(demo)
    clock.now += 48
    assert poll(demo) is first
    clock.now += 12
    assert poll(demo).taken_at == clock.now
    assert first["readings"].rows()[0]["unit"] == "W"


def test_the_raw_answer_is_json_about_the_thing_and_nothing_else(clock: Clock) -> None:
    demo = source("alpha", SharedWorld(100, 1), clock)
    assert demo.raw("alpha/h100") is None
    poll(demo)
    told = json.loads(demo.raw("alpha/n001/gpu3") or "")
    assert told["simulated"] is True
    assert told["gpu"]["id"] == "alpha/n001/gpu3"
    assert told["gpu"]["index"] == 3
    assert demo.raw("alpha/nothing") is None


def test_after_a_sleep_of_days_the_site_begins_again(clock: Clock) -> None:
    demo = source("alpha", SharedWorld(60, 1), clock)
    before = poll(demo)
    clock.now += 30 * 86400.0
    after = poll(demo)
    assert after.taken_at == clock.now
    assert set(after["jobs"].ids).isdisjoint(before["jobs"].ids) or after["jobs"].rows() != before["jobs"].rows()
    assert rows(after) == rows(poll(source("alpha", SharedWorld(60, 1), clock)))


def test_the_demo_has_every_part_as_a_source() -> None:
    settings = simulated_sources(gpus=300, seed=4)
    assert [each.name for each in settings] == [
        "this-host", "alpha", "kube-eu", "aws", "gcp", "lambda", "hall-1-bmc", "runpod",
    ]  # fmt: skip
    assert all(open_source(each).name == each.name for each in settings)
    assert {each.site for each in settings} == {site.name for site in simulated_sites(300)}
    assert [site.power_limit_w for site in simulated_sites(2066)] == [None, 900_000.0, 500_000.0, None]


@pytest.mark.parametrize("gpus", [0, -1, 10**9])
def test_a_site_that_cannot_be_made_is_said_to_be_so(gpus: int) -> None:
    with pytest.raises(SettingsError, match="write gpus=1 to"):
        simulated_sources(gpus)


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"part": "alpa"}, 'did you mean "alpha"'),
        ({"gpus": 0}, "gpus"),
        ({"seed": -1}, "seed"),
        ({"sped": 2}, "sped"),
    ],
)
def test_wrong_keys_are_told(keys: dict[str, object], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        KIND.open(demo_settings(**keys))


def test_without_a_part_a_source_sees_everything() -> None:
    snapshot = asyncio.run(open_source(demo_settings(gpus=50)).poll())
    assert len(snapshot["gpus"]) == 50
    assert set(snapshot["pools"]["site"].values()) == {"desk", "hall-1", "hall-2", "cloud"}
