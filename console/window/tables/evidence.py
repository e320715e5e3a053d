"""What a figure rests on: its source, when it was taken, how old that is, and of how many GPUs it speaks."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from console.model.duration import format_age
from console.model.quantity import format_count
from console.window.tables.clock_time import local_time, utc_time
from console.window.tables.freshness import Freshness, Origin

translate = QCoreApplication.translate
_NAMED = 6  # sources in one tooltip


def evidence(origin: Origin, taken_at: float, freshness: Freshness) -> str:
    """Lines for a tooltip: source and server, time and age, coverage, and what is wrong with the source now."""
    lines = [_source(origin), _taken(origin.taken_at if math.isnan(taken_at) else taken_at, freshness.now)]
    if not math.isnan(origin.gpus_total):
        reported, total = format_count(origin.gpus_reported), format_count(origin.gpus_total)
        lines.append(translate("Evidence", "{0} of {1} GPUs reported").format(reported, total))
    if not freshness.engine_alive:
        lines.append(translate("Evidence", "The engine is not running: nothing is polled now."))
    elif origin.gone or origin.health == "stale":
        lines.append(". ".join(part for part in (origin.detail or origin.health, origin.todo) if part))
    return "\n".join(lines)


def _source(origin: Origin) -> str:
    name = translate("Evidence", "From {0}").format(origin.name)
    return f"{name} · {origin.server}" if origin.server else name


def _taken(taken_at: float, now: float) -> str:
    if math.isnan(taken_at):
        return translate("Evidence", "No answer yet")
    words = translate("Evidence", "Taken {0} ({1}), {2} ago")
    return words.format(local_time(taken_at), utc_time(taken_at), format_age(now - taken_at))


def evidence_of_sum(freshness: Freshness) -> str:
    """Lines for the tooltip of a figure that adds up many sources."""
    told = [each for each in freshness.origins.values() if not math.isnan(each.taken_at)]
    if not told:
        return translate("Evidence", "No answer yet")
    shown = [f"{each.name} {format_age(freshness.now - each.taken_at)}" for each in told[:_NAMED]]
    more = [translate("Evidence", "{0} more").format(len(told) - _NAMED)] if len(told) > _NAMED else []
    lines = [translate("Evidence", "From {0}").format(", ".join([*shown, *more]))]
    oldest = min(told, key=lambda each: each.taken_at)
    lines.append(_taken(oldest.taken_at, freshness.now))
    counted = [each for each in told if not math.isnan(each.gpus_total)]
    if counted:
        reported, total = sum(each.gpus_reported for each in counted), sum(each.gpus_total for each in counted)
        words = translate("Evidence", "{0} of {1} GPUs reported")
        lines.append(words.format(format_count(reported), format_count(total)))
    lines += [f"{each.name}: {each.detail or each.health}" for each in freshness.troubled()]
    return "\n".join(lines)
