"""This machine is always here."""

from __future__ import annotations

from console.settings.structs import SourceSettings


async def find() -> tuple[SourceSettings, ...]:
    """A source for this machine."""
    return (SourceSettings(kind="host", name="host"),)
