"""One life of the engine child: two threads at its pipes, so that the window neither waits nor parses."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, BinaryIO, Final, Protocol, cast

import msgspec

from console.engine.messages import FLEET_MARK, TOLD_MARK, Ask, Told, decode_told, encode
from console.engine.wire import FleetChange, Mirror
from console.sources.child import read_frame, write_frame

_log = logging.getLogger(__name__)
_MARK_SIZE: Final = len(FLEET_MARK)
_PATIENCE_S: Final = 3.0


class Listener(Protocol):
    """What is called, in the reading thread, as the engine speaks."""

    def take_change(self, life: EngineProcess, change: FleetChange) -> None:
        """A fleet has come."""

    def take_told(self, life: EngineProcess, told: Told) -> None:
        """Something else was told."""

    def take_end(self, life: EngineProcess) -> None:
        """The engine is gone; called once, last."""


class EngineProcess:
    """Starts the engine at once; nothing is read before `listen`.

    Args:
        command: the argument list.
        log_file: where its standard error goes.
        listener: is told everything.

    Raises:
        OSError: if the program cannot be started.
    """

    def __init__(self, command: Sequence[str], log_file: Path, listener: Listener) -> None:
        self._listener = listener
        self._asks: queue.SimpleQueue[Ask | None] = queue.SimpleQueue()
        with _opened_for_errors(log_file) as errors:
            self._process = _start(command, errors)
        self.pid = self._process.pid
        self._threads = [
            threading.Thread(target=self._read, name="engine-reader", daemon=True),
            threading.Thread(target=self._write, name="engine-writer", daemon=True),
        ]

    def listen(self) -> None:
        """Begin to read and write: only now, so that the listener knows this life before it hears of it."""
        for thread in self._threads:
            thread.start()

    def send(self, ask: Ask) -> None:
        """Queue a message; it is lost if the engine dies before it is read."""
        self._asks.put(ask)

    def stop(self) -> None:
        """Let it end, and end it if it does not; returns at once."""
        self._asks.put(None)

    def join(self) -> None:
        """Wait until it is gone."""
        for thread in self._threads:
            thread.join(2 * _PATIENCE_S)

    def _read(self) -> None:
        pipe = cast(BinaryIO, self._process.stdout)
        mirror = Mirror()
        try:
            while (frame := read_frame(pipe)) is not None:
                self._take(memoryview(frame), mirror)
        except (OSError, msgspec.DecodeError, ValueError):
            _log.exception("the engine sent what the window cannot read")
        pipe.close()
        self.stop()
        self._listener.take_end(self)

    def _take(self, frame: memoryview, mirror: Mirror) -> None:
        mark, body = bytes(frame[:_MARK_SIZE]), frame[_MARK_SIZE:]
        if mark == FLEET_MARK:
            self._listener.take_change(self, mirror.apply(body))
        elif mark == TOLD_MARK:
            self._listener.take_told(self, decode_told(body))

    def _write(self) -> None:
        pipe = cast(BinaryIO, self._process.stdin)
        with contextlib.suppress(OSError):
            while (ask := self._asks.get()) is not None:
                write_frame(pipe, encode(ask))
        with contextlib.suppress(OSError):
            pipe.close()  # the engine ends when its input does
        self._reap()

    def _reap(self) -> None:
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            _log.warning("the engine did not end by itself; it is killed")
            self._process.kill()
            self._process.wait()


def _opened_for_errors(log_file: Path) -> IO[bytes]:
    try:
        log_file.parent.mkdir(parents=True, exist_ok=True)
        return log_file.open("ab")
    except OSError:
        return Path(os.devnull).open("ab")  # a folder that cannot be written must not keep the window shut


def _start(command: Sequence[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    # In a session of its own, so that Ctrl+C in the terminal reaches the window alone, which then ends it in order.
    return subprocess.Popen(
        command,
        stdin=pipe,
        stdout=pipe,
        stderr=errors,
        bufsize=0,
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
