"""How long the window's event loop is ever away: `python -m benchmarks.window_gap [SECONDS]`.

A 5 ms timer ticks in the window's thread; a gap is the time between two ticks. Fifty clusters answer 2 MB of JSON
every 2 s and one answers 31 MB every 10 s, all on loopback and polled by the real source in the real engine process.
For comparison: the same timer in a Qt loop that does nothing, and with the same answers decoded by `json` in a thread
of the same process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.figures import HEADING, Figures, figures, machine
from benchmarks.slurm_server import grown
from console.sources.child import own_command
from console.window.engine_link import EngineLink
from console.window.frame.memory import Memory
from console.window.frame.window import MainWindow
from console.window.layout import Layout
from console.window.session import Session

SMALL_BYTES, LARGE_BYTES = 2_000_000, 31_000_000
CLUSTERS = 50
_TICK_MS = 5
_SETTLE_S = 5.0
_FIRST_ANSWERS_S = 60


def main(seconds: float = 60.0) -> None:
    """Print the table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    print(f"\n{machine()}\n\n{HEADING}")
    print(_gaps(application, "an idle Qt loop", seconds / 2).row(), flush=True)
    with _decoding_in_a_thread():
        print(_gaps(application, "50 × 2 MB each 2 s, `json` in a thread", seconds / 2).row(), flush=True)
    with tempfile.TemporaryDirectory() as folder, _clusters(Path(folder)) as configuration:
        for page in ("overview", "fleet", "queue"):
            with _window(Path(folder), configuration, page) as window:
                _settle(application, window)
                note = f"{_told(window)}; "
                print(_gaps(application, f"Switchroom, 51 clusters, {page}", seconds, note).row(), flush=True)


def _gaps(application: QApplication, name: str, seconds: float, note: str = "") -> Figures:
    clock, gaps = QElapsedTimer(), list[float]()
    clock.start()

    def tick() -> None:
        gaps.append(clock.nsecsElapsed() / 1e9)
        clock.restart()

    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=_TICK_MS)
    timer.timeout.connect(tick)
    own = psutil.Process()
    own.cpu_percent()
    timer.start()
    _run(application, seconds)
    timer.stop()
    return figures(name, gaps[1:], f"{note}window process {own.cpu_percent():.0f} % CPU")


def _run(application: QApplication, seconds: float) -> None:
    QTimer.singleShot(int(seconds * 1000), application.quit)
    application.exec()


def _settle(application: QApplication, window: MainWindow) -> None:
    """Until every cluster has answered, and a little longer."""
    for _ in range(_FIRST_ANSWERS_S):
        _run(application, 1.0)
        if _healthy(window) == CLUSTERS + 1:
            break
    _run(application, _SETTLE_S)


@contextmanager
def _clusters(folder: Path) -> Iterator[Path]:
    sizes = [SMALL_BYTES] * CLUSTERS + [LARGE_BYTES]
    command = [sys.executable, "-m", "benchmarks.slurm_server", *map(str, sizes)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        sources = [_source(number, int(server.stdout.readline()), size) for number, size in enumerate(sizes)]
        configuration = folder / "switchroom.toml"
        configuration.write_text("\n".join(sources), encoding="utf-8")
        yield configuration
        server.stdin.close()


def _source(number: int, port: int, size: int) -> str:
    poll = "2s" if size == SMALL_BYTES else "10s"
    return (
        f'[[source]]\nkind = "slurm"\nname = "c{number:02}"\nurl = "http://127.0.0.1:{port}"\n'
        f'user = "ops"\ntoken = "file:{_token()}"\npoll = "{poll}"\n'
    )


def _token() -> Path:
    file = Path(tempfile.gettempdir()) / f"switchroom-benchmark-{os.getpid()}"
    file.write_text("token", encoding="utf-8")
    file.chmod(0o600)
    return file


@contextmanager
def _window(folder: Path, configuration: Path, page: str) -> Iterator[MainWindow]:
    links: list[EngineLink] = []
    session = Session(lambda ask: links[0].send(ask))  # noqa: PLW0108  # the link is made after the session
    command = own_command("engine", "--config", str(configuration), "--state", str(folder))
    links.append(EngineLink(command, folder / "log", session))
    window = MainWindow(session, Memory(Layout(folder)))
    window.begin(page)
    window.show()
    links[0].start()
    try:
        yield window
    finally:
        window.close()
        links[0].close()


def _healthy(window: MainWindow) -> int:
    return int(window.session.fleet["sources"]["health"].where("ok").sum())


def _told(window: MainWindow) -> str:
    fleet = window.session.fleet
    return f"{_healthy(window)} sources ok, {len(fleet['gpus']):,} GPUs, {len(fleet['jobs']):,} jobs"


@contextmanager
def _decoding_in_a_thread() -> Iterator[None]:
    body, over = grown("jobs", "jobs", SMALL_BYTES), threading.Event()

    def decode() -> None:
        while not over.wait(2.0 / CLUSTERS):
            json.loads(body)

    thread = threading.Thread(target=decode)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
