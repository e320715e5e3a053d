"""A real Slurm 22.05 with and without accounting: the fleet is what squeue and sinfo say."""

from __future__ import annotations

import asyncio

import pytest

from console.model.errors import Refused
from tests.services.fixtures import BusySlurm
from tests.services.slurm import SlurmCluster, wait_until
from tests.services.slurm.workload import ACTIVE_RESERVATION, DRAIN_REASON, FUTURE_RESERVATION
from tests.sources.slurm.opening import open_slurm
from tests.sources.slurm.real import by, poll

pytestmark = pytest.mark.services


@pytest.fixture(params=["slurm_with_accounting", "slurm_without_accounting"])
def busy(request: pytest.FixtureRequest) -> BusySlurm:
    site: BusySlurm = request.getfixturevalue(request.param)
    return site


def test_every_job_of_the_workload_is_told_as_squeue_does(busy: BusySlurm) -> None:
    jobs = by(poll(busy.cluster)["jobs"], "key")
    printed = busy.cluster.run("squeue", "--noheader", "--array", "--format=%F|%T|%u|%P").splitlines()
    tasks = sum(int(str(job["tasks"])) for job in jobs.values())
    assert tasks == len(printed)
    for job, request in busy.workload.requests().items():
        rows = [row for key, row in jobs.items() if str(key).partition("_")[0] == str(job)]
        told = {row["reason"] or str(row["state"]).upper() for row in rows}
        assert request.becomes in told
        assert {row["user"] for row in rows} == {request.user}
        assert {row["gpus"] for row in rows} <= {request.gpus, request.gpus * 8}


def test_gpus_are_those_that_sinfo_counts(busy: BusySlurm) -> None:
    snapshot = poll(busy.cluster)
    printed = busy.cluster.run(
        "sinfo", "--noheader", "--Node", "--partition=gpu", "--Format=NodeList:20,Gres:40,GresUsed:60"
    )
    for line in printed.splitlines():
        name, gres, used = line.split()
        node = snapshot["nodes"].find(f"alpha/{name}")
        assert node is not None
        assert node["gpus_total"] == int(gres.partition("(")[0].rpartition(":")[2])
        assert node["gpus_busy"] == int(used.partition("(")[0].rpartition(":")[2])


def test_busy_gpus_are_held_by_the_jobs_that_run(busy: BusySlurm) -> None:
    snapshot = poll(busy.cluster)
    gpus = [row for row in snapshot["gpus"].rows() if row["state"] == "busy"]
    assert len(gpus) == sum(int(str(row["gpus"])) for row in snapshot["jobs"].rows() if row["state"] == "running") == 16
    for job in snapshot["jobs"].rows():
        held = [row for row in gpus if row["job"] == job["id"]]
        if job["state"] == "running":
            assert len(held) == job["gpus"]
            assert {row["node"] for row in held} == set(job["nodes"] or ())  # type: ignore[arg-type]
            assert {row["owner"] for row in held} == {job["user"]}


def test_the_pools_tell_reserved_idle_and_down(busy: BusySlurm) -> None:
    pools = by(poll(busy.cluster)["pools"], "name")
    parts = ("gpus_total", "gpus_busy", "gpus_idle", "gpus_reserved", "gpus_reserved_idle", "gpus_down")
    assert tuple(pools["gpu"][part] for part in parts) == (32, 16, 0, 8, 8, 8)
    assert tuple(pools["debug"][part] for part in parts) == (8, 8, 0, 0, 0, 0)


def test_nodes_and_reservations_are_told(busy: BusySlurm) -> None:
    snapshot = poll(busy.cluster)
    nodes = by(snapshot["nodes"], "name")
    assert [nodes[f"node00{number}"]["state"] for number in (1, 3, 4)] == ["mixed", "drained", "reserved"]
    assert nodes["node003"]["state_detail"] == DRAIN_REASON
    assert nodes["node001"]["pools"] == ("alpha/gpu", "alpha/debug")
    reservations = by(snapshot["reservations"], "name")
    active, future = reservations[ACTIVE_RESERVATION], reservations[FUTURE_RESERVATION]
    told = ("state", "gpus", "gpus_in_use", "owner", "pool")
    assert tuple(active[name] for name in told) == ("active", 8, 0, "alice", "alpha/gpu")
    assert tuple(future[name] for name in told) == ("pending", 8, 0, "alice", "alpha/gpu")
    reserved = [row for row in snapshot["gpus"].rows() if row["state"] == "reserved_idle"]
    assert {(row["node"], row["owner"], row["reserved"]) for row in reserved} == {("alpha/node004", "alice", True)}


def test_both_kinds_of_site_give_the_same_fleet(
    slurm_with_accounting: BusySlurm, slurm_without_accounting: BusySlurm
) -> None:
    one, other = poll(slurm_with_accounting.cluster), poll(slurm_without_accounting.cluster)
    for name in ("nodes", "gpus", "pools"):
        differs = {"taken_at", "load", "cpu_pct", "memory_used_bytes", "job"}
        rows = [
            [{key: row[key] for key in row if key not in differs} for row in each[name].rows()] for each in (one, other)
        ]
        assert rows[0] == rows[1]
    kept = ("name", "user", "state", "gpus", "tasks", "nodes", "cpus", "pool")
    jobs = [
        {tuple(row[key] for key in kept) for row in each["jobs"].rows() if row["name"] != "capped"}
        for each in (one, other)
    ]
    assert jobs[0] == jobs[1]


