"""Runs the real command in a process of its own, as a user or a script does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, list[dict[str, object]]]:
        """Its JSON."""
        value: dict[str, list[dict[str, object]]] = json.loads(self.out)
        return value


def switchroom(*arguments: str, environment: Mapping[str, str] | None = None) -> Ran:
    """Run `switchroom` with these arguments and without a display."""
    variables = {**os.environ, **(environment or {})}
    for display in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        variables.pop(display, None)
    process = subprocess.run(
        [sys.executable, "-m", "console", *arguments],
        capture_output=True, text=True, env=variables, timeout=60, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return Ran(process.returncode, process.stdout, process.stderr)


def configuration(folder: Path, text: str) -> tuple[str, ...]:
    """The arguments that make a command use this configuration and a state folder of its own."""
    file = folder / "switchroom.toml"
    file.write_text(text, encoding="utf-8")
    return "--config", str(file), "--state", str(folder / "state")
