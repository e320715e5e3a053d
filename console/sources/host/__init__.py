"""The source `host`: this machine by psutil, on Linux, macOS and Windows."""

from console.sources.host.kind import KIND

__all__ = ["KIND"]
