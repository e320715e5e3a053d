from __future__ import annotations

import math

from console.insight.pools import completed_pools
from console.insight.totals import totals
from console.model.column import Value
from console.model.fleet import Fleet
from console.model.table import from_rows
from console.model.tables import GPUS, POOLS


def fleet(gpus: list[dict[str, Value]], pools: list[dict[str, Value]]) -> Fleet:
    return Fleet(0.0, {"gpus": from_rows(GPUS, gpus), "pools": from_rows(POOLS, pools)})


def gpu(number: int, **fields: Value) -> dict[str, Value]:
    return {"id": f"a/n/{number}", "source": "a", "pool": "a/gpu", "state": "busy", **fields}


def test_a_gpu_of_two_pools_is_counted_once() -> None:
    both: list[dict[str, Value]] = [
        {"id": name, "source": "a", "gpus_busy": 1, "gpus_idle": 0, "gpus_reserved_idle": 0, "gpus_down": 0}
        for name in ("a/gpu", "a/debug")
    ]
    assert totals(fleet([gpu(0)], both), 0.0).gpus.total == 1


def test_a_pool_without_gpu_rows_counts_by_its_own_figures() -> None:
    cloud: dict[str, Value] = {"id": "aws/p5", "source": "aws", "gpus_busy": 64, "gpus_idle": 0, "gpus_down": 0}
    assert totals(fleet([gpu(0)], [{"id": "a/gpu", "source": "a"}, cloud]), 0.0).gpus.busy == 65


def test_a_gpu_that_is_divided_is_counted_by_its_slices() -> None:
    slices = [gpu(1, parent="a/n/0"), gpu(2, parent="a/n/0", state="idle")]
    assert totals(fleet([gpu(0), *slices], []), 0.0).gpus.total == 2


def test_power_says_how_much_of_it_is_measured() -> None:
    whole = totals(fleet([gpu(0, power_w=300.0, power_cap_w=700.0), gpu(1)], []), 0.0)
    assert (whole.power_w, whole.power_cap_w, whole.power_coverage) == (300.0, 700.0, 0.5)


def test_power_that_nobody_measures_is_unknown() -> None:
    assert math.isnan(totals(fleet([gpu(0)], []), 0.0).power_w)


def test_costs_are_never_added_across_currencies() -> None:
    pools: list[dict[str, Value]] = [
        {"id": "a", "cost_per_hour": 2.0, "currency": "EUR"},
        {"id": "b", "cost_per_hour": 3.0, "currency": "USD"},
        {"id": "c", "cost_per_hour": 4.0, "currency": "EUR"},
    ]
    assert totals(fleet([], pools), 0.0).cost_per_hour == {"EUR": 6.0, "USD": 3.0}


def test_one_site_is_totalled_alone() -> None:
    here, there = gpu(0, site="hall-1"), gpu(1, site="hall-2")
    assert totals(fleet([here, there], []), 0.0, site="hall-1").gpus.total == 1


def test_a_pools_power_is_the_sum_of_its_gpus_unless_its_source_says() -> None:
    gpus = [gpu(0, power_w=300.0), gpu(1, power_w=200.0), gpu(2)]
    pools: list[dict[str, Value]] = [{"id": "a/gpu", "source": "a"}, {"id": "a/told", "source": "a", "power_w": 9.0}]
    assert completed_pools(fleet(gpus, pools), 0.0)["power_w"].values() == [500.0, 9.0]


def test_the_backlog_is_unknown_where_no_source_tells_of_a_queue() -> None:
    assert totals(fleet([gpu(0)], [{"id": "nvml/h100", "source": "nvml"}]), 0.0).backlog is None


def test_an_empty_queue_is_a_backlog_of_nothing() -> None:
    found = totals(fleet([], [{"id": "a/gpu", "source": "a", "pending_gpus": 0, "pending_jobs": 0}]), 0.0).backlog
    assert found is not None
    assert (found.jobs, found.gpus) == (0, 0)


def test_a_fleet_without_gpus_is_charted_as_unknown_and_not_as_nothing_busy() -> None:
    assert math.isnan(totals(fleet([], []), 0.0).figures()["gpus_busy"])
