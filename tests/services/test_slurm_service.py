from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.services.slurm import ServiceError, SlurmCluster, typical_workload, wait_until
from tests.services.slurm.cluster import DATA_VERSION
from tests.services.slurm.workload import ACTIVE_RESERVATION, DRAIN_REASON, DRAINED_NODE, FUTURE_RESERVATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.services.fixtures import BusySlurm

pytestmark = pytest.mark.services

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["slurm_with_accounting", "slurm_without_accounting"])
def busy(request: pytest.FixtureRequest) -> BusySlurm:
    site: BusySlurm = request.getfixturevalue(request.param)
    return site


def _traces(folder: Path) -> set[str]:
    """The names of all processes that stand in the folder or hold a file of it, also after it is gone."""
    links = (link for process in Path("/proc").glob("[0-9]*") for link in _links(process))
    return {name for name, target in links if target.startswith(str(folder))}


def _links(process: Path) -> Iterator[tuple[str, str]]:
    with contextlib.suppress(OSError):
        name = (process / "comm").read_text().strip()
        for link in (process / "cwd", *(process / "fd").iterdir()):
            with contextlib.suppress(OSError):
                yield name, str(link.readlink())


def _jobs(cluster: SlurmCluster) -> dict[int, dict[str, Any]]:
    return {job["job_id"]: job for job in cluster.ask("jobs").json()["jobs"]}


def test_that_every_job_of_the_workload_is_what_its_request_says(busy: BusySlurm) -> None:
    jobs = _jobs(busy.cluster)
    for job, request in busy.workload.requests().items():
        told = jobs[job]
        becomes = told["job_state"] if told["job_state"] == "RUNNING" else told["state_reason"]
        assert (told["user_name"], becomes) == (request.user, request.becomes)


def test_that_two_tasks_of_the_sweep_run_and_the_rest_is_one_record(busy: BusySlurm) -> None:
    sweep = [job for job in _jobs(busy.cluster).values() if job["array_job_id"] == busy.workload.sweep]
    assert sorted(job["job_state"] for job in sweep) == ["PENDING", "RUNNING", "RUNNING"]
    assert {job["array_task_string"] for job in sweep if job["job_state"] == "PENDING"} == {"2-9%2"}


def test_that_a_quota_is_met_only_where_there_is_accounting(
    slurm_with_accounting: BusySlurm, slurm_without_accounting: BusySlurm
) -> None:
    assert slurm_with_accounting.workload.capped is not None
    assert slurm_without_accounting.workload.capped is None


def test_that_tres_strings_hold_gpus_only_where_there_is_accounting(busy: BusySlurm) -> None:
    job = _jobs(busy.cluster)[busy.workload.train_8]
    assert ("gres/gpu=8" in job["tres_alloc_str"]) is busy.cluster.shape.accounting
    assert job["gres_detail"] == ["gpu:h100:8(IDX:0-7)"]


def test_that_a_node_is_drained_and_two_reservations_stand(busy: BusySlurm) -> None:
    nodes = {node["name"]: node for node in busy.cluster.ask("nodes").json()["nodes"]}
    assert (nodes[DRAINED_NODE]["state_flags"], nodes[DRAINED_NODE]["reason"]) == (["DRAIN"], DRAIN_REASON)
    told = busy.cluster.run("scontrol", "--oneliner", "show", "reservation").splitlines()
    states = {line.split()[0].partition("=")[2]: "State=ACTIVE" in line for line in told}
    assert states == {ACTIVE_RESERVATION: True, FUTURE_RESERVATION: False}


def test_that_the_unix_socket_serves_the_same_api(busy: BusySlurm) -> None:
    login = {"X-SLURM-USER-NAME": "root", "X-SLURM-USER-TOKEN": busy.cluster.token}
    transport = httpx.HTTPTransport(uds=str(busy.cluster.rest_socket))
    with httpx.Client(transport=transport, headers=login) as client:
        jobs = client.get(f"http://localhost/slurm/{DATA_VERSION}/jobs").json()["jobs"]
    assert {job["job_id"] for job in jobs} == set(_jobs(busy.cluster))


def test_that_a_user_has_a_token_of_the_users_own(fresh_slurm: SlurmCluster) -> None:
    token = fresh_slurm.issue_token("alice", 60)
    assert fresh_slurm.ask("jobs", user="alice", token=token).is_success


def test_that_an_expired_token_is_refused_and_a_new_one_is_not(fresh_slurm: SlurmCluster) -> None:
    expired = fresh_slurm.expired_token()
    assert not fresh_slurm.ask("jobs", token=expired).is_success
    assert fresh_slurm.ask("jobs", token=fresh_slurm.issue_token()).is_success


