"""One tick a second for everything that shows a time or an age."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal


class Clock(QObject):
    """Ticks shortly after each full second of the wall clock, so that the seconds shown never jump."""

    ticked = Signal(float)  # seconds since the epoch

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to tick."""
        self._tick()

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def _tick(self) -> None:
        now = time.time()
        self._timer.start(round(1000 * (1 - now % 1)) + 5)
        self.ticked.emit(now)
