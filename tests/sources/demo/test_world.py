"""The simulated site as it lives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.model.state import JobState
from console.sources.demo.bookings import Booking
from console.sources.demo.job import Job
from console.sources.demo.world import World
from tests.sources.demo.sites import HOUR_S, NOON, new_world, old_world, rows, whole


def running_jobs(world: World) -> list[Job]:
    return [job for queue in world.dispatch.queues for _, _, job in queue.running]


def test_the_same_seed_is_the_same_site() -> None:
    assert rows(whole(new_world(seed=5))) == rows(whole(new_world(seed=5)))


def test_another_seed_is_another_site() -> None:
    assert rows(whole(new_world(seed=5)))["gpus"] != rows(whole(new_world(seed=6)))["gpus"]


@settings(max_examples=6)
@given(st.lists(st.floats(0.1, 900.0), min_size=1, max_size=30))
def test_who_looks_how_often_changes_nothing(pauses: list[float]) -> None:
    watched, left = new_world(150), new_world(150)
    for pause in pauses:
        watched.advance(watched.now + pause)
        whole(watched)
    left.advance(watched.now)
    assert rows(whole(watched)) == rows(whole(left))


def test_who_comes_later_in_the_same_half_day_finds_the_same_site() -> None:
    early = new_world(150, hours=0.1)
    early.advance(NOON + 5 * HOUR_S)
    assert rows(whole(early)) == rows(whole(new_world(150, hours=5)))


def test_a_clock_that_was_set_back_finds_the_site_as_it_was_left() -> None:
    world = new_world(150)
    before, version = world.now, world.version
    world.advance(world.now - 3 * HOUR_S)
    assert (world.now, world.version) == (before, version)


def test_jobs_start_and_end() -> None:
    world = new_world(400)
    first = {job.serial for job in running_jobs(world)}
    world.advance(world.now + 2 * HOUR_S)
    second = {job.serial for job in running_jobs(world)}
    assert first - second
    assert second - first
    assert (first - second).isdisjoint(world.dispatch.jobs)


@pytest.mark.parametrize("gpus", [1, 7, 8, 100, 400, 2066, 5000])
def test_no_gpu_belongs_to_two_jobs(gpus: int) -> None:
    world = new_world(gpus)
    taken = [job.gpu_numbers for job in running_jobs(world)]
    together = np.concatenate([np.empty(0, dtype=np.intp), *taken])
    assert len(np.unique(together)) == len(together)
    assert np.array_equal(np.sort(together), np.flatnonzero(world.occupancy.gpu_job >= 0))


@settings(max_examples=8)
@given(st.integers(0, 1000), st.floats(0.0, 6.0))
def test_a_job_runs_on_as_many_gpus_as_it_asked_for_in_its_own_pool(seed: int, hours: float) -> None:
    world = new_world(300, seed, hours)
    for job in running_jobs(world):
        assert len(job.gpu_numbers) == job.gpus
        assert set(world.layout.gpu_pool[job.gpu_numbers]) == {job.pool}
        assert set(world.occupancy.gpu_job[job.gpu_numbers]) == {job.serial}
        assert job.started_at >= job.submitted_at
        assert job.run_s <= job.limit_s


def test_a_job_of_a_node_or_more_has_whole_nodes() -> None:
    world = old_world()
    for job in running_jobs(world):
        nodes = np.unique(world.layout.gpu_node[job.gpu_numbers])
        node_gpus = world.layout.pools[job.pool].plan.node_gpus
        assert len(nodes) == max(job.gpus // node_gpus, 1)
        if job.gpus >= node_gpus:
            assert job.gpus == world.layout.node_sizes[nodes].sum()


def test_a_gpu_that_failed_runs_nothing_and_comes_back() -> None:
    world = new_world(2066)
    failed = np.flatnonzero(world.occupancy.dark(slice(0, 2066)))
    assert len(failed)
    assert (world.occupancy.gpu_job[failed] < 0).all()
    world.advance(world.now + 48 * HOUR_S)
    assert not world.occupancy.dark(slice(0, 2066))[failed].all()


def held_by(world: World, maintenance: bool) -> list[Booking]:
    return [each for each in world.upkeep.bookings if each.is_maintenance is maintenance]


def test_a_reservation_runs_its_own_jobs_only() -> None:
    world = old_world()
    bookings = held_by(world, maintenance=False)
    assert bookings
    for booking in bookings:
        serials = world.occupancy.jobs_on_nodes(booking.nodes)
        assert all(world.dispatch.jobs[serial].booking is booking for serial in serials)


def test_some_reservations_are_used_and_some_stand_idle() -> None:
    world = old_world()
    used = [bool(world.occupancy.jobs_on_nodes(booking.nodes)) for booking in held_by(world, maintenance=False)]
    assert any(used)
    assert not all(used)


def test_maintenance_empties_its_nodes() -> None:
    night = World(2066, 7, NOON + 14.5 * HOUR_S)
    bookings = held_by(night, maintenance=True)
    assert bookings
    for booking in bookings:
        assert not night.occupancy.jobs_on_nodes(booking.nodes)


def test_jobs_wait_for_many_reasons_and_the_backlog_stays_within_bounds() -> None:
    world = new_world(2066)
    reasons = set()
    for _ in range(12):
        world.advance(world.now + HOUR_S)
        reasons |= {job.reason.value for queue in world.dispatch.queues for _, _, job in queue.waiting}
        waiting = sum(queue.waiting_gpus for queue in world.dispatch.queues)
        assert waiting < 0.6 * 2066
    assert {"Resources", "Priority", "Dependency", "BeginTime", "JobHeldUser", "QOSMaxGRESPerUser"} <= reasons


def test_waiting_gpus_are_counted_right() -> None:
    for queue in old_world().dispatch.queues:
        assert queue.waiting_gpus == sum(job.gpus for _, _, job in queue.waiting)
        assert all(job.state in {JobState.PENDING, JobState.HELD} for _, _, job in queue.waiting)
        assert [entry[:2] for entry in queue.waiting] == sorted(entry[:2] for entry in queue.waiting)
