"""Where a table's columns, widths and sort are kept between starts."""

from __future__ import annotations

from typing import Protocol


class LayoutStore(Protocol):
    """Texts by key; the window's own keeps them in the system's settings."""

    def get(self, key: str) -> str | None:
        """What was kept, None if nothing was."""

    def set(self, key: str, value: str) -> None:
        """Keep a text."""


class MemoryStore:
    """Keeps until the program ends."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """What was kept, None if nothing was."""
        return self._kept.get(key)

    def set(self, key: str, value: str) -> None:
        """Keep a text."""
        self._kept[key] = value
