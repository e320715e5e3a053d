"""The theme that the configuration file asks for."""

from __future__ import annotations

from pathlib import Path

from console.model.errors import ConsoleError
from console.settings.configuration import load
from console.window.theme.theme import Choice


def configured_theme(config: Path | None) -> Choice:
    """The theme of `[console]`; the system's if the file cannot be read, which the engine then tells."""
    try:
        return Choice(load(config).console.theme)
    except ConsoleError:
        return Choice.SYSTEM