def test_a_user_without_rights_reads_the_same(busy: BusySlurm) -> None:
    token = busy.cluster.issue_token("alice")
    snapshot = poll(busy.cluster, user="alice", token=token)
    assert snapshot["gpus"]["state"].values() == poll(busy.cluster)["gpus"]["state"].values()
    assert snapshot.partial == ()


def test_the_unix_socket_gives_what_the_port_gives(busy: BusySlurm) -> None:
    over_socket = poll(busy.cluster, url=f"unix://{busy.cluster.rest_socket}")
    assert over_socket["jobs"].ids == poll(busy.cluster)["jobs"].ids
    assert over_socket.server == "Slurm 22.05.8, data v0.0.38"


def test_what_slurm_said_of_a_thing_can_be_read(busy: BusySlurm) -> None:
    async def run() -> list[str | None]:
        source = open_slurm(url=busy.cluster.rest_url, user="root", token=busy.cluster.token)
        assert source.raw("alpha/node001") is None
        await source.poll()
        job = f"alpha/job/{busy.workload.train_8}"
        task = f"alpha/job/{busy.workload.sweep}_0"
        things = (job, task, "alpha/node001/gpu3", "alpha/gpu", f"alpha/reservation/{ACTIVE_RESERVATION}", "alpha/none")
        found = [source.raw(thing) for thing in things]
        await source.close()
        return found

    job, task, gpu, pool, reservation, none = asyncio.run(run())
    assert '"name": "train-8"' in str(job)
    assert '"array_task_id": 0' in str(task)
    assert '"name": "node001"' in str(gpu)
    assert '"name": "gpu"' in str(pool)
    assert f'"name": "{ACTIVE_RESERVATION}"' in str(reservation)
    assert none is None


def test_a_bad_token_is_refused(busy: BusySlurm) -> None:
    with pytest.raises(Refused, match="does not accept the token"):
        poll(busy.cluster, token="not-a-token")


def test_a_token_of_another_user_is_named(busy: BusySlurm) -> None:
    with pytest.raises(Refused, match="the token is for the user alice, not for bob"):
        poll(busy.cluster, user="bob", token=busy.cluster.issue_token("alice"))


def test_an_expired_token_is_named(busy: BusySlurm) -> None:
    with pytest.raises(Refused, match=r"the token expired .* ago"):
        poll(busy.cluster, token=busy.cluster.expired_token())


def test_maintenance_drain_and_a_job_over_two_nodes_change_the_fleet(fresh_slurm: SlurmCluster) -> None:
    job = fresh_slurm.submit("alice", "--nodes=2", "--gpus-per-node=3")
    wait_until(lambda: fresh_slurm.job_states().get(str(job)) == "RUNNING", "the job to run")
    snapshot = poll(fresh_slurm)
    held = [row["id"] for row in snapshot["gpus"].rows() if row["job"] == f"alpha/job/{job}"]
    assert held == [f"alpha/node00{node}/gpu{index}" for node in (1, 2) for index in range(3)]
    fresh_slurm.drain("node001", "fan")
    fresh_slurm.create_reservation("window", nodes="node002", flags=["MAINT", "IGNORE_JOBS"])
    snapshot = poll(fresh_slurm)
    nodes = by(snapshot["nodes"], "name")
    assert [(nodes[name]["state"], nodes[name]["state_detail"]) for name in ("node001", "node002")] == [
        ("draining", "fan"),
        ("draining", "maintenance"),
    ]
    pool = snapshot["pools"].find("alpha/gpu")
    assert pool is not None
    parts = ("gpus_total", "gpus_busy", "gpus_idle", "gpus_reserved", "gpus_reserved_idle", "gpus_down")
    assert tuple(pool[part] for part in parts) == (16, 6, 0, 0, 0, 10)
    fresh_slurm.run("scancel", str(job))


def test_a_job_in_a_reservation_uses_it_and_one_that_ends_is_gone(fresh_slurm: SlurmCluster) -> None:
    fresh_slurm.create_reservation("team", nodes="node002", accounts=[], users=["alice"])
    job = fresh_slurm.submit("alice", "--gpus=5", "--reservation=team")
    wait_until(lambda: fresh_slurm.job_states().get(str(job)) == "RUNNING", "the job to run")
    snapshot = poll(fresh_slurm)
    reservation = snapshot["reservations"].find("alpha/reservation/team")
    assert reservation is not None
    assert (reservation["gpus"], reservation["gpus_in_use"], reservation["state"]) == (8, 5, "active")
    row = snapshot["jobs"].find(f"alpha/job/{job}")
    assert row is not None
    assert row["reservation"] == "alpha/reservation/team"
    pool = snapshot["pools"].find("alpha/gpu")
    assert pool is not None
    assert (pool["gpus_busy"], pool["gpus_reserved"], pool["gpus_reserved_idle"]) == (5, 8, 3)
    fresh_slurm.run("scancel", str(job))
    wait_until(lambda: str(job) not in fresh_slurm.job_states(), "the job to be gone")
    assert f"alpha/job/{job}" not in poll(fresh_slurm)["jobs"].ids
    fresh_slurm.run("scontrol", "delete", "reservationname=team")


def test_a_suspended_job_keeps_its_state_apart(fresh_slurm: SlurmCluster) -> None:
    job = fresh_slurm.submit("alice", "--gpus=1")
    wait_until(lambda: fresh_slurm.job_states().get(str(job)) == "RUNNING", "the job to run")
    fresh_slurm.run("scontrol", "suspend", str(job))
    row = poll(fresh_slurm)["jobs"].find(f"alpha/job/{job}")
    assert row is not None
    assert (row["state"], row["gpus"]) == ("suspended", 1)
    fresh_slurm.run("scontrol", "resume", str(job))
    fresh_slurm.run("scancel", str(job))
