"""The program as it is started: one window, a picture, the self-test, a real engine behind it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.sources.child import own_command
from console.window.engine_link import EngineLink
from console.window.frame.memory import Memory
from console.window.frame.window import MainWindow
from console.window.layout import Layout
from console.window.session import Session
from console.window.single_instance import SingleInstance
from tests.services.slurm import wait_until

PROGRAM = [sys.executable, "-m", "console"]


def run(*arguments: str, state: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, "--state", str(state), *arguments],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        env={**os.environ, **environment},
    )


def is_open(pid: int) -> bool:
    """Whether a window has come as far as to close in order when it is asked to: it then catches SIGTERM."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[MainWindow, EngineLink]]:
    """The window on the real engine with the simulated site."""
    layout = Layout(tmp_path)

    def send(ask: object) -> None:
        link.send(ask)  # type: ignore[arg-type]

    session = Session(send, layout)
    command = own_command("engine", "--state", str(tmp_path), "--demo=gpus=200,seed=3")
    link = EngineLink(command, tmp_path / "switchroom.log", session)
    link.start()
    window = MainWindow(session, Memory(layout))
    window.begin("overview")
    window.show()
    qtbot.waitUntil(lambda: len(session.fleet["gpus"]) > 0, timeout=20_000)
    yield window, link
    link.close()
    window.clock.stop()
    window.close()
    window.deleteLater()


def test_that_a_killed_engine_comes_back_and_nothing_is_lost_meanwhile(
    qtbot: QtBot, live: tuple[MainWindow, EngineLink]
) -> None:
    window, link = live
    gpus, pid = len(window.session.fleet["gpus"]), link.engine_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: window.notice.text().startswith("The engine stopped"), timeout=10_000)
    assert len(window.session.fleet["gpus"]) == gpus
    assert window.top_bar.live.word() == "Stopped"
    qtbot.waitUntil(lambda: window.top_bar.live.word() == "Live", timeout=20_000)
    assert window.notice.text() == ""
    assert link.engine_pid != pid


def test_that_the_drawer_is_answered_by_the_engine(qtbot: QtBot, live: tuple[MainWindow, EngineLink]) -> None:
    window, _ = live
    with qtbot.waitSignal(window.session.series_told, timeout=20_000):
        window.session.open(window.session.fleet["gpus"].ids[0])


def test_that_a_picture_is_saved_with_the_asked_size(tmp_path: Path) -> None:
    file = tmp_path / "window.png"
    done = run("--demo=gpus=64", "--screenshot", str(file), "--size", "1024x640", "--theme", "light", state=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    image = QImage(str(file))
    assert (image.width(), image.height()) == (1024, 640)


def test_that_a_picture_at_twice_the_scale_has_twice_the_pixels(tmp_path: Path) -> None:
    file = tmp_path / "window.png"
    picture = ("--demo=gpus=64", "--page", "fleet", "--screenshot", str(file), "--size", "1000x600")
    done = run(*picture, state=tmp_path, QT_SCALE_FACTOR="2")
    assert done.returncode == 0
    assert QImage(str(file)).width() == 2000


def test_that_a_picture_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    done = run("--demo=gpus=64", "--screenshot", str(tmp_path / "no" / "folder.png"), state=tmp_path)
    assert done.returncode == 1
    assert re.fullmatch(r"switchroom: .*folder\.png: the picture cannot be written; check the folder\n", done.stderr)


def test_that_a_page_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    done = run("--demo=gpus=64", "--page", "nowhere", "--screenshot", str(tmp_path / "x.png"), state=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith('switchroom: --page: there is no page "nowhere"')
    assert "Traceback" not in done.stderr


def test_that_a_configuration_error_ends_a_picture_with_its_sentence(tmp_path: Path) -> None:
    config = tmp_path / "switchroom.toml"
    config.write_text("[[source]\n", encoding="utf-8")
    done = run("--config", str(config), "--screenshot", str(tmp_path / "x.png"), state=tmp_path)
    assert done.returncode == 2
    assert "switchroom.toml, line 1: This is not TOML" in done.stderr
    assert "Traceback" not in done.stderr


def test_that_the_self_test_tries_every_part(tmp_path: Path) -> None:
    done = run("--self-test", state=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the page connections is drawn with its data" in done.stdout
    assert "the NVML helper starts and answers" in done.stdout
    assert "FAILED" not in done.stdout


def test_that_the_window_is_painted_before_anything_heavy_is_imported() -> None:
    code = (
        "import sys, console.window.app, console.window.frame.window, console.window.pages.overview;"
        "heavy = {'pyqtgraph', 'httpx', 'rich', 'console.sources.demo'} & set(sys.modules);"
        "print(', '.join(sorted(heavy)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("\n", "")


def test_that_no_process_is_left_behind_by_an_interrupt(tmp_path: Path) -> None:
    window = subprocess.Popen([*PROGRAM, "--state", str(tmp_path), "--demo=gpus=64"], stderr=subprocess.PIPE)
    wait_until(lambda: is_open(window.pid), "the window is open")
    children = psutil.Process(window.pid).children(recursive=True)
    assert children
    window.send_signal(signal.SIGINT)
    _, errors = window.communicate(timeout=15)
    assert window.returncode == 0
    assert errors == b""
    gone, alive = psutil.wait_procs(children, timeout=5)
    assert not alive
    assert gone


def test_that_a_second_start_raises_the_first_window_and_ends(tmp_path: Path) -> None:
    first = subprocess.Popen([*PROGRAM, "--state", str(tmp_path), "--demo=gpus=64"])
    wait_until(lambda: is_open(first.pid), "the window is open")
    began = time.monotonic()
    second = run("--demo=gpus=64", "--page", "switchroom://page/fleet?filter=state%3Adown", state=tmp_path)
    assert second.returncode == 0
    assert time.monotonic() - began < 5
    assert first.poll() is None
    first.send_signal(signal.SIGTERM)
    assert first.wait(15) == 0


def test_that_the_first_window_is_told_what_the_second_was_to_show(qtbot: QtBot, tmp_path: Path) -> None:
    first, second, other = (SingleInstance(folder) for folder in (tmp_path, tmp_path, tmp_path / "other"))
    assert not first.hand_over("fleet")
    first.claim()
    assert not other.hand_over("fleet")
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from console.window.single_instance import SingleInstance; app = QCoreApplication([]);"
        f"sys.exit(0 if SingleInstance(Path({str(tmp_path)!r})).hand_over('switchroom://page/queue') else 1)"
    )
    with qtbot.waitSignal(first.raised, timeout=15_000) as raised:
        starter = subprocess.Popen([sys.executable, "-c", code])
    assert raised.args == ["switchroom://page/queue"]
    qtbot.waitUntil(lambda: starter.poll() is not None, timeout=10_000)
    assert starter.returncode == 0
    for each in (first, second, other):
        each.deleteLater()
