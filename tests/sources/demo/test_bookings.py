"""Reservations that recur."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.state import ReservationState
from console.sources.demo.bookings import AHEAD_S, Calendar
from console.sources.demo.layout import Layout, lay_out
from tests.sources.demo.sites import HOUR_S, NOON

H100, A100, P5, A3 = 1, 2, 5, 6
DAY_S = 24 * HOUR_S


@pytest.fixture(scope="module")
def layout() -> Layout:
    return lay_out(2066, 1)


@given(st.floats(0, 60 * DAY_S))
def test_what_is_active_holds_now(since_s: float) -> None:
    now = NOON + since_s
    for booking in Calendar(H100, lay_out(2066, 1)).active(now):
        assert booking.starts_at <= now < booking.ends_at
        assert booking.state(now) is ReservationState.ACTIVE


@given(st.floats(0, 60 * DAY_S), st.integers(1, 5000))
def test_no_node_is_reserved_twice_at_once(since_s: float, gpus: int) -> None:
    layout = lay_out(gpus, 1)
    for pool in layout.pools:
        nodes = [booking.nodes for booking in Calendar(pool.number, layout).active(NOON + since_s)]
        together = np.concatenate([np.empty(0, dtype=np.intp), *nodes])
        assert len(np.unique(together)) == len(together)


def test_reservations_of_the_next_days_are_told_with_names_of_their_own(layout: Layout) -> None:
    told = Calendar(H100, layout).told(NOON)
    assert len({booking.name for booking in told}) == len(told)
    assert max(booking.starts_at for booking in told) > NOON + AHEAD_S - DAY_S
    states = {booking.state(NOON) for booking in told}
    assert {ReservationState.ACTIVE, ReservationState.PLANNED} <= states


def test_maintenance_moves_on_from_night_to_night(layout: Layout) -> None:
    first, second, *_ = (booking for booking in Calendar(A100, layout).told(NOON) if booking.is_maintenance)
    assert second.starts_at - first.starts_at == DAY_S
    assert set(first.nodes).isdisjoint(second.nodes)


def test_a_capacity_block_is_pending_until_a_day_before_it_begins(layout: Layout) -> None:
    coming = next(booking for booking in Calendar(P5, layout).told(NOON) if booking.starts_at > NOON)
    assert coming.state(coming.starts_at - 25 * HOUR_S) is ReservationState.PENDING
    assert coming.state(coming.starts_at - 23 * HOUR_S) is ReservationState.PLANNED
    assert coming.state(coming.ends_at) is ReservationState.ENDED


def test_a_reservation_that_was_never_given_fails_and_holds_nothing(layout: Layout) -> None:
    calendar = Calendar(A3, layout)
    booking = calendar.told(NOON)[0]
    assert booking.state(booking.starts_at) is ReservationState.FAILED
    assert calendar.active(booking.starts_at + 60) == ()


def test_nodes_are_free_until_their_next_reservation(layout: Layout) -> None:
    calendar = Calendar(H100, layout)
    until = calendar.free_until(NOON, 3 * DAY_S)
    (active, *_) = calendar.active(NOON)
    nodes = layout.node_slice(H100, H100)
    assert (until[active.nodes - nodes.start] == -np.inf).all()
    assert np.isinf(until).any()
    assert (until > NOON)[until > 0].all()


def test_a_pool_of_a_few_nodes_has_no_reservations() -> None:
    assert Calendar(H100, lay_out(40, 1)).told(NOON) == ()
