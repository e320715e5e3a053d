"""The table of jobs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from console.model.column import Kind, numbers, text_lists, texts
from console.model.table import Table, table
from console.model.tables import JOBS
from console.sources.slurm.job import Job
from console.sources.slurm.place import Place
from console.sources.slurm.state import word


def jobs_table(place: Place, jobs: Sequence[Job], partitions: Collection[str]) -> Table:
    """One row a job record.

    Args:
        place: of the snapshot.
        jobs: that have not ended.
        partitions: the names that are pools; a job that is elsewhere has none.
    """
    columns = {
        "id": texts(place.id_of("job", job.number) for job in jobs),
        "pool": texts(_pool(place, job, partitions) for job in jobs),
        "name": texts(job.name for job in jobs),
        "user": texts(job.user for job in jobs),
        "account": texts(job.account for job in jobs),
        "state": texts(word(job.state) for job in jobs),
        "gpus": numbers(Kind.WHOLE, (job.gpus for job in jobs)),
        "nodes": text_lists(None if job.nodes is None else [place.id_of(name) for name in job.nodes] for job in jobs),
        "submitted_at": numbers(Kind.INSTANT, (job.submitted_at for job in jobs)),
        "started_at": numbers(Kind.INSTANT, (job.started_at for job in jobs)),
        "ends_at": numbers(Kind.INSTANT, (job.ends_at for job in jobs)),
        "reason": texts(job.reason for job in jobs),
        "reason_text": texts(job.reason_text for job in jobs),
        "key": texts(job.key for job in jobs),
        "tasks": numbers(Kind.WHOLE, (job.tasks for job in jobs)),
        "priority": numbers(Kind.REAL, (job.priority for job in jobs)),
        "expected_start_at": numbers(Kind.INSTANT, (job.expected_start_at for job in jobs)),
        "time_limit_s": numbers(Kind.REAL, (job.time_limit_s for job in jobs)),
        "cpus": numbers(Kind.WHOLE, (job.cpus for job in jobs)),
        "qos": texts(job.qos for job in jobs),
        "reservation": texts(
            None if job.reservation is None else reservation_id(place, job.reservation) for job in jobs
        ),
    }
    return table(JOBS, len(jobs), {**columns, **place.columns(len(jobs))})


def reservation_id(place: Place, name: str) -> str:
    """The id of a reservation."""
    return place.id_of("reservation", name)


def _pool(place: Place, job: Job, partitions: Collection[str]) -> str | None:
    return place.id_of(job.partition) if job.partition and job.partition in partitions else None


def _reservation(place: Place, job: Job) -> str | None:
    return reservation_id(place, job.reservation) if job.reservation else None
