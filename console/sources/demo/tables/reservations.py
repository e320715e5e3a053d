"""The table of reservations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from console.model.column import Value
from console.model.identity import join
from console.model.state import ReservationState
from console.model.table import Table, from_rows
from console.model.tables import RESERVATIONS
from console.sources.demo.bookings import Booking
from console.sources.demo.division import SizedPool
from console.sources.demo.plan import BookingKind
from console.sources.demo.scope import Scope
from console.sources.demo.tables.unchanged import Unchanged
from console.sources.demo.world import World


class ReservationTable:
    """Makes the table of a scope's reservations at each poll."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._unchanged = Unchanged()
        self._nodes: dict[Booking, tuple[str, ...]] = {}

    def at(self, world: World, taken_at: float) -> Table:
        """The table of an instant."""
        rows = [
            {**self._row(world, pool, place, booking, taken_at), "taken_at": taken_at}
            for place, pool in enumerate(self._scope.pools)
            for booking in world.upkeep.calendars[pool.number].told(taken_at)
        ]
        made = from_rows(RESERVATIONS, rows)
        return made.with_columns(**self._unchanged.kept(made.columns))

    def _row(self, world: World, pool: SizedPool, place: int, booking: Booking, now: float) -> Mapping[str, Value]:
        state, plan = booking.state(now), booking.plan
        return {
            "id": join(self._scope.source, "reservation", booking.name),
            "source": self._scope.source,
            "site": self._scope.sites[place],
            "pool": self._scope.pool_ids[place],
            "name": booking.name,
            "owner": plan.owner,
            "gpus": booking.gpus,
            "nodes": self._nodes_of(booking) if booking.holds_nodes else (),
            "starts_at": booking.starts_at,
            "ends_at": booking.ends_at,
            "state": state,
            "gpus_in_use": self._in_use(world, booking) if state is ReservationState.ACTIVE else 0,
            "cost_per_hour": round(pool.plan.price * booking.gpus, 2),
            "currency": pool.part.currency,
            "ticket": None if booking.is_maintenance else f"OPS-{4000 + int(booking.starts_at // 3600) % 1000}",
            "managed": plan.kind is BookingKind.TEAM,
            "flags": ("MAINT", "RECURRING") if booking.is_maintenance else (),
        }

    def _nodes_of(self, booking: Booking) -> tuple[str, ...]:
        if booking not in self._nodes:
            self._nodes[booking] = tuple(self._scope.node_id(node) for node in booking.nodes.tolist())
        return self._nodes[booking]

    def _in_use(self, world: World, booking: Booking) -> int:
        nodes = world.layout.gpu_node[self._scope.gpus]
        busy = world.occupancy.gpu_job[self._scope.gpus] >= 0
        return int(np.count_nonzero(busy & np.isin(nodes, booking.nodes)))
