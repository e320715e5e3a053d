"""What the helper said about one GPU, for people who want to see it unchanged."""

from __future__ import annotations

import msgspec

from console.sources.nvml.gpu_rows import gpu_id, slice_id
from console.sources.nvml.wire import GpuTold, Told
from console.sources.this_machine import Place


def raw_text(told: Told, thing: str, place: Place) -> str | None:
    """The part of the answer about the GPU, slice or machine of this id as indented JSON; None if there is none."""
    if thing == place.node:
        return _json(told)
    found = next((gpu for gpu in told.gpus if thing in _ids(gpu, place)), None)
    return None if found is None else _json(found)


def _ids(gpu: GpuTold, place: Place) -> set[str]:
    slices = (gpu.reading.values.slices or ()) if gpu.reading else ()
    return {gpu_id(gpu, place), *(slice_id(part, number, gpu, place) for number, part in enumerate(slices))}


def _json(value: msgspec.Struct) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
