"""The one sentence on top of the drawer when something is wrong with what it shows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.model.fleet import Fleet
from console.model.quantity import format_count, format_number
from console.model.state import GpuState, Health, JobState, NodeState
from console.window.drawer.related import neighbours
from console.window.tables.cell import Look
from console.window.tables.gpu_columns import throttle_words
from console.window.thing import Sort, Thing

translate = QCoreApplication.translate
_SLOWER_BY_PCT = 30.0
_BAD_NODES = frozenset({NodeState.DOWN, NodeState.DRAINED, NodeState.DRAINING})


class Trouble(NamedTuple):
    """What is wrong, and how bad it is (WARNING or DOWN)."""

    sentence: str
    look: Look


def trouble(fleet: Fleet, thing: Thing) -> Trouble | None:
    """What is wrong with an object; None when nothing is known to be."""
    tell = {
        Sort.GPU: _gpu,
        Sort.NODE: _node,
        Sort.POOL: _pool,
        Sort.JOB: _job,
        Sort.RESERVATION: _reservation,
        Sort.SOURCE: _source,
    }[thing.sort]
    return tell(fleet, thing)


def _gpu(fleet: Fleet, gpu: Thing) -> Trouble | None:
    detail = gpu.text("state_detail")
    if gpu.text("state") == GpuState.DOWN:
        return Trouble(_sentence(translate("Trouble", "Down"), detail), Look.DOWN)
    if (errors := gpu.number("ecc_uncorrected") or 0) > 0:
        words = translate("Trouble", "{count} uncorrected ECC errors").format(count=format_count(errors))
        return Trouble(_sentence(words, detail), Look.DOWN)
    slower = _slower(fleet, gpu)
    if slower:
        return Trouble(slower, Look.WARNING)
    return _hot(gpu) or _held(gpu)


def _slower(fleet: Fleet, gpu: Thing) -> str:
    others = neighbours(fleet, gpu).numbers("utilization_pct")
    own, others = gpu.number("utilization_pct"), others[~np.isnan(others)]
    if own is None or len(others) == 0 or float(np.median(others)) - own < _SLOWER_BY_PCT:
        return ""
    low, high = np.percentile(others, [10, 90])
    sentence = translate(
        "Trouble", "Slower than its neighbours: {own} % while the other {count} GPUs of this job are at {low}–{high} %."
    ).format(own=format_number(own), count=len(others), low=f"{low:.0f}", high=f"{high:.0f}")
    reasons = ", ".join(throttle_words(each) for each in gpu.texts("throttle_reasons"))
    if not reasons:
        return sentence
    return f"{sentence} {translate('Trouble', 'Throttled by {reasons}.').format(reasons=reasons)}"


def _hot(gpu: Thing) -> Trouble | None:
    now, slowdown = gpu.number("temperature_c"), gpu.number("temperature_slowdown_c")
    if now is None or slowdown is None or now < slowdown:
        return None
    words = translate("Trouble", "At {now} °C it has reached its slowdown temperature of {slowdown} °C.")
    return Trouble(words.format(now=f"{now:.0f}", slowdown=f"{slowdown:.0f}"), Look.WARNING)


def _held(gpu: Thing) -> Trouble | None:
    if gpu.text("state") != GpuState.RESERVED_IDLE:
        return None
    owner = gpu.text("owner")
    if owner:
        return Trouble(translate("Trouble", "Reserved for {owner}, and idle.").format(owner=owner), Look.WARNING)
    return Trouble(translate("Trouble", "Reserved, and idle."), Look.WARNING)


def _node(_: Fleet, node: Thing) -> Trouble | None:
    state = node.text("state")
    if state not in _BAD_NODES:
        return None
    return Trouble(
        _sentence(state.capitalize(), node.text("state_detail")),
        Look.DOWN if state == NodeState.DOWN else Look.WARNING,
    )


def _pool(_: Fleet, pool: Thing) -> Trouble | None:
    down, held = pool.number("gpus_down") or 0, pool.number("gpus_reserved_idle") or 0
    if down:
        words = translate("Trouble", "{count} of {total} GPUs are down.")
        return Trouble(words.format(count=format_count(down), total=format_count(pool.number("gpus_total"))), Look.DOWN)
    if held:
        words = translate("Trouble", "{count} GPUs are reserved and idle.")
        return Trouble(words.format(count=format_count(held)), Look.WARNING)
    return None


def _job(_: Fleet, job: Thing) -> Trouble | None:
    if job.text("state") not in {JobState.PENDING, JobState.HELD}:
        return None
    words = job.text("reason_text") or job.text("reason")
    return Trouble(words, Look.WARNING if job.text("state") == JobState.HELD else Look.PLAIN) if words else None


def _reservation(_: Fleet, reservation: Thing) -> Trouble | None:
    gpus, used = reservation.number("gpus"), reservation.number("gpus_in_use")
    if reservation.text("state") != "active" or gpus is None or used is None or used >= gpus:
        return None
    words = translate("Trouble", "{idle} of its {gpus} GPUs are idle.")
    return Trouble(words.format(idle=format_count(gpus - used), gpus=format_count(gpus)), Look.WARNING)


def _source(_: Fleet, source: Thing) -> Trouble | None:
    health, detail, todo = source.text("health"), source.text("detail"), source.text("todo")
    if health in {Health.OK, ""} and not detail:
        return None
    serious = health in {Health.UNREACHABLE, Health.REFUSED, Health.MISCONFIGURED}
    words = " ".join(_full_stop(part) for part in (detail or health, todo) if part)
    return Trouble(words, Look.DOWN if serious else Look.WARNING)


def _sentence(words: str, detail: str) -> str:
    return _full_stop(f"{words}: {detail}" if detail else words)


def _full_stop(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
