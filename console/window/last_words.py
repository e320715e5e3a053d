"""What goes wrong inside the window goes into the log file, and one sentence to the terminal if it is the end."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")
_SERIOUS = frozenset({QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg})


def keep_last_words() -> None:
    """From now on nothing that Python or Qt complains about reaches the terminal, and all of it the log file."""
    qInstallMessageHandler(_note_qt)
    sys.excepthook = _note_exception
    threading.excepthook = _note_in_thread


def _note_qt(kind: QtMsgType, _: QMessageLogContext, message: str | None) -> None:
    _qt_log.log(logging.ERROR if kind in _SERIOUS else logging.INFO, message)
    if kind is QtMsgType.QtFatalMsg:  # Qt ends the process when this returns
        sys.stderr.write(f"switchroom: the window cannot be opened: {message}\n")


def _note_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A slot that failed: the window stays."""
    _log.error("the window failed in a way that it should not", exc_info=(kind, error, trace))


def _note_in_thread(failure: threading.ExceptHookArgs) -> None:
    error = failure.exc_value
    if error is not None:
        _note_exception(failure.exc_type, error, failure.exc_traceback)
