"""The source `nvml`: NVIDIA GPUs of this machine by the driver's own library.

`KIND` is made when it is asked for, so that the helper process, which needs neither asyncio nor numpy, starts fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.sources.kind import Kind

__all__ = ["KIND"]


def __getattr__(name: str) -> Kind:
    if name == "KIND":
        from console.sources.nvml.kind import KIND  # noqa: PLC0415  # see above

        return KIND
    raise AttributeError(name)
