"""Which GPUs the reservations that are active now set apart, node by node.

Most reservations hold whole nodes. One that was made by a number of cores holds no GPUs; one that was made by a number
of GPUs (Slurm 23.11 and later) holds that many, which Slurm does not place on GPUs before a job takes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from console.sources.slurm.node import Node
from console.sources.slurm.reservation import Reservation


@dataclass(frozen=True, slots=True)
class Claim:
    """What one reservation holds of one node.

    Args:
        reservation: its name; "" where only the node's own flag tells of it.
        owner: for whom; None where unknown.
        gpus: how many; None for the whole node.
        is_maintenance: whether the node is out of use rather than set apart.
    """

    reservation: str
    owner: str | None = None
    gpus: int | None = None
    is_maintenance: bool = False


def holds_whole_nodes(reservation: Reservation, nodes: Mapping[str, Node]) -> bool:
    """Whether a reservation sets its nodes apart with all that is in them."""
    if reservation.gpus is not None:
        return False
    cpus = sum(nodes[name].cpus or 0 for name in reservation.nodes if name in nodes)
    return reservation.cpus is None or reservation.cpus >= cpus


def gpus_of_reservation(reservation: Reservation, nodes: Mapping[str, Node]) -> int | None:
    """How many GPUs a reservation sets apart while it is active; None where a node's are unknown."""
    if reservation.gpus is not None:
        return reservation.gpus
    if not holds_whole_nodes(reservation, nodes):
        return 0
    known = [nodes[name] for name in reservation.nodes if name in nodes]
    if len(known) < len(reservation.nodes) or not all(node.has_gpus_known for node in known):
        return None
    return sum(len(node.models) for node in known)


def claims_by_node(
    reservations: Iterable[Reservation], nodes: Mapping[str, Node], now: float
) -> Mapping[str, Sequence[Claim]]:
    """What is set apart on each node now; a node that nothing holds is missing."""
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for reservation in reservations:
        if reservation.is_active(now):
            for name, gpus in _spread(reservation, nodes):
                claims[name].append(Claim(reservation.name, reservation.owner, gpus, reservation.is_maintenance))
    for node in nodes.values():
        # Slurm's own word: our clock may differ, and reservations may be hidden from this user.
        if "RESERVED" in node.flags and node.name not in claims:
            claims[node.name].append(Claim(""))
    return claims


def _spread(reservation: Reservation, nodes: Mapping[str, Node]) -> Iterable[tuple[str, int | None]]:
    names = [name for name in reservation.nodes if name in nodes]
    if holds_whole_nodes(reservation, nodes):
        return [(name, None) for name in names]
    left = reservation.gpus or 0
    shares: list[tuple[str, int | None]] = []
    for position, name in enumerate(names):
        share = min(-(-left // (len(names) - position)), len(nodes[name].models))
        shares.append((name, share))
        left -= share
    return shares
