"""One job record, read from any data version.

An array's pending tasks share one record, which counts for all of them; a task that has started has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from console.model.state import JobState
from console.sources.slurm.job_gpus import gpus_of_job
from console.sources.slurm.leaf import capitals, hosts, instant, number, text, words
from console.sources.slurm.reasons import plain_words
from console.sources.slurm.state import is_finished, job_state
from console.sources.slurm.wire import WireJob

_TASKS = re.compile(r"(\d+)(?:-(\d+)(?::(\d+))?)?")


@dataclass(frozen=True, slots=True)
class Job:
    """A job; None is unknown. GPUs and CPUs are those of all its tasks; instants in seconds since the epoch."""

    number: str
    key: str
    name: str | None
    user: str | None
    account: str | None
    partition: str | None
    qos: str | None
    state: JobState | None
    reason: str | None
    reason_text: str | None
    tasks: int | None
    gpus: int | None
    cpus: int | None
    nodes: tuple[str, ...] | None
    details: tuple[str, ...]
    submitted_at: float | None
    started_at: float | None
    ends_at: float | None
    expected_start_at: float | None
    time_limit_s: float | None
    priority: float | None
    reservation: str | None

    @property
    def is_waiting(self) -> bool:
        """Whether it has not started."""
        return self.state in {JobState.PENDING, JobState.HELD}


def read_jobs(wires: Iterable[WireJob], now: float) -> Iterator[Job]:
    """The jobs that hold or want something; those that have ended are left out."""
    for wire in wires:
        flags = capitals(wire.job_state)
        if number(wire.job_id) is not None and not is_finished(flags):
            yield _read(wire, flags, now)


def _read(wire: WireJob, flags: tuple[str, ...], now: float) -> Job:
    state = job_state(flags, held=_is_held(wire))
    waiting = state in {JobState.PENDING, JobState.HELD}
    tasks = _tasks(wire)
    reason = text(wire.state_reason)
    if not waiting and reason == "None":
        reason = None
    start, limit_min = instant(wire.start_time), number(wire.time_limit)
    user_id = number(wire.user_id)
    return Job(
        number=_number(wire),
        key=_key(wire),
        name=text(wire.name),
        user=text(wire.user_name) or (None if user_id is None else str(int(user_id))),
        account=text(wire.account),
        partition=next(iter(words(wire.partition) or ()), None),
        qos=text(wire.qos),
        state=state,
        reason=reason,
        reason_text=plain_words(reason, text(wire.state_description)),
        tasks=tasks,
        gpus=_times(tasks, gpus_of_job(wire, holds=not waiting)),
        cpus=_times(tasks, number(wire.cpus)),
        nodes=() if waiting else hosts(wire.nodes),
        details=words(wire.gres_detail) or (),
        submitted_at=instant(wire.submit_time),
        started_at=None if waiting else start,
        ends_at=None if waiting else instant(wire.end_time),
        expected_start_at=start if waiting and start is not None and start > now else None,
        time_limit_s=None if limit_min is None else limit_min * 60,
        priority=number(wire.priority),
        reservation=text(wire.resv_name),
    )


def _is_held(wire: WireJob) -> bool:
    reason = text(wire.state_reason) or ""
    return wire.hold is True or number(wire.priority) == 0 or reason.startswith(("JobHeld", "JobHold"))


def _number(wire: WireJob) -> str:
    """Stays for as long as the job exists: an array's record keeps the array's number, a task has `ARRAY_TASK`."""
    array, task = number(wire.array_job_id), number(wire.array_task_id)
    if array and task is not None:
        return f"{array:.0f}_{task:.0f}"
    return f"{number(wire.job_id):.0f}"


def _key(wire: WireJob) -> str:
    """As squeue shows it."""
    component, offset, pending = number(wire.het_job_id), number(wire.het_job_offset), text(wire.array_task_string)
    if pending is not None:
        return f"{_number(wire)}_[{pending}]"
    return f"{component:.0f}+{offset or 0:.0f}" if component else _number(wire)


def _tasks(wire: WireJob) -> int | None:
    """How many pending tasks the record stands for; Slurm cuts the text after 64 characters, then it is unknown."""
    pending = text(wire.array_task_string)
    if pending is None:
        return 1
    matches = [_TASKS.fullmatch(part) for part in pending.partition("%")[0].split(",")]
    if not all(matches):
        return None
    return sum(_length(*match.groups()) for match in matches if match)


def _length(first: str, last: str | None, step: str | None) -> int:
    return len(range(int(first), int(last or first) + 1, int(step or 1) or 1))


def _times(tasks: int | None, each: float | None) -> int | None:
    return None if tasks is None or each is None else int(tasks * each)
