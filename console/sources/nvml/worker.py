"""A thread that does one thing at a time and that nobody has to wait for."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from console.sources.nvml.nvml_errors import NvmlTroubleError

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Worker(Generic[T]):
    """Does `work` each time `begin` is called while it is idle; a call that hangs hangs in its thread alone.

    Attributes:
        result: what the last call that succeeded gave, None before.
        error: what the newest finished call raised, None if it succeeded.
        error_since: when the first of an unbroken row of errors came, seconds since the epoch.
        busy_since: when the call under way began, seconds since the epoch; None while idle.
    """

    def __init__(self, work: Callable[[], T], changed: threading.Condition) -> None:
        self.result: T | None = None
        self.error: Exception | None = None
        self.error_since = 0.0
        self.busy_since: float | None = None
        self._work = work
        self._changed = changed
        self._orders: queue.SimpleQueue[bool] = queue.SimpleQueue()
        threading.Thread(target=self._run, daemon=True).start()

    def begin(self) -> bool:
        """Start a call; false if the last one has not come back."""
        if self.busy_since is not None:
            return False
        self.busy_since = time.time()
        self._orders.put(True)
        return True

    def end(self) -> None:
        """Let the thread end when it has come back."""
        self._orders.put(False)

    def _run(self) -> None:
        while self._orders.get():
            try:
                self._finish(self._work(), None)
            except Exception as error:  # noqa: BLE001  # one GPU's surprise must not end what serves the others
                self._finish(None, error)

    def _finish(self, result: T | None, error: Exception | None) -> None:
        with self._changed:
            if error is None:
                self.result = result
            elif self.error is None:
                self.error_since = time.time()
                # A reading's own errors say all in a sentence; anything else needs its traceback.
                _log.warning("%s", error, exc_info=None if isinstance(error, NvmlTroubleError) else error)
            self.error = error
            self.busy_since = None
            self._changed.notify_all()


def wait_for(workers: Sequence[Worker[Any]], changed: threading.Condition, until_s: float) -> None:
    """Wait until all are idle, or until this instant of the monotonic clock."""
    with changed:
        changed.wait_for(lambda: all(each.busy_since is None for each in workers), max(0.0, until_s - time.monotonic()))
