"""One window per person and state folder: a second start raises the first and ends."""

from __future__ import annotations

import getpass
import hashlib
import os
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS: Final = 500
_LONGEST: Final = 4096


class SingleInstance(QObject):
    """Claims a name that belongs to this person and state folder."""

    raised = Signal(str)  # another start: what it was to show, "" for nothing in particular

    def __init__(self, state_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _name(state_folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def hand_over(self, wanted: str) -> bool:
        """Ask a window that is already open to show itself; true if there is one."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(wanted.encode()[:_LONGEST] + b"\n")
        socket.waitForBytesWritten(_PATIENCE_MS)
        # The answer is a byte: a process that hangs must not swallow the start.
        heard = socket.waitForReadyRead(_PATIENCE_MS)
        socket.disconnectFromServer()
        return heard

    def claim(self) -> None:
        """Listen for later starts; what a crashed process left behind is taken over."""
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)

    def _greet(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._hear(socket))
        socket.disconnected.connect(socket.deleteLater)
        self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        said = bytes(socket.readLine(_LONGEST).data()).decode("utf-8", "replace").strip()
        socket.write(b"\n")
        socket.flush()
        self.raised.emit(said)


def _name(state_folder: Path) -> str:
    # By number where there is one: a container's user may have no name.
    person = str(os.getuid()) if sys.platform != "win32" else getpass.getuser()
    place = f"{person}\n{state_folder}".encode()
    return f"switchroom-{hashlib.sha256(place).hexdigest()[:16]}"
