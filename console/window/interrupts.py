"""Ctrl+C in the terminal, and the system's wish that the program end, close the window in order.

Python runs a signal's handler only between its own instructions, and Qt's loop may wait for minutes in between: a
byte on a socket wakes it.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupts(QObject):
    """Calls `close` when the process is to end."""

    def __init__(self, close: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._close = close
        self._ears, self._mouth = socket.socketpair()
        for each in (self._ears, self._mouth):
            each.setblocking(False)
        self._before = {each: signal.signal(each, self._note) for each in _SIGNALS}
        self._wakeup = signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ears.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)

    def restore(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for each, before in self._before.items():
            signal.signal(each, before)
        self._ears.close()
        self._mouth.close()

    def _note(self, *_: object) -> None:
        """The handler itself does nothing: the byte on the socket does."""

    def _hear(self) -> None:
        self._ears.recv(64)
        self._close()
