from __future__ import annotations

import msgspec
import pytest

from console.model.state import JobState
from console.sources.slurm.job import Job, read_jobs
from console.sources.slurm.wire import WireJob

NOW = 1_795_600_000.0


def read(**fields: object) -> list[Job]:
    body = msgspec.json.encode({"job_id": 7, "job_state": "PENDING", "node_count": 2, "tasks": 4, **fields})
    return list(read_jobs([msgspec.json.decode(body, type=WireJob)], NOW))


def job(**fields: object) -> Job:
    (only,) = read(**fields)
    return only


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("PENDING", JobState.PENDING),
        (["PENDING"], JobState.PENDING),
        (["PENDING", "REQUEUED"], JobState.PENDING),
        (["PENDING", "RESV_DEL_HOLD"], JobState.HELD),
        ("REQUEUE_HOLD", JobState.HELD),
        ("SPECIAL_EXIT", JobState.HELD),
        ("RUNNING", JobState.RUNNING),
        ("CONFIGURING", JobState.RUNNING),
        (["RUNNING", "CONFIGURING"], JobState.RUNNING),
        (["RUNNING", "POWER_UP_NODE"], JobState.RUNNING),
        ("COMPLETING", JobState.COMPLETING),
        (["CANCELLED", "COMPLETING"], JobState.COMPLETING),
        ("STAGE_OUT", JobState.COMPLETING),
        ("SUSPENDED", JobState.SUSPENDED),
        (["RUNNING", "STOPPED"], JobState.SUSPENDED),
        ("A_NEW_WORD", None),
        (None, None),
    ],
)
def test_every_word_of_slurm_is_a_state(said: object, state: JobState | None) -> None:
    assert job(job_state=said).state is state


@pytest.mark.parametrize(
    "said",
    ["COMPLETED", "CANCELLED", "FAILED", "TIMEOUT", "NODE_FAIL", "PREEMPTED", "BOOT_FAIL", "DEADLINE", "OUT_OF_MEMORY",
     "REVOKED", ["CANCELLED"], ["FAILED", "LAUNCH_FAILED"]],
)  # fmt: skip
def test_a_job_that_has_ended_is_left_out(said: object) -> None:
    assert read(job_state=said) == []


def test_a_record_without_an_id_is_left_out() -> None:
    assert read(job_id=None) == []


@pytest.mark.parametrize(
    "fields",
    [{"state_reason": "JobHeldUser"}, {"state_reason": "JobHoldMaxRequeue"}, {"priority": 0}, {"hold": True},
     {"priority": {"set": True, "infinite": False, "number": 0}}],
)  # fmt: skip
def test_a_job_on_hold_is_held(fields: dict[str, object]) -> None:
    assert job(**fields).state is JobState.HELD


@pytest.mark.parametrize(
    ("fields", "gpus"),
    [
        ({"tres_req_str": "cpu=1,gres/gpu=6"}, 6),
        ({"tres_per_job": "gres:gpu:5"}, 5),
        ({"tres_per_node": "gres:gpu:h100:4"}, 8),
        ({"tres_per_node": "gres/gpu:4,gres/nvme:1"}, 8),
        ({"tres_per_task": "gres/gpu=1"}, 4),
        ({"tres_per_socket": "gres:gpu:1", "sockets_per_node": 2}, 4),
        ({"tres_per_socket": "gres:gpu:1"}, None),
        ({"tres_per_node": "gres:gpu:1", "node_count": None}, None),
        ({"tres_per_job": "gres:gpu:6", "tres_per_node": "gres:gpu:4"}, 6),
        ({"tres_req_str": "cpu=1,mem=1G", "tres_per_node": ""}, 0),
        ({"tres_req_str": "cpu=1", "tres_per_node": "license/matlab:1"}, 0),
        ({}, None),
    ],
)
def test_gpus_that_a_job_asks_for_are_counted_in_every_spelling(fields: dict[str, object], gpus: int | None) -> None:
    assert job(**fields).gpus == gpus


@pytest.mark.parametrize(
    ("fields", "gpus"),
    [
        ({"tres_alloc_str": "cpu=1,gres/gpu=8,gres/gpu:h100=8", "tres_req_str": "gres/gpu=4"}, 8),
        ({"tres_alloc_str": "cpu=1", "gres_detail": ["gpu:h100:2(IDX:0-1)", "gpu:h100:2(IDX:4-5)"]}, 4),
        ({"tres_alloc_str": "cpu=1", "gres_detail": ["gpu:(null):3(IDX:0-2)"]}, 3),
        ({"tres_alloc_str": "cpu=1", "gres_detail": [], "tres_per_node": "gres:gpu:4"}, 8),
        ({"tres_alloc_str": "cpu=1", "gres_detail": [], "tres_per_node": "", "tres_req_str": "cpu=1"}, 0),
    ],
)
def test_gpus_that_a_job_holds_are_counted_on_both_kinds_of_site(fields: dict[str, object], gpus: int) -> None:
    assert job(job_state="RUNNING", **fields).gpus == gpus


@pytest.mark.parametrize(
    ("listed", "tasks"),
    [("0-9%2", 10), ("3", 1), ("1,3,5-7", 5), ("0-30:10", 4), ("0-3,9%1", 5), ("1-2,4-5,...", None), ("1-2...", None)],
)
def test_an_arrays_record_counts_for_its_pending_tasks(listed: str, tasks: int | None) -> None:
    array = job(array_job_id=7, array_task_id=None, array_task_string=listed, tres_per_job="gres:gpu:2", cpus=3)
    assert array.tasks == tasks
    assert array.gpus == (None if tasks is None else 2 * tasks)
    assert array.cpus == (None if tasks is None else 3 * tasks)
    assert (array.number, array.key) == ("7", f"7_[{listed}]")


def test_a_task_that_has_started_has_an_id_of_its_own() -> None:
    task = job(
        job_id=12, array_job_id=7, array_task_id={"set": True, "infinite": False, "number": 0}, job_state=["RUNNING"]
    )
    assert (task.number, task.key, task.tasks) == ("7_0", "7_0", 1)


def test_a_part_of_a_heterogeneous_job_keeps_its_number_and_shows_its_offset() -> None:
    part = job(job_id=10, het_job_id=9, het_job_offset=1)
    assert (part.number, part.key) == ("10", "9+1")


def test_a_start_in_the_past_is_no_expectation() -> None:
    assert job(start_time=NOW - 60).expected_start_at is None
    assert job(start_time=NOW + 60).expected_start_at == NOW + 60
    assert job(start_time=0).expected_start_at is None


def test_a_job_for_several_partitions_counts_for_the_first() -> None:
    assert job(partition="gpu,debug").partition == "gpu"


def test_a_limit_without_end_is_unknown() -> None:
    assert job(time_limit={"set": False, "infinite": True, "number": 0}).time_limit_s is None
    assert job(time_limit=4294967295).time_limit_s is None


def test_a_user_without_a_name_is_a_number() -> None:
    assert job(user_name="", user_id=1001).user == "1001"
    assert job().user is None


def test_nodes_that_cannot_be_read_are_unknown_and_a_waiting_job_has_none() -> None:
    assert job(job_state="RUNNING", nodes="node[1-").nodes is None
    assert job(nodes="").nodes == ()
