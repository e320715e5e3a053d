"""What belongs to an object: the rows of other tables that name it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from console.insight.containing import containing
from console.model.column import Column, Mask, mask_of_codes
from console.model.fleet import Fleet
from console.model.table import Table, empty
from console.model.tables import GPUS, JOBS, PROCESSES
from console.window.thing import Sort, Thing


def processes_of(fleet: Fleet, thing: Thing) -> Table:
    """The processes on a GPU or a node."""
    processes = fleet["processes"]
    if thing.sort not in {Sort.GPU, Sort.NODE}:
        return empty(PROCESSES)
    return processes.take(processes["gpu" if thing.sort is Sort.GPU else "node"].where(thing.id))


def gpus_of(fleet: Fleet, thing: Thing) -> Table:
    """The GPUs of a node, or those that a job runs on."""
    gpus = fleet["gpus"]
    if thing.sort not in {Sort.NODE, Sort.JOB}:
        return empty(GPUS)
    return gpus.take(gpus["node" if thing.sort is Sort.NODE else "job"].where(thing.id))


def readings_of(fleet: Fleet, thing: Thing) -> Table:
    """What a node tells beside its GPUs."""
    readings = fleet["readings"]
    return readings.take(readings["node"].where(thing.id))


def jobs_of(fleet: Fleet, thing: Thing) -> Table:
    """The jobs of a pool, on a node or GPU, or in a reservation."""
    jobs = fleet["jobs"]
    match thing.sort:
        case Sort.POOL:
            return jobs.take(jobs["pool"].where(thing.id))
        case Sort.NODE:
            return jobs.take(listing(jobs["nodes"], thing.id))
        case Sort.GPU:
            return jobs.take(jobs["id"].where(thing.text("job")))
        case Sort.RESERVATION:
            return jobs.take(jobs["reservation"].where(thing.text("name")) & jobs["source"].where(thing.source))
        case _:
            return empty(JOBS)


def neighbours(fleet: Fleet, gpu: Thing) -> Table:
    """The other GPUs of the same job."""
    gpus = fleet["gpus"]
    job = gpu.text("job")
    return gpus.take(gpus["job"].where(job) & ~gpus["id"].where(gpu.id)) if job else empty(GPUS)


def listing(column: Column, item: str) -> Mask:
    """The rows of a column of lists that hold an item."""
    hits = containing(column.words, item)
    for code in np.flatnonzero(hits):
        hits[code] = item in _items(column, int(code))
    return mask_of_codes(column.codes, hits)


def _items(column: Column, code: int) -> Iterable[str]:
    value = Column(column.kind, np.array([code], dtype=np.int32), column.words).value(0)
    return value if isinstance(value, tuple) else ()
