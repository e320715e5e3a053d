"""The simulated site as the tables of its sources."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.model.pool_counts import count_states
from console.model.snapshot import Snapshot
from console.model.state import GpuState, JobState
from console.model.table import Table
from console.sources.demo.snapshots import view_of
from console.sources.demo.world import World
from tests.sources.demo.sites import HOUR_S, NOON, new_world, old_world, part, whole

_COUNTS = ("gpus_busy", "gpus_idle", "gpus_reserved_idle", "gpus_down")


def gpus_of(snapshot: Snapshot, pool: str) -> Table:
    return snapshot["gpus"].take(snapshot["gpus"]["pool"].where(pool))


def check_counts(snapshot: Snapshot, gpus: int) -> None:
    pools = snapshot["pools"]
    assert pools.numbers("gpus_total").sum() == gpus == len(snapshot["gpus"])
    assert np.array_equal(np.sum([pools.numbers(name) for name in _COUNTS], axis=0), pools.numbers("gpus_total"))
    for row in pools.rows():
        table = gpus_of(snapshot, str(row["id"]))
        counts = count_states(table["state"], table.numbers("reserved") == 1).columns()
        assert {name: row[name] for name in counts} == counts


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1), st.integers(1, 500), st.floats(0.0, 11.0))
def test_the_gpus_of_every_pool_add_up_at_any_time(seed: int, gpus: int, hours: float) -> None:
    check_counts(whole(new_world(gpus, seed, hours)), gpus)


@pytest.mark.parametrize("gpus", [1, 7, 8, 100, 2066])
def test_a_site_of_any_size_can_be_seen(gpus: int) -> None:
    check_counts(whole(new_world(gpus)), gpus)


def test_a_site_of_50_000_gpus_can_be_seen() -> None:
    world = World(50_000, 1, NOON + 60)
    check_counts(whole(world), 50_000)


def test_the_power_of_a_pool_is_that_of_its_gpus_and_below_its_cap() -> None:
    snapshot = whole(old_world())
    for row in snapshot["pools"].rows():
        table = gpus_of(snapshot, str(row["id"]))
        if row["power_w"] is None:
            assert np.isnan(table.numbers("power_w")).all()
            continue
        assert row["power_w"] == pytest.approx(np.nansum(table.numbers("power_w")))
        assert row["power_cap_w"] == pytest.approx(table.numbers("power_cap_w").sum())
        assert float(str(row["power_w"])) < float(str(row["power_cap_w"]))


def test_a_job_is_told_with_the_nodes_that_its_gpus_stand_in() -> None:
    snapshot = part(old_world(), "alpha")
    gpus = snapshot["gpus"]
    running = [row for row in snapshot["jobs"].rows() if row["state"] == JobState.RUNNING]
    assert running
    for job in running:
        mine = gpus.take(gpus["job"].where(str(job["id"])))
        assert len(mine) == job["gpus"]
        assert set(mine["node"].values()) == set(job["nodes"] if isinstance(job["nodes"], tuple) else ())
        assert set(mine["pool"].values()) == {job["pool"]}
        assert set(mine["owner"].values()) == {job["account"]}


def test_a_waiting_job_says_why_in_a_code_and_in_plain_words() -> None:
    for name in ("alpha", "kube-eu", "aws"):
        waiting = [row for row in part(old_world(), name)["jobs"].rows() if row["started_at"] is None]
        assert waiting
        assert all(row["reason"] and row["reason_text"] and row["nodes"] == () for row in waiting)


def test_some_waiting_jobs_are_expected_to_start_and_none_in_the_past() -> None:
    world = old_world()
    expected = whole(world)["jobs"].numbers("expected_start_at")
    known = expected[~np.isnan(expected)]
    assert len(known)
    assert (known >= world.now - 60).all()


def test_a_silent_gpu_has_a_state_and_no_measures() -> None:
    snapshot = part(old_world(), "alpha")
    gpus = snapshot["gpus"]
    silent = np.isnan(gpus.numbers("utilization_pct"))
    assert (silent & (gpus["state"].codes >= 0) & ~gpus["state"].where(GpuState.DOWN)).any()
    for name in ("power_w", "temperature_c", "memory_used_bytes", "energy_j"):
        assert np.isnan(gpus.numbers(name)[silent]).all()
    assert snapshot.partial == (f"{silent.sum()} of {len(gpus)} GPUs tell no telemetry",)


def test_every_gpu_that_is_down_says_what_happened() -> None:
    gpus = whole(old_world())["gpus"]
    down = gpus["state"].where(GpuState.DOWN)
    assert down.any()
    assert (gpus["state_detail"].codes[down] >= 0).all()


def test_a_busy_gpu_has_a_process_of_its_user() -> None:
    snapshot = part(old_world(), "alpha")
    users = {row["id"]: row["user"] for row in snapshot["jobs"].rows()}
    owners = {row["id"]: users.get(row["job"]) for row in snapshot["gpus"].rows()}
    processes = snapshot["processes"].rows()
    assert len(processes) == snapshot["gpus"]["state"].where(GpuState.BUSY).sum()
    assert all(owners[row["gpu"]] == row["user"] for row in processes)


def test_clouds_tell_use_and_money_but_no_power() -> None:
    snapshot = part(old_world(), "aws")
    (pool,) = snapshot["pools"].rows()
    assert (pool["power_w"], pool["currency"]) == (None, "USD")
    assert np.isnan(snapshot["gpus"].numbers("power_w")).all()
    assert not np.isnan(snapshot["gpus"].numbers("utilization_pct")).all()
    (spend,) = snapshot["spend"].rows()
    assert float(str(spend["today"])) <= float(str(spend["month_to_date"])) <= float(str(spend["month_forecast"]))


def test_the_gpus_in_use_of_a_reservation_are_those_that_run() -> None:
    snapshot = part(old_world(), "alpha")
    gpus = snapshot["gpus"]
    active = [row for row in snapshot["reservations"].rows() if row["state"] == "active"]
    assert any(row["gpus_in_use"] == 0 for row in active)
    for row in active:
        reserved = set(row["nodes"] if isinstance(row["nodes"], tuple) else ())
        nodes = np.array([node in reserved for node in gpus["node"].values()])
        assert nodes.sum() == row["gpus"]
        assert (nodes & gpus["state"].where(GpuState.BUSY)).sum() == row["gpus_in_use"]


def test_columns_that_say_the_same_are_the_same_object() -> None:
    world = new_world(400)
    view = view_of(world.layout, "site", None, None)
    before = view.at(world, world.now)
    world.advance(world.now + 1)
    after = view.at(world, world.now)
    for name in ("id", "uuid", "node", "pool", "state", "job", "owner", "reserved", "power_cap_w", "parent"):
        assert after["gpus"][name] is before["gpus"][name], name
    for table, name in (("nodes", "id"), ("jobs", "id"), ("processes", "id"), ("reservations", "nodes")):
        assert after[table][name] is before[table][name], table
    assert after["gpus"]["power_w"] is not before["gpus"]["power_w"]


def test_what_happens_in_between_changes_only_the_columns_that_tell_of_it() -> None:
    world = new_world(400)
    view = view_of(world.layout, "site", None, None)
    before = view.at(world, world.now)
    world.advance(world.now + HOUR_S)
    after = view.at(world, world.now)
    assert after["gpus"]["job"] is not before["gpus"]["job"]
    assert after["gpus"]["id"] is before["gpus"]["id"]
    assert after["nodes"]["memory_total_bytes"] is before["nodes"]["memory_total_bytes"]


def test_a_snapshot_stays_as_it_was_when_the_site_goes_on() -> None:
    world = new_world(400)
    view = view_of(world.layout, "site", None, None)
    snapshot = view.at(world, world.now)
    copies = {name: column.data.copy() for name, column in snapshot["gpus"].columns.items()}
    world.advance(world.now + HOUR_S)
    view.at(world, world.now)
    for name, column in snapshot["gpus"].columns.items():
        np.testing.assert_array_equal(column.data, copies[name])
