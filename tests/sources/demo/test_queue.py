"""The scheduler of one pool, with jobs made to measure."""

from __future__ import annotations

import numpy as np
import pytest

from console.model.state import JobState
from console.sources.demo.job import Job, Qos, Reason
from console.sources.demo.layout import lay_out
from console.sources.demo.occupancy import Occupancy
from console.sources.demo.profiles import TRAINING
from console.sources.demo.queue import Queue

NOW = 1_000_000.0
HOUR_S = 3600.0
H100 = 1  # the number of the pool alpha/h100


class Bench:
    """A pool of eight nodes of eight GPUs, nothing running."""

    def __init__(self) -> None:
        self.layout = lay_out(144, 1)
        self.occupancy = Occupancy(self.layout)
        self.queue = Queue(H100, self.layout, self.occupancy)
        self.nodes = self.layout.node_slice(H100, H100)
        self.free_until = np.full(self.nodes.stop - self.nodes.start, np.inf)
        self._serial = 0

    def submit(self, gpus: int, hours: float = 1.0, user: str = "", /, **details: object) -> Job:
        self._serial += 1
        run_s = hours * HOUR_S
        job = Job(
            self._serial, H100, "job", user or f"user{self._serial}", "vision", TRAINING, gpus, NOW + self._serial,
            run_s, run_s,
        )  # fmt: skip
        for name, value in details.items():
            setattr(job, name, value)
        self.queue.submit(job)
        return job

    def look(self, now: float = NOW + 60) -> list[Job]:
        return self.queue.start_what_fits(now, self.free_until)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_the_bench_has_eight_nodes(bench: Bench) -> None:
    assert len(bench.free_until) == 8


def test_jobs_start_in_the_order_of_their_rank(bench: Bench) -> None:
    late, urgent = bench.submit(64), bench.submit(64, qos=Qos.HIGH)
    assert bench.look() == [urgent]
    assert late.reason is Reason.RESOURCES
    assert late.state is JobState.PENDING


def test_a_short_job_passes_one_that_waits_and_a_long_one_does_not(bench: Bench) -> None:
    bench.submit(48, 4)
    bench.look()
    large, short, long = bench.submit(64, 1), bench.submit(8, 3), bench.submit(8, 9)
    assert bench.look() == [short]
    assert (large.reason, long.reason) == (Reason.RESOURCES, Reason.PRIORITY)


def test_a_long_job_passes_on_nodes_that_the_first_will_not_need(bench: Bench) -> None:
    bench.submit(48, 4)
    bench.look()
    bench.submit(56, 1)
    first, second = bench.submit(8, 9), bench.submit(8, 9)
    assert bench.look() == [first]
    assert second.reason is Reason.PRIORITY


def test_small_jobs_cannot_keep_a_large_one_waiting_for_ever(bench: Bench) -> None:
    for _ in range(8):
        bench.submit(1, 9)
        bench.submit(7, 1)
    running = bench.look()
    large = bench.submit(64, 1)
    now = NOW + 60
    while large.state is not JobState.RUNNING and now < NOW + 24 * HOUR_S:
        now += 600
        for job in [each for each in running if each.ended_at <= now]:
            running.remove(job)
            bench.queue.remove(job)
        bench.submit(1, 2)
        running += bench.look(now)
    assert large.state is JobState.RUNNING


def test_small_jobs_fill_a_broken_node_first(bench: Bench) -> None:
    first, second = bench.submit(4), bench.submit(2)
    bench.look()
    nodes = bench.layout.gpu_node
    assert set(nodes[first.gpu_numbers]) == set(nodes[second.gpu_numbers])


@pytest.mark.parametrize(
    ("details", "reason", "state"),
    [
        ({"held_until": NOW + HOUR_S}, Reason.HELD_BY_USER, JobState.HELD),
        ({"held_until": NOW + HOUR_S, "held_by": Reason.HELD_BY_ADMIN}, Reason.HELD_BY_ADMIN, JobState.HELD),
        ({"begin_at": NOW + HOUR_S}, Reason.BEGIN_TIME, JobState.PENDING),
    ],
)
def test_a_job_that_may_not_start_yet_waits_and_starts_afterwards(
    bench: Bench, details: dict[str, object], reason: Reason, state: JobState
) -> None:
    job = bench.submit(8, **details)
    assert bench.look() == []
    assert (job.reason, job.state) == (reason, state)
    assert bench.look(NOW + HOUR_S) == [job]


def test_a_job_waits_for_the_one_that_it_depends_on(bench: Bench) -> None:
    first = bench.submit(8)
    second = bench.submit(8, after=first)
    assert bench.look() == [first]
    assert second.reason is Reason.DEPENDENCY
    bench.queue.remove(first)
    assert bench.look() == [second]


def test_one_user_holds_a_share_of_the_pool_only(bench: Bench) -> None:
    first, second, other = bench.submit(16, 1, "alice"), bench.submit(8, 1, "alice"), bench.submit(8, 1, "bo")
    assert bench.look() == [first, other]
    assert second.reason is Reason.USER_LIMIT


def test_a_job_that_wants_a_node_out_of_order_waits_for_it(bench: Bench) -> None:
    node = bench.nodes.start + 2
    bench.occupancy.node_drains[node] += 1
    job = bench.submit(8, node=node)
    assert bench.look() == []
    assert job.reason is Reason.NODE_NOT_AVAILABLE
    bench.occupancy.node_drains[node] -= 1
    assert bench.look() == [job]
    assert set(bench.layout.gpu_node[job.gpu_numbers]) == {node}


def test_nothing_starts_on_a_node_that_is_reserved_before_it_would_end(bench: Bench) -> None:
    bench.free_until[:] = NOW + 2 * HOUR_S
    bench.free_until[5] = np.inf
    long = bench.submit(8, 4)
    assert bench.look() == [long]
    assert set(bench.layout.gpu_node[long.gpu_numbers]) == {bench.nodes.start + 5}


def test_a_job_that_lost_its_gpus_waits_again(bench: Bench) -> None:
    job = bench.submit(16)
    bench.look()
    freed = bench.queue.remove(job, NOW + 30)
    assert len(freed) == 16
    assert (bench.occupancy.gpu_job[freed] < 0).all()
    assert (job.state, job.submitted_at) == (JobState.PENDING, NOW + 30)
    assert bench.look() == [job]


def test_a_job_completes_when_it_has_run_its_time(bench: Bench) -> None:
    job = bench.submit(8, 1)
    bench.look(NOW + 60)
    assert bench.queue.ending(NOW + HOUR_S) == []
    assert bench.queue.ending(NOW + HOUR_S + 60) == [job]
    assert job.state is JobState.COMPLETING
