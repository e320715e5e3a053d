"""A Slurm cluster, by slurmrestd.

kind.py, settings.py         what a source of this kind is, and its keys
source.py                    polls: one snapshot from four answers
version.py, credentials.py   which data version and which paths; the user and the token
answers.py, decoding.py      bytes to structs, errors first; failure.py says what an error of Slurm means
wire.py, leaf.py             the shapes of answers; one value of any shape
hostlist.py, tres.py, reasons.py, state.py        Slurm's little languages
node.py, job.py, job_gpus.py, reservation.py      one thing, read from any data version
claims.py, occupancy.py      what reservations set apart; what each GPU does, and for whom
nodes.py, gpus.py, pools.py, jobs.py, reservations.py   the tables; cluster.py makes them all
raw.py                       what Slurm said of one thing
discovery.py                 the cluster that this machine belongs to

`KIND` is made when it is asked for, so that looking for a cluster does not load an HTTP client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.sources.kind import Kind

__all__ = ["KIND"]


def __getattr__(name: str) -> Kind:
    if name == "KIND":
        from console.sources.slurm.kind import KIND  # noqa: PLC0415  # see above

        return KIND
    raise AttributeError(name)
