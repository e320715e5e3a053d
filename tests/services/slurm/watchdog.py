"""Outlives the test run by a moment: ends a cluster whose owner was killed before it could.

It is a Python of its own; the owner holds the other end of its standard input.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.services.slurm.processes import sweep

_ROOT = Path(__file__).resolve().parents[3]


class Watchdog:
    """The owner's end; closing it, in whatever way the owner goes, is the signal."""

    def __init__(self, folder: Path) -> None:
        # A session of its own, so that Ctrl-C in the terminal does not take the watchdog first.
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import watch; watch()", str(folder)],
            stdin=subprocess.PIPE,
            cwd=_ROOT,
            start_new_session=True,
        )

    def release(self) -> None:
        """Let it go, once there is nothing left to end."""
        self._process.communicate()


def watch() -> None:
    """Wait for the owner's end, then end what it left."""
    sys.stdin.read()
    sweep(Path(sys.argv[1]))
