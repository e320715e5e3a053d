from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from console.engine.messages import Ask, AskRaw, FailureTold, RawTold
from console.engine.wire import FleetChange
from console.model.fleet import Fleet
from console.window.engine_link import EngineLink
from console.window.newest_fleet import NewestFleet
from console.window.session import Session

Start = Callable[..., tuple[Session, EngineLink]]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    links: list[EngineLink] = []

    def send(ask: Ask) -> None:
        links[-1].send(ask)

    def begin(mode: str = "") -> tuple[Session, EngineLink]:
        session = Session(send)
        command = [sys.executable, "-m", "tests.window.stand_in_engine", mode]
        links.append(EngineLink(command, tmp_path / "log" / "switchroom.log", session))
        links[-1].start()
        return session, links[-1]

    yield begin
    for link in links:
        link.close()


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_that_the_fleet_of_the_engine_reaches_the_session(qtbot: QtBot, start: Start) -> None:
    session, _ = start()
    with qtbot.waitSignal(session.fleet_replaced, timeout=10_000) as told:
        pass
    change = told.args[0]
    assert isinstance(change, FleetChange)
    assert len(session.fleet["gpus"]) == 41
    assert "utilization_pct" in change.changed["gpus"]


def test_that_an_ask_is_answered(qtbot: QtBot, start: Start) -> None:
    session, _ = start()
    with qtbot.waitSignal(session.raw_told, timeout=10_000) as told:
        session.ask(AskRaw("alpha/8812"))
    assert isinstance(told.args[0], RawTold)
    assert told.args[0].thing == "alpha/8812"


def test_that_at_most_four_fleets_a_second_are_drawn(qtbot: QtBot, start: Start) -> None:
    session, _ = start()
    with qtbot.waitSignal(session.fleet_replaced, timeout=10_000):
        pass
    drawn: list[object] = []
    session.fleet_replaced.connect(drawn.append)
    qtbot.wait(1000)
    assert 2 <= len(drawn) <= 5


def test_that_a_slow_window_gets_the_newest_fleet_and_every_change() -> None:
    slot = NewestFleet()
    first, second = Fleet(1.0), Fleet(2.0)
    assert slot.put(FleetChange(first, {"gpus": frozenset({"power_w"})}))
    assert not slot.put(FleetChange(second, {"gpus": frozenset({"state"}), "jobs": frozenset({"id"})}))
    taken = slot.take()
    assert taken is not None
    assert taken.fleet is second
    assert taken.changed == {"gpus": {"power_w", "state"}, "jobs": {"id"}}
    assert slot.take() is None


def test_that_a_killed_engine_is_told_in_a_sentence_and_started_again(qtbot: QtBot, start: Start) -> None:
    session, link = start()
    with qtbot.waitSignal(session.fleet_replaced, timeout=10_000):
        pass
    first = link.engine_pid
    assert first is not None
    with qtbot.waitSignal(session.engine_lost, timeout=10_000) as lost:
        os.kill(first, signal.SIGKILL)
    assert lost.args[0].startswith("The engine stopped; the values are as of ")
    assert len(session.fleet["gpus"]) == 41
    with qtbot.waitSignal(session.engine_found, timeout=10_000):
        pass
    assert session.engine_alive
    assert link.engine_pid != first


@pytest.mark.parametrize("mode", ["", "deaf", "mute"])
def test_that_no_engine_outlives_the_window(qtbot: QtBot, start: Start, mode: str) -> None:
    _, link = start(mode)
    qtbot.wait(500)
    pid = link.engine_pid
    assert pid is not None
    began = time.monotonic()
    link.close()
    assert gone(pid)
    assert time.monotonic() - began < 5


def test_that_a_configuration_error_is_told_and_not_tried_again(qtbot: QtBot, start: Start) -> None:
    session, link = start("failing")
    with qtbot.waitSignal(session.failed, timeout=10_000) as failed:
        pass
    assert isinstance(failed.args[0], FailureTold)
    lost: list[str] = []
    session.engine_lost.connect(lost.append)
    qtbot.wait(1000)
    assert link.engine_pid is None
    assert not lost


def test_that_an_engine_that_cannot_be_read_is_ended_and_started_again(qtbot: QtBot, start: Start) -> None:
    session, link = start("babbling")
    with qtbot.waitSignal(session.engine_lost, timeout=10_000) as lost:
        pass
    assert "before it said anything" in lost.args[0]
    qtbot.waitUntil(lambda: link.engine_pid is not None, timeout=5_000)
