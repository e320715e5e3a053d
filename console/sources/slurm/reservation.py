"""One reservation, read from any data version."""

from __future__ import annotations

from dataclasses import dataclass

from console.model.state import ReservationState
from console.sources.slurm.leaf import hosts, instant, text, words
from console.sources.slurm.tres import cpus_of_tres, gpus_of_tres
from console.sources.slurm.wire import WireReservation


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation; None is unknown.

    Args:
        name: as Slurm calls it.
        flags: such as MAINT, SPEC_NODES, WEEKLY.
        starts_at: seconds since the epoch.
        ends_at: seconds since the epoch; None also where it has no end.
        nodes: that it lies on, whole or in part.
        partition: that it is bound to.
        owner: its users, or else its accounts, with commas.
        cpus: how many CPUs it sets apart.
        gpus: how many GPUs it sets apart, where it names a number (Slurm 23.11 and later).
    """

    name: str
    flags: tuple[str, ...]
    starts_at: float | None
    ends_at: float | None
    nodes: tuple[str, ...]
    partition: str | None
    owner: str | None
    cpus: int | None
    gpus: int | None

    @property
    def is_maintenance(self) -> bool:
        """Whether its nodes are out of use rather than set apart for somebody."""
        return "MAINT" in self.flags

    def state(self, now: float) -> ReservationState | None:
        """Where it stands at an instant; None where its start is not known."""
        if self.starts_at is None:
            return None
        if now < self.starts_at:
            return ReservationState.PENDING
        return ReservationState.ENDED if self.ends_at is not None and now >= self.ends_at else ReservationState.ACTIVE

    def is_active(self, now: float) -> bool:
        """Whether it holds its nodes at an instant."""
        return self.state(now) is ReservationState.ACTIVE


def read_reservation(wire: WireReservation) -> Reservation:
    """A reservation from its answer."""
    tres = text(wire.tres) or ""
    return Reservation(
        name=wire.name,
        flags=words(wire.flags) or (),
        starts_at=instant(wire.start_time),
        ends_at=instant(wire.end_time),
        nodes=hosts(wire.node_list) or (),
        partition=text(wire.partition),
        owner=_listed(words(wire.users)) or _listed(words(wire.accounts)),
        cpus=cpus_of_tres(tres),
        gpus=gpus_of_tres(tres),
    )


def _listed(names: tuple[str, ...] | None) -> str | None:
    return ", ".join(names) if names else None
