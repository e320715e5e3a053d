"""`--self-test`: draws every page and opens every kind of object on the simulated site, and says what failed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, cast

from PySide6.QtCore import QObject, QTimer, Signal

from console.engine.messages import SeriesTold
from console.sources.child import own_command, read_frame, write_frame
from console.sources.nvml.wire import Ask, decode_told, encode
from console.window.frame.window import MainWindow
from console.window.pages.registry import PAGES
from console.window.screenshot import ready
from console.window.thing import Sort, sort_word

_DEADLINE_S: Final = 30.0
_LOOK_EVERY_MS: Final = 50
_OPENED: Final = (Sort.POOL, Sort.NODE, Sort.GPU, Sort.JOB, Sort.SOURCE)

Check = tuple[str, Callable[[], bool]]


class SelfTest(QObject):
    """Runs its checks one after the other; each may take some time to become true."""

    finished = Signal(str)  # "" or what failed

    def __init__(self, window: MainWindow, write: Callable[[str], object] = sys.stdout.write) -> None:
        super().__init__(window)
        self._window, self._write = window, write
        self._checks = self._all()
        self._now: Check | None = None
        self._until = 0.0
        self._series: set[str] = set()
        window.session.series_told.connect(self._note_series)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Start with the first check."""
        self._next()
        self._timer.start()

    def _next(self) -> None:
        self._now = next(self._checks, None)
        self._until = time.monotonic() + _DEADLINE_S
        if self._now is None:
            self._end("")

    def _look(self) -> None:
        if self._now is None:
            return
        name, holds = self._now
        if holds():
            self._write(f"ok      {name}\n")
            self._next()
        elif time.monotonic() > self._until:
            self._write(f"FAILED  {name}\n")
            self._end(f"the self-test failed: {name}")

    def _end(self, sentence: str) -> None:
        self._timer.stop()
        self.finished.emit(sentence)

    def _all(self) -> Iterator[Check]:
        """The checks; each is set up when the one before has passed."""
        yield "the engine polls every source of the simulated site", lambda: ready(self._window)
        for entry in PAGES:
            self._window.show_page(entry.name)
            yield f"the page {entry.name} is drawn with its data", self._page_is_drawn
        for sort in _OPENED:
            thing = self._first(sort)
            if thing:
                self._window.session.open(thing)
            yield f"the drawer shows a {sort_word(sort)}", lambda thing=thing: self._drawer_shows(thing)  # type: ignore[misc]
        yield "the engine tells the last hour", lambda: bool(self._series)
        helper = _NvmlHelper()
        yield "the NVML helper starts and answers", helper.answers

    def _page_is_drawn(self) -> bool:
        page = self._window.pages.page()
        return page is not None and page.isVisible() and page.drawn() and not self._window.grab().isNull()

    def _first(self, sort: Sort) -> str:
        ids = self._window.session.fleet[sort].ids
        return ids[0] if ids else ""

    def _drawer_shows(self, thing: str) -> bool:
        drawer = self._window.drawer
        return bool(thing) and drawer.isVisible() and drawer.thing is not None and drawer.thing.id == thing

    def _note_series(self, told: SeriesTold) -> None:
        self._series.add(told.subject)


class _NvmlHelper:
    """The helper child, asked once; that there is no driver is an answer."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            own_command("nvml"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )

    def answers(self) -> bool:
        """Whether it answers; waits for it, which nobody but this test does."""
        asks, told = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        write_frame(asks, encode(Ask(1, 2.0)))
        frame = read_frame(told)
        asks.close()
        self._process.wait(5)
        told.close()
        return frame is not None and decode_told(frame).number == 1
