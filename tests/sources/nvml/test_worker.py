"""Threads that nobody has to wait for."""

from __future__ import annotations

import logging
import threading
import time

import pytest

from console.sources.nvml.helper import fault_of
from console.sources.nvml.nvml_errors import GpuFaultError, GpuUnreadError
from console.sources.nvml.wire import Reading
from console.sources.nvml.worker import Worker, wait_for


def soon() -> float:
    return time.monotonic() + 10


def test_a_call_that_hangs_is_not_begun_again_and_gives_its_result_late() -> None:
    go, changed = threading.Event(), threading.Condition()
    worker = Worker(lambda: go.wait(10), changed)
    assert worker.begin()
    wait_for([worker], changed, time.monotonic() + 0.01)
    assert not worker.begin()
    go.set()
    wait_for([worker], changed, soon())
    assert worker.begin()
    wait_for([worker], changed, soon())
    assert worker.result
    worker.end()


def test_an_error_keeps_the_last_result_and_the_instant_of_the_first_in_a_row() -> None:
    changed, outcomes = threading.Condition(), [7, None, None, 8]

    def work() -> int:
        outcome = outcomes.pop(0)
        if outcome is None:
            raise GpuFaultError("lost")
        return outcome

    worker = Worker(work, changed)
    seen = []
    for _ in range(4):
        worker.begin()
        wait_for([worker], changed, soon())
        seen.append((worker.result, str(worker.error), worker.error_since))
    assert [result for result, _, _ in seen] == [7, 7, 7, 8]
    assert [error for _, error, _ in seen] == ["None", "lost", "lost", "None"]
    assert seen[1][2] == seen[2][2] > 0
    worker.end()


@pytest.mark.parametrize(
    ("error", "kind", "text", "traceback"),
    [
        (GpuFaultError("needs a reset"), "down", "needs a reset", False),
        (GpuUnreadError("no permission"), "unread", "no permission", False),
        (KeyError("x"), "unread", "its reading failed: KeyError('x')", True),
    ],
)
def test_each_kind_of_error_is_told_as_what_it_is(
    error: Exception, kind: str, text: str, traceback: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def work() -> Reading:
        raise error

    changed = threading.Condition()
    worker = Worker(work, changed)
    with caplog.at_level(logging.WARNING):
        worker.begin()
        wait_for([worker], changed, soon())
    worker.end()
    fault = fault_of(worker)
    assert fault is not None
    assert (fault.kind, fault.text) == (kind, text)
    assert [bool(record.exc_info) for record in caplog.records] == [traceback]
