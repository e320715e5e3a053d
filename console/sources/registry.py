"""Every kind of source, one line each. Modules are imported when a source of their kind is opened."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from importlib import import_module
from typing import Final

from console.model.errors import SettingsError
from console.settings.structs import SourceSettings
from console.sources.kind import Kind
from console.sources.port import Source

MODULES: Final[Mapping[str, str]] = {
    "host": "console.sources.host",
    "nvml": "console.sources.nvml",
    "slurm": "console.sources.slurm",
    "demo": "console.sources.demo",
}

# Modules with `async def find() -> Sequence[SourceSettings]`: what of a kind is on this machine without configuration.
# They are quick, raise nothing and load nothing of their kind.
FINDERS: Final = ("console.sources.host.discovery", "console.sources.nvml.discovery", "console.sources.slurm.discovery")


def kind_of(settings: SourceSettings) -> Kind:
    """The kind of a configured source.

    Raises:
        SettingsError: if there is no such kind.
    """
    if settings.kind not in MODULES:
        raise SettingsError(
            f'there is no kind of source "{settings.kind}"', where=settings.where, todo=_advice(settings.kind)
        )
    return _kind(settings.kind)


def open_source(settings: SourceSettings) -> Source:
    """A source from its settings; no I/O yet.

    Raises:
        SettingsError: if the kind is unknown or its keys are wrong.
    """
    return kind_of(settings).open(settings)


async def found_here() -> tuple[SourceSettings, ...]:
    """What can be polled on this machine without any configuration, in the order of the registry."""
    found: list[SourceSettings] = []
    for module in FINDERS:
        found.extend(await import_module(module).find())
    return tuple(found)


def _kind(name: str) -> Kind:
    kind = import_module(MODULES[name]).KIND
    if not isinstance(kind, Kind):
        raise TypeError(f"{MODULES[name]}.KIND is not a Kind")
    return kind


def _advice(wrong: str) -> str:
    near = difflib.get_close_matches(wrong, MODULES, n=1)
    return f'did you mean "{near[0]}"?' if near else f"use one of {', '.join(MODULES)}"
