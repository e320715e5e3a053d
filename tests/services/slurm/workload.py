"""A small site at work: jobs that run, jobs that wait for every common reason, a sick node, two reservations."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.services.slurm.waiting import ServiceError, wait_until

if TYPE_CHECKING:
    from tests.services.slurm.cluster import SlurmCluster

DRAINED_NODE: Final = "node003"
DRAIN_REASON: Final = "ECC errors on gpu3"
RESERVED_NODE: Final = "node004"
ACTIVE_RESERVATION: Final = "alice-now"
FUTURE_RESERVATION: Final = "alice-later"
RUNNING: Final = "RUNNING"

_NODES_NEEDED = 4


@dataclass(frozen=True, slots=True)
class Request:
    """One job of the workload: who asks for how many GPUs in which words, and what Slurm then says of it."""

    role: str
    user: str
    gpus: int
    becomes: str
    arguments: tuple[str, ...]


# In this order: the first ones fill node001 and node002, so that the others find nothing free.
REQUESTS: Final = (
    Request("train_8", "alice", 8, RUNNING, ("--gres=gpu:8", "--time=1-0")),
    Request("typed_4", "bob", 4, RUNNING, ("--gres=gpu:h100:4",)),
    Request("infer_2", "alice", 2, RUNNING, ("--gpus=2",)),
    Request("sweep", "bob", 1, "JobArrayTaskLimit", ("--gres=gpu:1", "--array=0-9%2")),
    Request("wide", "bob", 16, "Resources", ("--nodes=2", "--gpus-per-node=8")),
    Request("behind", "bob", 8, "Priority", ("--gpus=8", "--nice=100")),
    Request("dependent", "alice", 4, "Dependency", ("--gpus=4", "--dependency=afterok:{train_8}")),
    Request("later", "alice", 1, "BeginTime", ("--gpus=1", "--begin=now+1hour")),
    Request("held", "bob", 2, "JobHeldUser", ("--ntasks=2", "--gpus-per-task=1", "--hold")),
    Request("too_long", "bob", 1, "PartitionTimeLimit", ("--gpus=1", "--partition=debug", "--time=60")),
    Request("reserved", "alice", 8, "Reservation", ("--gpus=8", f"--reservation={FUTURE_RESERVATION}")),
    Request("unavailable", "alice", 8, "ReqNodeNotAvail", ("--gpus=8", f"--nodelist={DRAINED_NODE}")),
)
CAPPED: Final = Request("capped", "alice", 8, "QOSMaxGRESPerUser", ("--gpus=8", "--qos=small"))


@dataclass(frozen=True, slots=True)
class TypicalWorkload:
    """The ids of the jobs, by role; of the array `sweep` two tasks run and eight wait."""

    train_8: int
    typed_4: int
    infer_2: int
    sweep: int
    wide: int
    behind: int
    dependent: int
    later: int
    held: int
    too_long: int
    reserved: int
    unavailable: int
    capped: int | None = None

    def requests(self) -> dict[int, Request]:
        """What each job asked for and became, by its id."""
        roles = {request.role: request for request in (*REQUESTS, CAPPED)}
        ids = {field.name: getattr(self, field.name) for field in fields(self)}
        return {job: roles[role] for role, job in ids.items() if job is not None}


def typical_workload(cluster: SlurmCluster) -> TypicalWorkload:
    """Submit all of it and return once the scheduler has said of each job what it becomes.

    Raises:
        ServiceError: the cluster has fewer than four nodes, or a job did not become what it should.
    """
    if cluster.shape.nodes < _NODES_NEEDED:
        raise ServiceError(f"The typical workload needs {_NODES_NEEDED} nodes, not {cluster.shape.nodes}.")
    _set_apart(cluster)
    workload = _submit(cluster)
    for job, request in workload.requests().items():
        wait_until(partial(_is, cluster, job, request.becomes), f"job {request.role} to be {request.becomes}")
    return workload


def _set_apart(cluster: SlurmCluster) -> None:
    cluster.drain(DRAINED_NODE, DRAIN_REASON)
    cluster.create_reservation(ACTIVE_RESERVATION, nodes=RESERVED_NODE, users=["alice"], minutes=360)
    cluster.create_reservation(FUTURE_RESERVATION, nodes="node002", users=["alice"], minutes=360, start="now+2hours")


def _submit(cluster: SlurmCluster) -> TypicalWorkload:
    ids: dict[str, int] = {}
    for request in (*REQUESTS, CAPPED) if cluster.shape.accounting else REQUESTS:
        arguments = [argument.format_map(ids) for argument in request.arguments]
        name = f"--job-name={request.role.replace('_', '-')}"
        ids[request.role] = cluster.submit(request.user, name, *arguments)
    return TypicalWorkload(**ids)


def _is(cluster: SlurmCluster, job: int, wanted: str) -> bool:
    # The waiting rest of an array is printed as "7_[2-9%2]"; a reason may go on after a comma.
    states = cluster.job_states().items()
    return wanted in {told.partition(",")[0] for name, told in states if name.partition("_[")[0] == str(job)}
