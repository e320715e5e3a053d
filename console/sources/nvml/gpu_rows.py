"""What the helper told, as rows of `gpus` and `processes`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec

from console.model.column import Value
from console.model.identity import join
from console.model.tables import GPUS
from console.sources.nvml.pool_names import model_of, pool_id
from console.sources.nvml.states import fault_text, gpu_state, slice_state
from console.sources.nvml.wire import GpuTold, Process, Slice, Told
from console.sources.this_machine import Place

Row: TypeAlias = dict[str, Value]


def gpu_id(gpu: GpuTold, place: Place) -> str:
    """By UUID, which stays when cards are reordered; by index while a GPU has not told its UUID."""
    uuid = gpu.reading.facts.uuid if gpu.reading else None
    return join(place.node, uuid or gpu.index)


def slice_id(part: Slice, number: int, gpu: GpuTold, place: Place) -> str:
    """By UUID, or by its place in its GPU."""
    return join(place.node, part.uuid) if part.uuid else join(gpu_id(gpu, place), f"mig{number}")


def gpu_rows(told: Told, place: Place) -> Iterator[Row]:
    """One row a GPU, each followed by its slices."""
    for gpu in told.gpus:
        yield _gpu_row(gpu, told, place)
        for number, part in enumerate(_slices(gpu)):
            yield _slice_row(part, slice_id(part, number, gpu, place), gpu, told, place)


def process_rows(told: Told, place: Place) -> Iterator[Row]:
    """One row a process on each GPU or slice that it uses."""
    for gpu in told.gpus:
        if gpu.reading is not None:
            yield from _process_rows(gpu.reading.values.processes, gpu_id(gpu, place), gpu, told, place)
        for number, part in enumerate(_slices(gpu)):
            yield from _process_rows(part.processes, slice_id(part, number, gpu, place), gpu, told, place)


def _slices(gpu: GpuTold) -> tuple[Slice, ...]:
    return (gpu.reading.values.slices or ()) if gpu.reading else ()


def _gpu_row(gpu: GpuTold, told: Told, place: Place) -> Row:
    row = {**_common(gpu, told, place), "id": gpu_id(gpu, place), "state": gpu_state(gpu)}
    if gpu.reading is None:
        return {**row, "pool": pool_id(place, None)}
    facts, values = gpu.reading.facts, gpu.reading.values
    row |= {**_columns(facts), **_columns(values), **_columns(values.memory)}
    row["owner"] = _users(values.processes, told)
    # A GPU in slices is in no pool: its slices are what can be had.
    row["pool"] = None if values.slices is not None else pool_id(place, model_of(facts.name))
    return row


def _slice_row(part: Slice, row_id: str, gpu: GpuTold, told: Told, place: Place) -> Row:
    row = _common(gpu, told, place)
    model = row["model"] if isinstance(row["model"], str) else None
    return {
        **row,
        **_columns(part),
        **_columns(part.memory),
        "id": row_id,
        "parent": gpu_id(gpu, place),
        "pool": pool_id(place, model, part.mig_profile or "unknown profile"),
        "state": slice_state(part, gpu),
        "owner": _users(part.processes, told),
    }


def _common(gpu: GpuTold, told: Told, place: Place) -> Row:
    """What a GPU and its slices share; values keep the instant they were taken at, also while the GPU hangs."""
    return {
        "source": place.source,
        "site": place.site,
        "node": place.node,
        "index": gpu.index,
        "model": model_of(gpu.reading.facts.name) if gpu.reading else None,
        "state_detail": fault_text(gpu.fault) if gpu.fault else None,
        "taken_at": gpu.reading.values.taken_at if gpu.reading else told.taken_at,
    }


def _columns(told: msgspec.Struct) -> Mapping[str, Value]:
    """The fields that are columns of `gpus`."""
    return {name: value for name, value in msgspec.structs.asdict(told).items() if name in GPUS.kinds}


def _users(processes: tuple[Process, ...] | None, told: Told) -> str | None:
    computing = [told.owners.get(each.pid) for each in processes or () if each.kind == "compute"]
    users = sorted({owner.user for owner in computing if owner is not None and owner.user})
    return ", ".join(users) or None


def _process_rows(
    processes: tuple[Process, ...] | None, gpu_row_id: str, gpu: GpuTold, told: Told, place: Place
) -> Iterator[Row]:
    for each in processes or ():
        if each.pid in told.vanished:
            continue
        owner = told.owners.get(each.pid)
        yield {
            **(msgspec.structs.asdict(owner) if owner else {}),
            **msgspec.structs.asdict(each),
            "id": join(gpu_row_id, each.pid),
            "source": place.source,
            "node": place.node,
            "gpu": gpu_row_id,
            "taken_at": gpu.reading.values.taken_at if gpu.reading else None,
        }
