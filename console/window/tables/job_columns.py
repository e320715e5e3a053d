"""The columns of the job table. Waits count to the moment the source was asked, so they are as old as the row says."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.model.column import Floats
from console.model.duration import format_duration
from console.model.identity import local_name
from console.model.quantity import format_count
from console.model.state import JobState
from console.model.table import Table
from console.window.tables.cell import NOTHING, Cell, Look, Mark
from console.window.tables.clock_time import clock_time, utc_time
from console.window.tables.column_spec import ColumnSpec, figures, words
from console.window.tables.ordering import sort_keys

translate = QCoreApplication.translate
_WAITING = frozenset({JobState.PENDING, JobState.HELD})


def job_columns() -> list[ColumnSpec]:
    """In the order in which they stand."""
    return [
        words("job", translate("Jobs", "Job"), "key", specimen="881234"),
        words("name", translate("Jobs", "Name"), "name", specimen="train-vit-l", stretch=2),
        words("user", translate("Jobs", "User"), "user", specimen="charlot", look=Look.MUTED),
        words("account", translate("Jobs", "Account"), "account", specimen="research", look=Look.MUTED, hidden=True),
        words("pool", translate("Jobs", "Pool"), "pool", specimen="kube-eu / h200", stretch=1, write=_pool_words),
        figures("gpus", translate("Jobs", "GPUs"), "gpus", write=format_count, specimen="1,024"),
        _state(),
        _waited(),
        words("reason", translate("Jobs", "Reason"), "reason", specimen="QOSMaxGRES", look=Look.MUTED, stretch=1),
        words("why", translate("Jobs", "In plain words"), "reason_text", specimen="Waits for 16 free GPUs in the pool",
              stretch=3),
        _expected(),
        figures("priority", translate("Jobs", "Priority"), "priority", hidden=True),
        figures("tasks", translate("Jobs", "Tasks"), "tasks", write=format_count, hidden=True),
        figures("limit", translate("Jobs", "Time limit"), "time_limit_s", write=format_duration, specimen="36 h 30",
                hidden=True),
        words("qos", translate("Jobs", "QoS"), "qos", specimen="normal", look=Look.MUTED, hidden=True),
        words("nodes", translate("Jobs", "Nodes"), "nodes", specimen="n031, n047", hidden=True, write=_node_names),
        words("reservation", translate("Jobs", "Reservation"), "reservation", specimen="nlp-71", hidden=True),
    ]  # fmt: skip


def state_cell(state: str) -> Cell:
    """A job's state as a word, marked where it waits for a person."""
    match state:
        case JobState.PENDING:
            return Cell(translate("Jobs", "pending"))
        case JobState.HELD:
            return Cell(translate("Jobs", "held"), Look.WARNING, Mark.HELD)
        case JobState.RUNNING:
            return Cell(translate("Jobs", "running"), Look.MUTED)
        case "":
            return NOTHING
        case _:
            return Cell(state, Look.MUTED)


def waited_s(jobs: Table) -> Floats:
    """How long each job has waited, or had when it started."""
    until = np.where(np.isnan(jobs.numbers("started_at")), jobs.numbers("taken_at"), jobs.numbers("started_at"))
    return np.maximum(until - jobs.numbers("submitted_at"), 0.0)


def _state() -> ColumnSpec:
    return ColumnSpec(
        "state", translate("Jobs", "State"), lambda table, row: state_cell(table["state"].text(row)),
        lambda table: [sort_keys(table["state"])], frozenset({"state"}), "completing",
    )  # fmt: skip


def _waited() -> ColumnSpec:
    def show(table: Table, row: int) -> Cell:
        wait_s = _wait_s(table, row)
        if np.isnan(wait_s):
            return NOTHING
        look = Look.PLAIN if table["state"].text(row) in _WAITING else Look.MUTED
        return Cell(format_duration(wait_s), look)

    def keys(table: Table) -> list[Floats]:
        """Those that wait stand together, before those that have waited, whichever way they are sorted."""
        waits = table["state"].where(JobState.PENDING) | table["state"].where(JobState.HELD)
        waited = waited_s(table)
        return [np.where(waits, waited, np.nan), waited]

    return ColumnSpec(
        "waited", translate("Jobs", "Waited"), show, keys,
        frozenset({"submitted_at", "started_at", "taken_at", "state"}), "119 min 0", right=True,
    )  # fmt: skip


def _expected() -> ColumnSpec:
    note = translate("Jobs", "A start is the scheduler's own estimate; an end is the job's time limit.")
    return ColumnSpec(
        "expected", translate("Jobs", "Expected"), _expected_words, lambda table: [_expected_at(table)],
        frozenset({"expected_start_at", "ends_at", "state", "taken_at"}), "starts 14:20 mm",
        note=note, full=_expected_in_full,
    )  # fmt: skip


def _expected_at(jobs: Table) -> Floats:
    started = ~np.isnan(jobs.numbers("started_at"))
    return np.where(started, jobs.numbers("ends_at"), jobs.numbers("expected_start_at"))


def _expected_words(jobs: Table, row: int) -> Cell:
    now, start, end = (_number(jobs, name, row) for name in ("taken_at", "expected_start_at", "ends_at"))
    if not np.isnan(_number(jobs, "started_at", row)):
        ends = translate("Jobs", "ends by {0}").format(clock_time(end, now)) if not np.isnan(end) else ""
        return Cell(ends, Look.MUTED) if ends else NOTHING
    if np.isnan(start):
        return NOTHING
    if start < now:
        return Cell(translate("Jobs", "late by {0}").format(format_duration(now - start)), Look.WARNING, Mark.HELD)
    return Cell(translate("Jobs", "starts {0}").format(clock_time(start, now)))


def _expected_in_full(jobs: Table, row: int) -> str:
    started = not np.isnan(_number(jobs, "started_at", row))
    at = _number(jobs, "ends_at" if started else "expected_start_at", row)
    words_shown = _expected_words(jobs, row).text
    return words_shown if np.isnan(at) else f"{words_shown} ({utc_time(at)})"


def _wait_s(jobs: Table, row: int) -> float:
    started = _number(jobs, "started_at", row)
    until = _number(jobs, "taken_at", row) if np.isnan(started) else started
    return max(until - _number(jobs, "submitted_at", row), 0.0)


def _number(jobs: Table, name: str, row: int) -> float:
    return float(jobs[name].data[row])


def _pool_words(pool: str) -> str:
    """A pool as people say it: alpha / h100."""
    return pool.replace("/", " / ", 1)


def _node_names(names: str) -> str:
    return ", ".join(local_name(name) or name for name in names.split(", ") if name)
