"""Joins the session to an engine that runs in a child process, and starts another one when it dies."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import psutil
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from console.engine.messages import Ask, CostTold, FailureTold, Told
from console.engine.wire import FleetChange
from console.window.engine_process import EngineProcess
from console.window.newest_fleet import NewestFleet
from console.window.session import Session

_log = logging.getLogger(__name__)

DRAW_EVERY_MS: Final = 250  # at most four fleets a second
_FIRST_DELAY_MS: Final = 500
_LONGEST_DELAY_MS: Final = 30_000
_STEADY_AFTER_S: Final = 30.0  # an engine that lived this long starts the back-off anew


class EngineLink(QObject):
    """Lives in the GUI thread; whatever comes from the engine's threads crosses by queued signals.

    Args:
        command: starts the engine.
        log_file: where its standard error goes.
        session: is told everything.
    """

    _woken = Signal()
    _told = Signal(object, object)  # EngineProcess, Told
    _ended = Signal(object)  # EngineProcess

    def __init__(self, command: Sequence[str], log_file: Path, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command, self._log_file, self._session = command, log_file, session
        self._life: EngineProcess | None = None
        self._newest = NewestFleet()
        self._own = psutil.Process()
        self._delay_ms = _FIRST_DELAY_MS
        self._started_at = 0.0
        self._draw = _single_shot(self, self._deliver)
        self._start_again = _single_shot(self, self.start)
        queued = Qt.ConnectionType.QueuedConnection
        self._woken.connect(self._schedule, queued)
        self._told.connect(self._tell, queued)
        self._ended.connect(self._lose, queued)

    @property
    def engine_pid(self) -> int | None:
        """The process id of the engine; None while there is none."""
        return None if self._life is None else self._life.pid

    def start(self) -> None:
        """Start the engine, in place of one that is still there."""
        self._start_again.stop()
        self._stop_life()
        self._newest.take()
        self._started_at = time.monotonic()
        try:
            self._life = EngineProcess(self._command, self._log_file, self)
        except OSError:
            _log.exception("the engine cannot be started")
            self._come_back()
        else:
            self._life.listen()

    def send(self, ask: Ask) -> None:
        """Hand a message to the engine, if there is one."""
        if self._life is not None:
            self._life.send(ask)

    def close(self) -> None:
        """End the engine and wait until it is gone; for after the event loop."""
        self._start_again.stop()
        life = self._life
        self._stop_life()
        if life is not None:
            life.join()

    def take_change(self, life: EngineProcess, change: FleetChange) -> None:
        """Called in the reading thread."""
        if life is self._life and self._newest.put(change):
            self._woken.emit()

    def take_told(self, life: EngineProcess, told: Told) -> None:
        """Called in the reading thread."""
        self._told.emit(life, self._with_own_cost(told) if isinstance(told, CostTold) else told)

    def take_end(self, life: EngineProcess) -> None:
        """Called in the reading thread."""
        self._ended.emit(life)

    def _schedule(self) -> None:
        if not self._draw.isActive():
            self._deliver()

    def _deliver(self) -> None:
        change = self._newest.take()
        if change is None:
            return
        self._draw.start(DRAW_EVERY_MS)
        self._session.take_fleet(change)
        if not self._session.engine_alive:
            self._session.find_engine()

    def _tell(self, life: EngineProcess, told: Told) -> None:
        if life is self._life:
            self._session.take_told(told)
            if isinstance(told, FailureTold):
                self._stop_life()  # what is wrong does not mend itself: a person starts it again

    def _lose(self, life: EngineProcess) -> None:
        if life is self._life:
            self._life = None
            self._come_back()

    def _come_back(self) -> None:
        if time.monotonic() - self._started_at > _STEADY_AFTER_S:
            self._delay_ms = _FIRST_DELAY_MS
        self._start_again.start(self._delay_ms)
        self._delay_ms = min(2 * self._delay_ms, _LONGEST_DELAY_MS)
        self._session.lose_engine(self._sentence())

    def _sentence(self) -> str:
        taken_at = self._session.fleet.taken_at
        if not taken_at:
            return self.tr("The engine stopped before it said anything; the log file {file} says why.").format(
                file=self._log_file
            )
        moment = datetime.fromtimestamp(taken_at).astimezone().strftime("%H:%M:%S")
        return self.tr("The engine stopped; the values are as of {moment}. Starting it again.").format(moment=moment)

    def _stop_life(self) -> None:
        life, self._life = self._life, None
        if life is not None:
            life.stop()

    def _with_own_cost(self, engine: CostTold) -> CostTold:
        """What engine and window cost together."""
        return CostTold(engine.cpu_pct + self._own.cpu_percent(), engine.memory_bytes + self._own.memory_info().rss)


def _single_shot(parent: QObject, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(slot)
    return timer