def test_that_a_killed_rest_server_comes_back_at_the_same_address(fresh_slurm: SlurmCluster) -> None:
    address = fresh_slurm.rest_url
    fresh_slurm.kill_slurmrestd()
    with pytest.raises(httpx.ConnectError):
        fresh_slurm.ask("ping")
    fresh_slurm.start_slurmrestd()
    assert fresh_slurm.rest_url == address
    assert fresh_slurm.ask("jobs").is_success


def test_that_a_controller_that_comes_back_knows_its_jobs(fresh_slurm: SlurmCluster) -> None:
    job = fresh_slurm.submit("alice", "--gres=gpu:1")
    wait_until(lambda: fresh_slurm.job_states().get(str(job)) == "RUNNING", "the job to run")
    fresh_slurm.stop_slurmctld()
    assert not fresh_slurm.ask("jobs").is_success
    fresh_slurm.start_slurmctld()
    assert _jobs(fresh_slurm)[job]["job_state"] == "RUNNING"


def test_that_a_killed_controller_can_be_started_again(fresh_slurm: SlurmCluster) -> None:
    fresh_slurm.kill_slurmctld()
    assert not fresh_slurm.ask("jobs").is_success
    fresh_slurm.start_slurmctld()
    assert fresh_slurm.ask("jobs").is_success


def test_that_a_paused_controller_says_nothing_until_it_goes_on(fresh_slurm: SlurmCluster) -> None:
    fresh_slurm.pause_slurmctld()
    with pytest.raises(httpx.ReadTimeout):
        fresh_slurm.ask("jobs", within_s=1)
    fresh_slurm.continue_slurmctld()
    assert fresh_slurm.ask("jobs").is_success


def test_that_a_node_is_drained_and_put_back(fresh_slurm: SlurmCluster) -> None:
    fresh_slurm.drain("node002", "a fan")
    assert fresh_slurm.run("sinfo", "--noheader", "--states=drain", "--format=%N %E").strip() == "node002 a fan"
    fresh_slurm.resume("node002")
    assert fresh_slurm.run("sinfo", "--noheader", "--states=drain", "--format=%N").strip() == ""


def test_that_a_reservation_is_made_and_given_back(fresh_slurm: SlurmCluster) -> None:
    fresh_slurm.create_reservation("team", nodes="node001", users=["bob"], start="now+1hour", minutes=30)
    assert fresh_slurm.ask("reservations").json()["reservations"][0]["users"] == "bob"
    fresh_slurm.delete_reservation("team")
    assert fresh_slurm.ask("reservations").json()["reservations"] == []


def test_that_clusters_stand_side_by_side(fresh_slurm: SlurmCluster) -> None:
    with SlurmCluster(nodes=1, accounting=False) as other:
        job = other.submit("bob", "--gpus=1")
        assert set(_jobs(other)) == {job}
        assert _jobs(fresh_slurm) == {}


def test_that_stopping_leaves_neither_process_nor_folder() -> None:
    with SlurmCluster(nodes=1, accounting=False) as cluster:
        cluster.submit("alice", "--gpus=1", script="exec env -i /bin/sh -c 'setsid sleep infinity & wait'")
        wait_until(lambda: "sleep" in _traces(cluster.folder), "the process of the job")
        folder = cluster.folder
    assert not _traces(folder)
    assert not folder.exists()


def test_that_a_cluster_ends_with_an_owner_that_is_killed() -> None:
    owner = (
        "import os; from tests.services.slurm import SlurmCluster; cluster = SlurmCluster(nodes=1, accounting=False);"
        "cluster.start(); cluster.submit('bob', '--gpus=1'); print(cluster.folder, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", owner], cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=False)
    folder = Path(done.stdout.strip())
    assert folder.is_absolute()
    wait_until(lambda: not _traces(folder) and not folder.exists(), "the watchdog")


def test_that_a_failed_start_says_why_and_leaves_nothing() -> None:
    cluster = SlurmCluster(nodes=1, gpus_per_node=0, accounting=False)  # slurmd refuses an empty range of devices
    with pytest.raises(ServiceError, match=r"slurmd\.node001 ended at its start: "):
        cluster.start()
    assert not _traces(cluster.folder)
    assert not cluster.folder.exists()


def test_that_a_missing_program_is_one_sentence_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.services.slurm.programs.SEARCH_PATH", "/usr/bin")
    with pytest.raises(ServiceError, match="needs slurmctld: install the package slurmctld"):
        SlurmCluster().start()


def test_that_root_is_asked_for_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(ServiceError, match="run these tests as root"):
        SlurmCluster().start()


def test_that_the_workload_asks_for_nodes_enough(fresh_slurm: SlurmCluster) -> None:
    with pytest.raises(ServiceError, match="needs 4 nodes, not 2"):
        typical_workload(fresh_slurm)


def test_that_installing_what_is_there_is_quiet() -> None:
    done = subprocess.run([_ROOT / "tests/services/install"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
