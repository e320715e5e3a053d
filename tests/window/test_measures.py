"""The colour of a GPU: its measure, unless its state has something to say."""

from __future__ import annotations

import pytest

from console.window.widgets.measures import BUSY, CATEGORIES, DOWN, IDLE, STEPS, UNKNOWN, WARNING, codes, measures
from tests.window.gpu_rows import Row, gpus

BY_KEY = {measure.key: measure for measure in measures()}


def code(key: str, **columns: object) -> int:
    row: Row = {"node": "n1", "state": "busy", **columns}  # type: ignore[dict-item]
    return int(codes(BY_KEY[key], gpus(row))[0])


def test_that_a_ramp_goes_from_its_low_to_its_high_end() -> None:
    assert code("utilisation", utilization_pct=0.0) == 0
    assert code("utilisation", utilization_pct=100.0) == STEPS - 1
    assert code("memory", memory_used_bytes=40.0, memory_total_bytes=80.0) == (STEPS - 1) // 2
    assert code("power", power_w=700.0, power_cap_w=700.0) == STEPS - 1


@pytest.mark.parametrize("key", ["utilisation", "memory", "power", "temperature", "throttling", "ecc"])
def test_that_what_is_not_told_is_hatched_and_not_zero(key: str) -> None:
    assert code(key) == UNKNOWN


@pytest.mark.parametrize("key", list(BY_KEY))
def test_that_trouble_stands_out_of_every_measure(key: str) -> None:
    assert code(key, state="reserved_idle", utilization_pct=0.0) == WARNING
    assert code(key, state="down") == DOWN


def test_that_thresholds_take_the_colour_of_a_warning() -> None:
    assert code("temperature", temperature_c=84.0, temperature_slowdown_c=84.0) == WARNING
    assert code("temperature", temperature_c=90.0) == WARNING
    assert code("throttling", throttle_reasons=("sw_power_cap",)) == WARNING
    assert code("throttling", throttle_reasons=()) < STEPS
    assert code("ecc", ecc_uncorrected=2) == WARNING
    assert code("ecc", ecc_uncorrected=0) < STEPS


def test_that_states_and_owners_have_their_own_colours() -> None:
    assert code("state") == BUSY
    assert code("state", state="idle") == IDLE
    assert code("state", state=None) == UNKNOWN
    assert code("owner", owner="vision") == CATEGORIES
    assert code("owner") == IDLE
