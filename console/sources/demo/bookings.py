"""Reservations of the simulated site: what recurs when, on which nodes, and how each occurrence stands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from console.model.column import Floats, Indices
from console.model.state import ReservationState
from console.sources.demo.layout import Layout
from console.sources.demo.plan import BookingKind, BookingPlan

HOUR_S: Final = 3600.0
AHEAD_S: Final = 7 * 86400.0  # how far ahead reservations are told
_BEHIND_S: Final = 2 * HOUR_S  # how long ended ones are
_CONFIRMED_S: Final = 86400.0  # a capacity block is confirmed a day before it begins
_FEWEST_NODES: Final = 4  # a smaller pool has none


@dataclass(frozen=True, slots=True, eq=False)
class Booking:
    """One occurrence of a reservation.

    Args:
        plan: what it recurs from.
        pool: the number of its pool.
        starts_at, ends_at: seconds since the epoch.
        nodes: the numbers of its nodes.
        gpus: the GPUs of these nodes.
    """

    plan: BookingPlan
    pool: int
    starts_at: float
    ends_at: float
    nodes: Indices
    gpus: int

    @property
    def name(self) -> str:
        """Its plan's name and its day."""
        return f"{self.plan.name}-{datetime.fromtimestamp(self.starts_at, UTC):%m%d}"

    @property
    def holds_nodes(self) -> bool:
        """Whether anything is set apart for it once it begins."""
        return self.plan.kind is not BookingKind.FAILED

    @property
    def is_maintenance(self) -> bool:
        """Whether its nodes run nothing while it lasts."""
        return self.plan.kind is BookingKind.MAINTENANCE

    def state(self, now: float) -> ReservationState:
        """How it stands."""
        if not self.holds_nodes:
            return ReservationState.PENDING if now < self.starts_at else ReservationState.FAILED
        if now >= self.ends_at:
            return ReservationState.ENDED
        if now >= self.starts_at:
            return ReservationState.ACTIVE
        asked = self.plan.kind is BookingKind.CAPACITY_BLOCK and now < self.starts_at - _CONFIRMED_S
        return ReservationState.PENDING if asked else ReservationState.PLANNED


class Calendar:
    """The reservations of one pool."""

    def __init__(self, pool: int, layout: Layout) -> None:
        self._pool = pool
        self._sizes = layout.node_sizes
        nodes = layout.node_slice(pool, pool)
        self._nodes = np.arange(nodes.start, nodes.stop)
        enough = len(self._nodes) >= _FEWEST_NODES
        self._plans = layout.pools[pool].plan.bookings if enough else ()
        self._known: dict[tuple[str, int], Booking] = {}

    def told(self, now: float) -> tuple[Booking, ...]:
        """Those that a source tells of: present, soon to come and lately ended."""
        return self._between(now - _BEHIND_S, now + AHEAD_S)

    def active(self, now: float) -> tuple[Booking, ...]:
        """Those that hold their nodes now."""
        return tuple(each for each in self._between(now, now) if each.holds_nodes)

    def free_until(self, now: float, horizon_s: float) -> Floats:
        """Until when each node of the pool is free for anybody: minus infinity while it is set apart.

        Reservations that begin after the horizon are not seen.
        """
        until = np.full(len(self._nodes), np.inf)
        for each in self._between(now, now + horizon_s):
            if each.holds_nodes:
                places = each.nodes - self._nodes[0]
                until[places] = np.minimum(until[places], each.starts_at if each.starts_at > now else -np.inf)
        return until

    def _between(self, start: float, end: float) -> tuple[Booking, ...]:
        found = [
            self._occurrence(plan, turn)
            for plan in self._plans
            for turn in range(_turn(plan, start - plan.lasts_h * HOUR_S) + 1, _turn(plan, end) + 1)
        ]
        return tuple(sorted(found, key=lambda each: each.starts_at))

    def _occurrence(self, plan: BookingPlan, turn: int) -> Booking:
        known = self._known.get((plan.name, turn))
        if known is None:
            starts_at = (plan.starts_h + turn * plan.every_h) * HOUR_S
            nodes = self._nodes_of(plan, turn)
            known = Booking(
                plan, self._pool, starts_at, starts_at + plan.lasts_h * HOUR_S, nodes, int(self._sizes[nodes].sum())
            )
            self._known[plan.name, turn] = known
        return known

    def _nodes_of(self, plan: BookingPlan, turn: int) -> Indices:
        size = len(self._nodes)
        count = max(1, round(plan.share * size))
        first = int(plan.first_node * size) + (turn * count if plan.rotates else 0)
        return np.asarray(np.sort(self._nodes[(first + np.arange(count)) % size]))


def _turn(plan: BookingPlan, instant: float) -> int:
    """The number of the last occurrence that has begun at this instant."""
    return math.floor((instant / HOUR_S - plan.starts_h) / plan.every_h)
