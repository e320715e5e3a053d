"""Whether there is a display to open a window on. Without Qt, which ends the whole process when there is none."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_PATIENCE_S: Final = 1.0
_X11: Final = re.compile(r"(?P<host>[^:]*):(?P<number>\d+)(\.\d+)?$")
_X11_PORT: Final = 6000


def display_missing(environment: Mapping[str, str] | None = None) -> bool:
    """True where Qt would find no display; a display that is named but does not answer counts as missing."""
    named = os.environ if environment is None else environment
    if sys.platform in {"win32", "darwin", "cygwin"} or named.get("QT_QPA_PLATFORM"):
        return False
    return not (_wayland_answers(named) or _x11_answers(named.get("DISPLAY", "")))


def _wayland_answers(named: Mapping[str, str]) -> bool:
    name = named.get("WAYLAND_DISPLAY")
    return bool(name) and _answers(str(Path(named.get("XDG_RUNTIME_DIR", "/"), name or "")))


def _x11_answers(display: str) -> bool:
    match = _X11.match(display)
    if match is None:
        # A launchd path or another form that only X itself can judge.
        return bool(display) and ":" in display
    host, number = match["host"], int(match["number"])
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108  # where every X server listens
        return _answers(path) or _answers(f"\0{path}")
    try:
        socket.create_connection((host, _X11_PORT + number), _PATIENCE_S).close()
    except OSError:
        return False
    return True


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_PATIENCE_S)
        try:
            probe.connect(path)
        except OSError:
            return False
    return True
