"""`--screenshot FILE`: saves the window once the first data of every source has been drawn."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from console.model.fleet import Fleet
from console.window.frame.window import MainWindow

DEADLINE_S: Final = 30.0
_LOOK_EVERY_MS: Final = 100
_SETTLE_MS: Final = 400  # the answers to what the page asked of the engine


class Screenshot(QObject):
    """Takes one picture and says how it went: "" or a sentence."""

    finished = Signal(str)

    def __init__(self, window: MainWindow, file: Path, deadline_s: float = DEADLINE_S) -> None:
        super().__init__(window)
        self._window, self._file = window, file
        self._deadline_s = deadline_s
        self._until = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Wait for the data."""
        self._until = time.monotonic() + self._deadline_s
        self._timer.start()

    def _look(self) -> None:
        if ready(self._window):
            self._timer.stop()
            QTimer.singleShot(_SETTLE_MS, self._take)
        elif time.monotonic() > self._until:
            self._timer.stop()
            self.finished.emit(_late(self._window.session.fleet, self._deadline_s))

    def _take(self) -> None:
        # Qt writes the file: a PNG of a window takes tens of milliseconds, and the program ends with it.
        saved = self._window.grab().save(str(self._file), "PNG")
        self.finished.emit("" if saved else f"{self._file}: the picture cannot be written; check the folder")


def ready(window: MainWindow) -> bool:
    """Whether the page has drawn what every source told first."""
    page = window.pages.page()
    return page is not None and page.drawn() and not silent_sources(window.session.fleet)


def silent_sources(fleet: Fleet) -> list[str]:
    """Sources that have neither answered nor failed; one name too many before the first fleet."""
    sources = fleet["sources"]
    if not len(sources):
        return ["the engine"] if not fleet.taken_at else []
    told = [bool(sources["health"].text(row) or sources["detail"].text(row)) for row in range(len(sources))]
    return [sources["name"].text(row) for row, each in enumerate(told) if not each]


def _late(fleet: Fleet, deadline_s: float) -> str:
    names = ", ".join(silent_sources(fleet)) or "the page"
    return f"no picture: {names} told nothing within {deadline_s:g} s; see the log file"
