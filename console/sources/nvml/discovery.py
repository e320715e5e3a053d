"""The NVIDIA GPUs of this machine, where a driver is installed."""

from __future__ import annotations

from console.settings.structs import SourceSettings
from console.sources.nvml.presence import present


async def find() -> tuple[SourceSettings, ...]:
    """A source for the driver, if there is one; initialises nothing."""
    return (SourceSettings(kind="nvml", name="nvml"),) if present() else ()
