from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from console.window.garbage import Garbage


class Cycle(QObject):
    """What only the collector frees."""

    def __init__(self, ended_in: list[threading.Thread]) -> None:
        super().__init__()
        self.itself = self
        self.timer = QTimer(self)
        self.timer.start(1)
        self.destroyed.connect(lambda: ended_in.append(threading.current_thread()))


def allocate() -> None:
    kept = [[number] for number in range(200_000)]
    assert kept


def test_that_no_qt_object_is_collected_in_a_thread_that_only_allocates(qtbot: QtBot) -> None:
    ended_in: list[threading.Thread] = []
    garbage = Garbage()
    for _ in range(50):
        Cycle(ended_in)
    other = threading.Thread(target=allocate)
    other.start()
    other.join()
    assert not ended_in
    gc.collect()
    assert ended_in == 50 * [threading.main_thread()]
    garbage.stop()
    assert gc.isenabled()


def test_that_what_is_due_is_collected_by_and_by(qtbot: QtBot) -> None:
    ended_in: list[threading.Thread] = []
    garbage = Garbage()
    kept = [[number] for number in range(10_000)]
    Cycle(ended_in)
    qtbot.waitUntil(lambda: len(ended_in) == 1, timeout=5_000)
    assert len(kept) == 10_000
    garbage.stop()
