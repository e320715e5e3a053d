"""How the source `host` is opened; it has no keys of its own."""

from __future__ import annotations

from typing import Final

import msgspec

from console.settings.keys import convert_keys
from console.settings.structs import SourceSettings
from console.sources.host.source import HostSource
from console.sources.kind import Kind


class HostSettings(msgspec.Struct, frozen=True):
    """Keys of `kind = "host"`: none."""


def open_host(settings: SourceSettings) -> HostSource:
    """This machine."""
    convert_keys(settings, HostSettings)
    return HostSource(settings.name, settings.site)


KIND: Final = Kind(name="host", settings=HostSettings, open=open_host, poll_s=2.0, deadline_s=5.0)
