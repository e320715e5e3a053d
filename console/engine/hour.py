"""What the last hour is filled with: the fleet's own figures, and what sources remember from before the start."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from console.engine.poller import Poller
from console.history.recent import SPAN_S, Recent
from console.insight.pools import completed_pools
from console.insight.totals import totals
from console.model.errors import SettingsError
from console.model.fleet import Fleet, merge
from console.sources.port import Remembers

_FINE_STEP_S: Final = 60.0
_COARSE_STEP_S: Final = 300.0
_COARSE_FROM_GPUS: Final = 5_000


def whole_of(fleet: Fleet, now: float) -> Mapping[str, float]:
    """The figures of the whole fleet that a chart shows."""
    whole = totals(fleet, now)
    known = whole.gpus.total > 0
    return {
        "gpus_busy": float(whole.gpus.busy) if known else math.nan,
        "gpus_idle": float(whole.gpus.idle) if known else math.nan,
        "power_w": whole.power_w,
        "pending_gpus": whole.backlog.gpus if whole.backlog else math.nan,
    }


def recall(pollers: Sequence[Poller], recent: Recent, now: float) -> None:
    """Record the hour before now, as far as sources remember it."""
    sources = list(_remembering(pollers))
    at, step_s = now - SPAN_S + _FINE_STEP_S, _FINE_STEP_S
    while sources and at < now:
        fleet = merge([each for each in (source.remembered(at) for source in sources) if each is not None], at)
        fleet = fleet.with_table(completed_pools(fleet, at))
        recent.record(fleet, whole_of(fleet, at), at)
        step_s = _COARSE_STEP_S if len(fleet["gpus"]) > _COARSE_FROM_GPUS else _FINE_STEP_S
        at += step_s


def _remembering(pollers: Sequence[Poller]) -> Iterator[Remembers]:
    for poller in pollers:
        try:
            source: object = poller.open()
        except SettingsError:
            continue  # its poll will say what is wrong
        if isinstance(source, Remembers):
            yield source
