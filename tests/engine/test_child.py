"""The real engine process, talked to over its real pipes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from console.engine.messages import (
    FLEET_MARK,
    AskRaw,
    AskSeries,
    FailureTold,
    PollNow,
    RawTold,
    SeriesTold,
    StartTold,
    Told,
    decode_told,
    encode,
)
from console.engine.wire import Mirror
from console.history.recent import FLEET_SUBJECT
from console.model.fleet import Fleet
from console.sources.child import own_command, read_frame, write_frame

T = TypeVar("T", bound=Told)

CONFIGURATION = """
[[source]]
kind = "host"
name = "desk"
poll = "200ms"
"""


class Link:
    """The window's end of the pipes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process = process
        self._in, self._out = process.stdin, process.stdout
        self._mirror = Mirror()

    def ask(self, message: PollNow | AskRaw | AskSeries) -> None:
        write_frame(self._in, encode(message))  # type: ignore[arg-type]  # a pipe is a binary file
        self._in.flush()

    def fleet(self, wanted: Callable[[Fleet], bool]) -> Fleet:
        """The first fleet that is as wanted."""
        while True:
            frame = self._frame()
            if frame[:8] == FLEET_MARK:
                fleet = self._mirror.apply(frame[8:]).fleet
                if wanted(fleet):
                    return fleet

    def told(self, kind: type[T]) -> T:
        """The next message of a kind."""
        while True:
            frame = self._frame()
            if frame[:8] != FLEET_MARK and isinstance(told := decode_told(frame[8:]), kind):
                return told

    def _frame(self) -> bytearray:
        frame = read_frame(self._out)  # type: ignore[arg-type]  # a pipe is a binary file
        assert frame is not None, "the engine ended"
        return frame


@contextmanager
def engine(tmp_path: Path, configuration: str = CONFIGURATION) -> Iterator[Link]:
    file = tmp_path / "switchroom.toml"
    file.write_text(configuration, encoding="utf-8")
    arguments = ["--config", str(file), "--state", str(tmp_path / "state")]
    with subprocess.Popen(own_command("engine", *arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Link(process)
        finally:
            process.kill()


def answered(fleet: Fleet) -> bool:
    return len(fleet["nodes"]) > 0


def test_the_engine_tells_what_its_sources_say(tmp_path: Path) -> None:
    with engine(tmp_path) as link:
        fleet = link.fleet(answered)
    assert fleet["sources"]["name"].values() == ["desk"]
    assert fleet["sources"]["health"].values() == ["ok"]


def test_fleets_keep_coming_as_the_source_is_polled_again(tmp_path: Path) -> None:
    with engine(tmp_path) as link:
        first = link.fleet(answered)["sources"].numbers("polls")[0]
        later = link.fleet(lambda fleet: fleet["sources"].numbers("polls")[0] > first + 1)
    assert later["nodes"].numbers("taken_at")[0] > 0


def test_a_poll_that_is_asked_for_does_not_wait_for_its_turn(tmp_path: Path) -> None:
    with engine(tmp_path, CONFIGURATION.replace("200ms", "1h")) as link:
        link.fleet(answered)
        link.ask(PollNow("desk"))
        again = link.fleet(lambda fleet: fleet["sources"].numbers("polls")[0] == 2)
    assert again["sources"]["health"].values() == ["ok"]


def test_a_series_of_the_whole_fleet_is_told(tmp_path: Path) -> None:
    with engine(tmp_path) as link:
        link.fleet(answered)
        link.ask(AskSeries(FLEET_SUBJECT, ("gpus_busy",)))
        told = link.told(SeriesTold)
    assert len(told.times) == len(told.values["gpus_busy"]) >= 8


def test_what_no_source_knows_is_told_as_nothing(tmp_path: Path) -> None:
    with engine(tmp_path) as link:
        link.fleet(answered)
        link.ask(AskRaw("desk/no/such/thing"))
        assert link.told(RawTold).text is None


def test_a_literal_secret_is_warned_about_once_at_the_start_without_its_value(tmp_path: Path) -> None:
    literal = '[[source]]\nkind = "slurm"\nname = "a"\nurl = "http://127.0.0.1:9"\nuser = "u"\ntoken = "hunter22"\n'
    with engine(tmp_path, literal) as link:
        warnings = link.told(StartTold).warnings
    assert len(warnings) == 1
    assert "keyring" in warnings[0]
    assert "hunter22" not in warnings[0]


def test_a_configuration_that_cannot_be_used_is_told_with_its_line(tmp_path: Path) -> None:
    with engine(tmp_path, '[[source]]\nkidn = "host"\n') as link:
        failure = link.told(FailureTold)
    assert failure.what == '[[source]] needs the key "kind"'
    assert failure.where.endswith("switchroom.toml, line 1")


def test_the_engine_ends_when_the_window_is_gone(tmp_path: Path) -> None:
    with engine(tmp_path) as link:
        link.fleet(answered)
        assert link.process.stdin is not None
        link.process.stdin.close()
        assert link.process.wait(timeout=10) == 0


def test_nothing_is_left_behind_when_the_window_is_killed(tmp_path: Path) -> None:
    """A parent that dies at once: its end of the pipes closes and nothing else tells the engine."""
    with engine(tmp_path) as link:
        link.fleet(answered)
        children = psutil.Process(link.process.pid).children(recursive=True)
        assert link.process.stdin is not None
        assert link.process.stdout is not None
        link.process.stdout.close()
        link.process.stdin.close()
        link.process.wait(timeout=10)
        _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


@pytest.mark.parametrize("word", ["gpus=x", "gpu=5", "gpus=-1", "gpus="])
def test_a_wrong_simulated_site_is_told(tmp_path: Path, word: str) -> None:
    with subprocess.Popen(
        own_command("engine", "--state", str(tmp_path), "--demo", word), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        failure = Link(process).told(FailureTold)
        process.kill()
    assert failure.where == "--demo"


def test_an_engine_that_fails_inside_ends_so_that_the_window_starts_another(tmp_path: Path) -> None:
    code = (
        "import sys; from console.engine import engine, child\n"
        "async def run(self): raise RuntimeError('surprise')\n"
        "engine.Engine.run = run\n"
        "sys.exit(child.main(['--state', sys.argv[1], '--demo', 'gpus=8']))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.wait(timeout=30) == 1
    assert "RuntimeError: surprise" in (tmp_path / "switchroom.log").read_text(encoding="utf-8")
