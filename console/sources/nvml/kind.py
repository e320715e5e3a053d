"""What the configuration says about the source `nvml`, and how it is opened."""

from __future__ import annotations

from typing import Final

import msgspec

from console.settings.keys import convert_keys
from console.settings.structs import SourceSettings
from console.sources.child import own_command
from console.sources.kind import Kind
from console.sources.nvml.source import NvmlSource


class NvmlSettings(msgspec.Struct, frozen=True):
    """Keys of `kind = "nvml"`. `wake`: whether reading may wake GPUs that are suspended to save power."""

    wake: bool = False


def open_nvml(settings: SourceSettings) -> NvmlSource:
    """The NVIDIA GPUs of this machine; the helper starts at the first poll."""
    keys = convert_keys(settings, NvmlSettings)
    return NvmlSource(settings.name, settings.site, own_command("nvml", settings.name), wake=keys.wake)


KIND: Final = Kind(name="nvml", settings=NvmlSettings, open=open_nvml, poll_s=2.0, deadline_s=5.0)
