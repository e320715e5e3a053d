from __future__ import annotations

import time

import numpy as np

from console.engine.hour import recall
from console.engine.poller import Poller
from console.history.recent import FLEET_SUBJECT, Recent
from console.settings.structs import SourceSettings
from console.sources.demo import simulated_sources


def test_the_hour_before_the_start_is_filled_by_sources_that_remember_it() -> None:
    recent, now = Recent(), time.time()
    recall([Poller(each) for each in simulated_sources(gpus=64, seed=1)], recent, now)
    series = recent.series(FLEET_SUBJECT, ["gpus_busy"], now)
    assert len(series.times) == 59
    assert not np.isnan(series.values["gpus_busy"]).any()


def test_sources_that_remember_nothing_leave_the_hour_empty() -> None:
    recent = Recent()
    recall(
        [Poller(SourceSettings(kind="host", name="host")), Poller(SourceSettings(kind="no", name="no"))], recent, 1e9
    )
    assert len(recent.series(FLEET_SUBJECT, ["gpus_busy"], 1e9).times) == 0
