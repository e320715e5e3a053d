from __future__ import annotations

import numpy as np

from console.history.recent import FLEET_SUBJECT, Recent
from console.model.fleet import Fleet, merge
from console.model.snapshot import Snapshot
from console.model.table import from_rows
from console.model.tables import GPUS


def fleet_of(**utilization: float | None) -> Fleet:
    rows = [{"id": f"a/{name}", "utilization_pct": value} for name, value in utilization.items()]
    return merge([Snapshot("a", 0.0, {"gpus": from_rows(GPUS, rows)})], 0.0)


def test_a_gpus_last_hour_comes_back_in_order() -> None:
    recent = Recent()
    for second, value in ((0, 10.0), (10, 20.0), (20, 30.0)):
        recent.record(fleet_of(g0=value), {}, 1000.0 + second)
    series = recent.series("a/g0", ["utilization_pct"], 1020.0)
    assert series.times.tolist() == [1000.0, 1010.0, 1020.0]
    assert series.values["utilization_pct"].tolist() == [10.0, 20.0, 30.0]


def test_an_unknown_value_stays_a_gap() -> None:
    recent = Recent()
    recent.record(fleet_of(g0=None), {}, 1000.0)
    assert np.isnan(recent.series("a/g0", ["utilization_pct"], 1000.0).values["utilization_pct"]).all()


def test_a_gpu_that_comes_later_has_gaps_before_and_one_that_goes_has_gaps_after() -> None:
    recent = Recent()
    recent.record(fleet_of(g0=1.0), {}, 1000.0)
    recent.record(fleet_of(g0=2.0, g1=5.0), {}, 1010.0)
    recent.record(fleet_of(g1=6.0), {}, 1020.0)
    late = recent.series("a/g1", ["utilization_pct"], 1020.0).values["utilization_pct"]
    gone = recent.series("a/g0", ["utilization_pct"], 1020.0).values["utilization_pct"]
    assert np.array_equal(late, [np.nan, 5.0, 6.0], equal_nan=True)
    assert np.array_equal(gone, [1.0, 2.0, np.nan], equal_nan=True)


def test_values_keep_to_their_gpu_when_rows_change_places() -> None:
    recent = Recent()
    recent.record(fleet_of(g0=1.0, g1=2.0), {}, 1000.0)
    recent.record(fleet_of(g1=20.0, g0=10.0), {}, 1010.0)
    assert recent.series("a/g0", ["utilization_pct"], 1010.0).values["utilization_pct"].tolist() == [1.0, 10.0]


def test_instants_closer_than_a_step_are_left_out() -> None:
    recent = Recent()
    for second in range(20):
        recent.record(fleet_of(g0=1.0), {}, 1000.0 + second)
    assert recent.series("a/g0", ["utilization_pct"], 1020.0).times.tolist() == [1000.0, 1009.0, 1018.0]


def test_what_is_older_than_an_hour_is_forgotten() -> None:
    recent = Recent()
    recent.record(fleet_of(g0=1.0), {}, 1000.0)
    recent.record(fleet_of(g0=2.0), {}, 1000.0 + 3700)
    assert recent.series("a/g0", ["utilization_pct"], 4700.0).times.tolist() == [4700.0]


def test_a_clock_that_is_set_back_starts_the_hour_again() -> None:
    recent = Recent()
    recent.record(fleet_of(g0=1.0), {}, 5000.0)
    recent.record(fleet_of(g0=2.0), {}, 1000.0)
    assert recent.series("a/g0", ["utilization_pct"], 1000.0).times.tolist() == [1000.0]


def test_the_whole_fleet_has_a_series_of_its_own() -> None:
    recent = Recent()
    recent.record(Fleet(0.0), {"power_w": 500.0}, 1000.0)
    assert recent.series(FLEET_SUBJECT, ["power_w"], 1000.0).values["power_w"].tolist() == [500.0]


def test_a_thing_that_was_never_seen_has_an_empty_series() -> None:
    assert len(Recent().series("a/none", ["power_w"], 1000.0).times) == 0
