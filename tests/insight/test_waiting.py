from __future__ import annotations

import math

import numpy as np
import pytest

from console.insight.waiting import backlog, running_per_pool, waits_per_pool
from console.model.column import Value
from console.model.table import Table, from_rows
from console.model.tables import JOBS, POOLS

NOW = 10_000.0


def jobs(*rows: dict[str, Value]) -> Table:
    defaults: dict[str, Value] = {"source": "a", "pool": "a/gpu", "state": "pending", "gpus": 1, "tasks": 1}
    return from_rows(JOBS, [{"id": f"a/job/{i}", **defaults, **row} for i, row in enumerate(rows)])


def pools(*ids: str) -> Table:
    return from_rows(POOLS, [{"id": each, "source": each.partition("/")[0]} for each in ids])


def test_the_backlog_counts_pending_jobs_and_the_gpus_that_they_ask_for() -> None:
    found = backlog(jobs({"gpus": 8}, {"gpus": 4}, {"state": "running", "gpus": 16}), NOW)
    assert (found.jobs, found.gpus) == (2, 12)


def test_held_jobs_wait_for_a_person_and_are_no_backlog() -> None:
    assert backlog(jobs({"state": "held"}), NOW).jobs == 0


def test_each_task_of_an_array_waits_for_itself() -> None:
    found = backlog(jobs({"tasks": 10, "gpus": 10, "submitted_at": NOW - 60}, {"submitted_at": NOW - 600}), NOW)
    assert (found.jobs, found.median_wait_s) == (11, 60)


def test_waits_are_unknown_where_nobody_waits() -> None:
    found = backlog(jobs(), NOW)
    assert math.isnan(found.oldest_wait_s)
    assert math.isnan(found.median_wait_s)
    assert math.isnan(found.p95_wait_s)


def test_a_submission_in_the_future_is_no_negative_wait() -> None:
    assert backlog(jobs({"submitted_at": NOW + 30}), NOW).oldest_wait_s == 0


def test_the_spread_of_waits_is_that_of_numpys_percentiles() -> None:
    waits = [30.0, 60.0, 600.0, 3600.0]
    rows: list[dict[str, Value]] = [{"submitted_at": NOW - wait} for wait in waits]
    found = backlog(jobs(*rows), NOW)
    assert found.median_wait_s == pytest.approx(np.percentile(waits, 50))
    assert found.p95_wait_s == pytest.approx(np.percentile(waits, 95))
    assert found.oldest_wait_s == 3600.0


def test_each_pool_gets_its_own_backlog() -> None:
    columns = waits_per_pool(pools("a/gpu", "a/debug"), jobs({"submitted_at": NOW - 5}, {"gpus": 3}), NOW)
    assert columns["pending_jobs"].values() == [2, 0]
    assert columns["pending_gpus"].values() == [4, 0]
    assert columns["oldest_wait_s"].values() == [5.0, None]


def test_a_pool_of_a_source_without_a_queue_has_an_unknown_backlog() -> None:
    columns = waits_per_pool(pools("nvml/h100"), jobs({}), NOW)
    assert columns["pending_jobs"].values() == [None]


def test_running_jobs_are_counted_per_pool() -> None:
    assert running_per_pool(pools("a/gpu"), jobs({"state": "running"}, {})).values() == [1]
