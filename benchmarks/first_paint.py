"""From the start of the process to the first paint, beside a minimal program: `python -m benchmarks.first_paint`.

The peer is the least that shows a window with one chart: PySide6, pyqtgraph, one curve.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.figures import HEADING, Figures, figures, machine

_RUNS = 9
_PEER = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import pyqtgraph
application = QApplication([])
plot = pyqtgraph.PlotWidget()
plot.plot(list(range(600)))
plot.resize(1280, 800)
plot.show()
application.processEvents()
print("painted", flush=True)
"""
# The real window, told to say when its first paint is over; the paint comes before any data, as it does for a user.
_OURS = """
import sys
from PySide6.QtCore import QEvent, QObject
from console.window.frame.window import MainWindow
said = []
def paintEvent(self, event, before=MainWindow.paintEvent):
    before(self, event)
    if not said:
        said.append(True)
        print("painted", flush=True)
MainWindow.paintEvent = paintEvent
from console.window.app import WindowOptions, run_window
from pathlib import Path
run_window(WindowOptions(state=Path(sys.argv[1]), demo="gpus=64,seed=1"))
"""


def measure() -> list[Figures]:
    """Both programs, in turn, so that a machine that drifts drifts for both."""
    ours, peer = list[float](), list[float]()
    for _ in range(_RUNS + 1):
        peer.append(_painted(_PEER))
        ours.append(_painted(_OURS))
    return [
        figures("Switchroom, process start to first paint", ours[1:]),
        figures("minimal PySide6 + pyqtgraph window", peer[1:]),
    ]


def _painted(code: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as state:
        started = time.perf_counter()
        command = [sys.executable, "-c", code, state]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            process.stdout.readline()
            seconds = time.perf_counter() - started
            process.terminate()
    return seconds


def main() -> None:
    """Print the table."""
    print(f"\n{machine()}\n\n{HEADING}")
    for each in measure():
        print(each.row())


if __name__ == "__main__":
    main()
