"""Who runs on a GPU."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest

from console.sources.nvml.owners import OwnersReader
from console.sources.nvml.states import gpu_state
from console.sources.nvml.wire import GpuTold
from tests.services.nvml import FakeDriver, Process, h100
from tests.sources.nvml.scene import HOST, gpu, poll_once

MIB = 1024**2


@pytest.fixture
def gone() -> int:
    """A pid that no process has."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


@pytest.fixture
def job() -> Iterator[subprocess.Popen[bytes]]:
    """A process that hides a secret on its command line and waits."""
    child = subprocess.Popen([sys.executable, "-c", "input()", "--hf-token", "hf_hidden"], stdin=subprocess.PIPE)
    yield child
    child.communicate()


def test_processes_are_told_with_their_owners(driver: FakeDriver, job: subprocess.Popen[bytes]) -> None:
    driver.put(1, replace(h100(1), processes=(Process(job.pid, 900 * MIB),)))
    snapshot = poll_once()
    (row,) = snapshot["processes"].rows()
    row_of_gpu = gpu(snapshot, 1)
    assert row["id"] == f"{row_of_gpu['id']}/{job.pid}"
    assert (row["source"], row["node"], row["gpu"]) == ("local", f"local/{HOST}", row_of_gpu["id"])
    assert (row["pid"], row["kind"], row["memory_bytes"]) == (job.pid, "compute", 900 * MIB)
    assert row["user"] == psutil.Process().username()
    assert row["started_at"] == pytest.approx(psutil.Process(job.pid).create_time(), abs=1)
    assert "--hf-token [secret]" in str(row["command"])
    assert (row_of_gpu["owner"], row_of_gpu["state"]) == (row["user"], "busy")


def test_a_process_that_vanished_is_left_out_while_the_driver_still_lists_it(driver: FakeDriver, gone: int) -> None:
    driver.put(1, replace(h100(1), processes=(Process(gone), Process(os.getpid()))))
    assert [row["pid"] for row in poll_once()["processes"].rows()] == [os.getpid()]


def test_graphics_keep_no_gpu_busy_and_mps_clients_do(driver: FakeDriver) -> None:
    driver.put(1, replace(h100(1), gpu_percent=30, processes=(Process(os.getpid(), kinds="G"),)))
    driver.put(2, replace(h100(2), processes=(Process(os.getpid(), kinds="M"),)))
    driver.put(3, replace(h100(3), processes=(Process(os.getpid(), kinds="CG"),)))
    snapshot = poll_once()
    assert [gpu(snapshot, index)["state"] for index in (1, 2, 3)] == ["idle", "busy", "busy"]
    assert [row["kind"] for row in snapshot["processes"].rows()] == ["graphics", "compute", "compute"]


def test_a_process_whose_memory_the_driver_does_not_know_has_unknown_memory(driver: FakeDriver) -> None:
    driver.put(1, replace(h100(1), processes=(Process(os.getpid(), None),)))
    (row,) = poll_once()["processes"].rows()
    assert row["memory_bytes"] is None


def test_utilisation_decides_where_processes_cannot_be_read(driver: FakeDriver) -> None:
    for index, percent in enumerate((4, 5, None)):
        driver.put(index, replace(h100(index), gpu_percent=percent, processes=None))
    snapshot = poll_once()
    assert [gpu(snapshot, index)["state"] for index in range(3)] == ["idle", "busy", None]


def test_a_busy_gpu_whose_processes_are_hidden_in_other_containers_is_busy(driver: FakeDriver) -> None:
    driver.put(0, replace(h100(0), gpu_percent=80))
    assert gpu(poll_once(), 0)["state"] == "busy"


def test_a_pid_of_another_namespace_is_kept_without_an_owner(gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.sources.nvml.owners._FIRST_NAMESPACE", "pid:[1]")
    reader = OwnersReader()
    reader.wanted = frozenset({gone})
    assert reader.read() == ({}, ())


def test_a_process_that_is_hidden_from_this_user_is_kept_without_an_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    def hide(_: psutil.Process, pid: int) -> None:
        raise psutil.NoSuchProcess(pid)

    reader = OwnersReader()
    reader.wanted = frozenset({os.getpid()})
    monkeypatch.setattr(psutil.Process, "__init__", hide)
    assert reader.read() == ({}, ())


def test_what_this_user_may_not_know_of_a_process_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(_: psutil.Process) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "username", deny)
    monkeypatch.setattr(psutil.Process, "cmdline", deny)
    reader = OwnersReader()
    reader.wanted = frozenset({os.getpid()})
    owner = reader.read().owners[os.getpid()]
    assert (owner.user, owner.command, owner.name) == (None, None, psutil.Process().name())


def test_a_known_process_is_not_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = OwnersReader()
    reader.wanted = frozenset({os.getpid()})
    first = reader.read()
    monkeypatch.setattr(psutil.Process, "cmdline", lambda _: pytest.fail("looked up again"))
    assert reader.read() == first


def test_other_systems_show_all_their_processes(gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    reader = OwnersReader()
    reader.wanted = frozenset({gone})
    assert reader.read().vanished == (gone,)


def test_a_gpu_that_told_nothing_has_no_state() -> None:
    assert gpu_state(GpuTold(0, None)) is None
