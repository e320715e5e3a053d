"""Python's collector of cycles, run in the GUI thread alone.

It runs in whichever thread allocates next. In the thread that reads the engine it would destroy Qt objects whose
timers then fire into freed memory: one crash in a few minutes. So automatic collection is off, and a timer does it.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500
_LIMITS: Final = (5_000, 10, 10)  # new objects; young collections before a middle one; middle ones before a full one


class Garbage(QObject):
    """Collects while it lives; `stop` gives collection back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(collect_what_is_due)
        self._timer.start()

    def settle(self) -> None:
        """Call once the window stands: what exists now stays, and is never looked through again."""
        gc.collect()
        gc.freeze()

    def stop(self) -> None:
        """Back to Python's own ways."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def collect_what_is_due() -> None:
    """Collect the oldest generation that has reached its limit."""
    counts = gc.get_count()
    due = [generation for generation, limit in enumerate(_LIMITS) if counts[generation] > limit]
    if due:
        gc.collect(due[-1])
