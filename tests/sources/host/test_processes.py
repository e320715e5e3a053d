"""Processes that vanish, hide, or are too many."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import psutil
import pytest

from console.sources.host.processes import HostProcess, Processes


@pytest.fixture(autouse=True)
def shows_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.sources.host.processes.SHOWN_BY_MEMORY", 100_000)


def test_a_process_that_ends_is_no_longer_told() -> None:
    processes = Processes()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert child.pid in {each.pid for each in _read_soon(processes)}
    finally:
        child.communicate()
    assert child.pid not in {each.pid for each in _read_soon(processes)}


def test_processes_that_may_not_be_read_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(_: psutil.Process) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "create_time", deny)
    assert _read_soon(Processes()) == []


def test_a_process_that_hides_its_command_is_told_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(_: psutil.Process) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "cmdline", deny)
    monkeypatch.setattr(psutil.Process, "username", deny)
    mine = next(each for each in _read_soon(Processes()) if each.pid == os.getpid())
    assert mine.command is None
    assert mine.user is None
    assert mine.name == psutil.Process().name()


def test_a_process_that_vanishes_while_it_is_looked_at_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def vanish(process: psutil.Process) -> None:
        raise psutil.NoSuchProcess(process.pid)

    monkeypatch.setattr(psutil.Process, "username", vanish)
    assert _read_soon(Processes()) == []


def test_a_pid_that_was_given_out_again_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil.Process, "is_running", lambda _: False)
    assert _read_soon(Processes()) == []


def test_reading_that_is_costly_is_done_less_often() -> None:
    processes = Processes()
    processes.read(at_s=1.0)
    processes.read(at_s=2.0)
    first = processes.taken_at
    assert processes.read(at_s=2.0001)
    assert processes.taken_at == first
    processes.read(at_s=1000.0)
    assert processes.taken_at > first


def test_a_command_is_told_without_its_secrets() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()", "--token", "hf_hidden"], stdin=subprocess.PIPE)
    try:
        command = next(each.command for each in _read_soon(Processes()) if each.pid == child.pid)
    finally:
        child.communicate()
    assert command is not None
    assert "--token [secret]" in command


def _read_soon(processes: Processes) -> list[HostProcess]:
    return processes.read(time.monotonic() + 1000)
