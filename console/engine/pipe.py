"""The engine child's end of the pipes: threads that block so that the event loop never does."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import BinaryIO

from console.sources.child import Buffer, claim_output, read_frame, write_frame


class Outbox:
    """Writes frames in the order in which they were put; a fleet waits in a slot of its own and newer ones replace it.

    Args:
        fleet: encodes whatever is newest when the pipe is free, or None if nothing is new.
        broken: called once if the other side is gone.
    """

    def __init__(self, fleet: Callable[[], Sequence[Buffer] | None], broken: Callable[[], None]) -> None:
        self._pipe = claim_output()
        self._told: queue.SimpleQueue[Sequence[Buffer] | None] = queue.SimpleQueue()
        self._fleet = fleet
        self._broken = broken
        self._thread = threading.Thread(target=self._write, name="outbox", daemon=True)
        self._thread.start()

    def put(self, parts: Sequence[Buffer]) -> None:
        """Send a message."""
        self._told.put(parts)

    def wake(self) -> None:
        """There is a new fleet."""
        self._told.put(None)

    def _write(self) -> None:
        try:
            while True:
                parts = self._told.get() or self._fleet()
                if parts is not None:
                    write_frame(self._pipe, *parts)
        except OSError:
            self._broken()


def read_asks(take: Callable[[bytearray], None], ended: Callable[[], None]) -> None:
    """Give every frame on standard input to `take`, in a thread of its own, until the window is gone."""
    # Unbuffered: a thread that waits in sys.stdin holds a lock that Python wants when it ends.
    pipe = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115  # read until the process ends
    threading.Thread(target=_read, args=(pipe, take, ended), name="inbox", daemon=True).start()


def _read(pipe: BinaryIO, take: Callable[[bytearray], None], ended: Callable[[], None]) -> None:
    try:
        while (frame := read_frame(pipe)) is not None:
            take(frame)
    finally:
        ended()
