"""What the last hour is filled with: what sources remember from before the first poll, and what answers now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from console.engine.poller import Poller
from console.history.recent import MEASURES, SPAN_S, Recent
from console.insight.pools import completed_pools
from console.insight.totals import totals
from console.model.column import mask_of_codes
from console.model.errors import SettingsError
from console.model.fleet import Fleet, merge
from console.model.state import Health
from console.model.tables import SNAPSHOT_SCHEMAS
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


def answering(fleet: Fleet) -> Fleet:
    """The fleet without what sources in trouble said last: a chart has a gap there, not a line that looks alive."""
    sources = fleet["sources"]
    ok = {name for name, health in zip(sources.ids, sources["health"].values(), strict=True) if health == Health.OK}
    if len(ok) == len(sources):
        return fleet
    for name in MEASURES.keys() & SNAPSHOT_SCHEMAS.keys():
        source = fleet[name]["source"]
        told = np.array([word in ok for word in source.words], dtype=bool)
        fleet = fleet.with_table(fleet[name].take(mask_of_codes(source.codes, told)))
    return fleet


def _remembering(pollers: Sequence[Poller]) -> Iterator[Remembers]:
    for poller in pollers:
        try:
            source: object = poller.open()
        except SettingsError:
            continue  # its poll will say what is wrong
        if isinstance(source, Remembers):
            yield source
