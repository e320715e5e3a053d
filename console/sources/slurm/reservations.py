"""The table of reservations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from console.model.column import Value
from console.model.state import GpuState
from console.model.table import Table, from_rows
from console.model.tables import RESERVATIONS
from console.sources.slurm.claims import gpus_of_reservation
from console.sources.slurm.jobs import reservation_id
from console.sources.slurm.nodes import pool_of
from console.sources.slurm.occupancy import Occupancy
from console.sources.slurm.place import Place
from console.sources.slurm.reservation import Reservation


def reservations_table(
    place: Place, reservations: Iterable[Reservation], occupied: Mapping[str, Occupancy], now: float
) -> Table:
    """One row a reservation; which of them the console made, their names will tell."""
    return from_rows(RESERVATIONS, (_row(place, each, occupied, now) for each in reservations))


def _row(place: Place, reservation: Reservation, occupied: Mapping[str, Occupancy], now: float) -> Mapping[str, Value]:
    held = [occupied[name] for name in reservation.nodes if name in occupied]
    return {
        "id": reservation_id(place, reservation.name),
        "source": place.source,
        "site": place.site,
        "taken_at": place.taken_at,
        "pool": _pool(place, reservation, held),
        "name": reservation.name,
        "owner": reservation.owner,
        "gpus": gpus_of_reservation(reservation, {each.node.name: each.node for each in held}),
        "gpus_in_use": _in_use(reservation, held) if reservation.is_active(now) else 0,
        "nodes": tuple(place.id_of(name) for name in reservation.nodes),
        "starts_at": reservation.starts_at,
        "ends_at": reservation.ends_at,
        "state": reservation.state(now),
        "flags": reservation.flags,
    }


def _pool(place: Place, reservation: Reservation, held: Sequence[Occupancy]) -> str | None:
    if reservation.partition is not None:
        return place.id_of(reservation.partition)
    pools = {pool_of(place, each.node) for each in held}
    return pools.pop() if len(pools) == 1 else None


def _in_use(reservation: Reservation, held: Sequence[Occupancy]) -> int:
    if reservation.is_maintenance:
        return sum(len(each.node.busy) for each in held)
    return sum(
        state is GpuState.BUSY and claim is not None and claim.reservation == reservation.name
        for each in held
        for state, claim in zip(each.states, each.reserved, strict=True)
    )
