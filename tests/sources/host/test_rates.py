"""Counters to rates."""

from __future__ import annotations

from console.sources.host.rates import Rates


def test_nothing_is_known_of_a_rate_at_the_first_reading() -> None:
    assert Rates[str]().update({"read": 5.0}, at_s=100.0) == {}


def test_a_rate_is_the_difference_over_the_time_between() -> None:
    rates = Rates[str]()
    rates.update({"read": 1000.0, "write": 0.0}, at_s=100.0)
    assert rates.update({"read": 5000.0, "write": 0.0}, at_s=102.0) == {"read": 2000.0, "write": 0.0}


def test_a_counter_that_is_new_or_was_set_back_has_no_rate() -> None:
    rates = Rates[str]()
    rates.update({"set back": 1000.0}, at_s=100.0)
    assert rates.update({"set back": 10.0, "new": 10.0}, at_s=101.0) == {}
    assert rates.update({"set back": 30.0, "new": 10.0}, at_s=102.0) == {"set back": 20.0, "new": 0.0}


def test_readings_too_close_together_repeat_the_last_rate() -> None:
    rates = Rates[str]()
    rates.update({"read": 0.0}, at_s=100.0)
    rates.update({"read": 10.0}, at_s=101.0)
    assert rates.update({"read": 5000.0}, at_s=101.001) == {"read": 10.0}
    assert rates.update({"read": 20.0}, at_s=102.0) == {"read": 10.0}
