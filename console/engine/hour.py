"""What the last hour is filled with before the first poll: what sources remember of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from console.engine.poller import Poller
from console.history.recent import SPAN_S, Recent
from console.insight.pools import completed_pools
from console.insight.totals import totals
from console.model.errors import SettingsError
from console.model.fleet import merge
from console.sources.port import Remembers

_FINE_STEP_S: Final = 60.0
_COARSE_STEP_S: Final = 300.0
_COARSE_FROM_GPUS: Final = 5_000


def recall(pollers: Sequence[Poller], recent: Recent, now: float) -> None:
    """Record the hour before now, as far as sources remember it."""
    sources = list(_remembering(pollers))
    at, step_s = now - SPAN_S + _FINE_STEP_S, _FINE_STEP_S
    while sources and at < now:
        fleet = merge([each for each in (source.remembered(at) for source in sources) if each is not None], at)
        fleet = fleet.with_table(completed_pools(fleet, at))
        recent.record(fleet, totals(fleet, at).figures(), at)
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
