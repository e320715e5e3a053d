"""The lines about a source, for the drawer and for the connections page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.model.duration import format_age, format_duration
from console.model.quantity import format_count, format_number
from console.model.state import Health
from console.model.wording import UNKNOWN
from console.window.drawer.fact import Fact, moment, part_of, word
from console.window.frame.source_standing import health_word
from console.window.tables.cell import Look
from console.window.thing import Thing

translate = QCoreApplication.translate


def source_facts(source: Thing, now: float) -> list[Fact]:
    """The lines of a source, also for the connections page."""
    taken_at, writes = source.number("taken_at"), source.row.get("writes")
    reported = part_of(source.number("gpus_reported"), source.number("gpus_total"))
    return [
        Fact(translate("Fact", "Health"), health_word(source.text("health")), look=_health_look(source.text("health"))),
        word(translate("Fact", "Kind"), source.text("kind")),
        word(translate("Fact", "Site"), source.text("site")),
        word(translate("Fact", "Server"), source.text("server")),
        Fact(translate("Fact", "Last answer"), UNKNOWN) if taken_at is None else _ago(taken_at, now),
        Fact(translate("Fact", "Time to answer"), _milliseconds(source.number("latency_ms"))),
        Fact(translate("Fact", "Polled every"), interval(source.number("poll_s"))),
        Fact(translate("Fact", "Polls"), format_count(source.number("polls"))),
        Fact(translate("Fact", "Failures in a row"), format_count(source.number("failures"))),
        Fact(translate("Fact", "GPUs reported"), reported),
        Fact(translate("Fact", "May change things"), translate("Fact", "yes") if writes else translate("Fact", "no")),
    ]


def _ago(taken_at: float, now: float) -> Fact:
    fact = moment(translate("Fact", "Last answer"), taken_at, now)
    return fact._replace(value=translate("Fact", "{age} ago").format(age=format_age(now - taken_at)))


def interval(seconds: float | None) -> str:
    """How often something is done: 1 s, 500 ms, 5 min."""
    whole = seconds is not None and 1 <= seconds < 120
    return f"{format_number(seconds)} s" if whole else format_duration(seconds)


def _milliseconds(latency_ms: float | None) -> str:
    return UNKNOWN if latency_ms is None else f"{format_number(latency_ms)} ms"


def _health_look(health: str) -> Look:
    if health == Health.OK:
        return Look.GOOD
    if not health:
        return Look.MUTED
    return Look.WARNING if health == Health.STALE else Look.DOWN
