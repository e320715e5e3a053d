"""How many GPUs one task of a job holds or asks for.

Where the site accounts GPUs (AccountingStorageTRES=gres/gpu) the TRES strings say it. Elsewhere they are silent, and it
comes from what the job was given on each node, or from what it asked for per job, node, task or socket.
"""

from __future__ import annotations

from console.sources.slurm.leaf import Leaf, number, text, words
from console.sources.slurm.tres import gpus_of_gres, gpus_of_tres
from console.sources.slurm.wire import WireJob


def gpus_of_job(wire: WireJob, *, holds: bool) -> int | None:
    """The GPUs of one task; None where Slurm does not tell.

    Args:
        wire: the record.
        holds: whether it has been given anything yet.
    """
    held = _held(wire) if holds else None
    if held is not None:
        return held
    requested = gpus_of_tres(text(wire.tres_req_str) or "")
    return _asked(wire) if requested is None else requested


def _held(wire: WireJob) -> int | None:
    allocated = gpus_of_tres(text(wire.tres_alloc_str) or "")
    if allocated is not None:
        return allocated
    details = words(wire.gres_detail)
    return sum(gpus_of_gres(detail).count for detail in details) if details else None


def _asked(wire: WireJob) -> int | None:
    per_socket = _product(number(wire.sockets_per_node), number(wire.node_count))
    for leaf, times in (
        (wire.tres_per_job, 1.0),
        (wire.tres_per_node, number(wire.node_count)),
        (wire.tres_per_task, number(wire.tasks)),
        (wire.tres_per_socket, per_socket),
    ):
        count = _count(leaf)
        if count is not None:
            return None if times is None else int(count * times)
    return None if wire.tres_req_str is None and wire.tres_per_node is None and wire.tres_per_job is None else 0


def _count(leaf: Leaf) -> int | None:
    gpus = gpus_of_gres(text(leaf) or "")
    return gpus.count if gpus.types else None


def _product(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one * other
