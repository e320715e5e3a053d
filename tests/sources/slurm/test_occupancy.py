"""What nodes and jobs together make of each GPU."""

from __future__ import annotations

from collections import Counter

from tests.sources.slurm.small_cluster import counts, node, running, snapshot, states


def test_gpus_of_a_node_of_unknown_state_are_unknown_and_count_as_down() -> None:
    told = snapshot(node(state=None))
    assert states(told) == [None] * 8
    assert counts(told)["down"] == 8


def test_a_node_that_does_not_tell_its_gpus_makes_the_pool_unknown() -> None:
    told = snapshot(node("n1"), node("n2", gres=None, tres=None))
    row = told["nodes"].find("alpha/n2")
    assert row is not None
    assert (row["gpus_total"], row["gpus_busy"]) == (None, None)
    assert set(counts(told).values()) == {None}


def test_a_node_without_gpus_counts_zero() -> None:
    told = snapshot(node(gres="", tres="cpu=96"))
    assert told["nodes"].row(0)["gpus_total"] == 0
    assert set(counts(told).values()) == {0}


def test_allocated_gpus_are_those_that_idx_names_else_the_first() -> None:
    assert states(snapshot(node(gres_used="gpu:h100:3(IDX:1,6-7)")))[1:7:5] == ["busy", "busy"]
    assert states(snapshot(node(gres_used="gpu:(null):3")))[:4] == ["busy", "busy", "busy", "idle"]
    assert states(snapshot(node(gres_used="gpu:h100:3(IDX:7)"))) == ["busy", "busy", *["idle"] * 5, "busy"]


def test_more_gpus_are_never_busy_than_there_are() -> None:
    told = snapshot(node(gres_used="gpu:h100:12(IDX:0-11)"))
    assert Counter(states(told)) == {"busy": 8}


def test_accounted_numbers_win_over_texts() -> None:
    told = snapshot(node(tres="cpu=96,gres/gpu=8", tres_used="cpu=8,gres/gpu=2", gres_used="gpu:h100:5(IDX:3-7)"))
    assert [index for index, state in enumerate(states(told)) if state == "busy"] == [3, 4]


def test_types_of_one_node_are_told_gpu_by_gpu() -> None:
    told = snapshot(node(gres="gpu:a100:2(S:0),gpu:h100:1(S:1)"))
    assert told["gpus"]["model"].values() == ["a100", "a100", "h100"]
    assert told["nodes"].row(0)["gpu_model"] == "a100, h100"
    assert told["pools"].row(0)["gpu_model"] == "a100, h100"


def test_a_gpu_without_a_type_has_no_model() -> None:
    told = snapshot(node(gres="gpu:2"))
    assert told["gpus"]["model"].values() == [None, None]
    assert told["nodes"].row(0)["gpu_model"] is None


def test_a_job_in_a_partition_that_is_hidden_has_no_pool() -> None:
    assert snapshot(node(), jobs=(running(partition="secret"),))["jobs"].row(0)["pool"] is None


def test_jobs_and_nodes_of_two_moments_never_add_up_to_more_than_there_is() -> None:
    late = running(gres_detail=["gpu:h100:8(IDX:0-7)"])
    told = snapshot(node(gres_used="gpu:h100:2(IDX:0-1)", state=["MIXED"]), jobs=(late,))
    assert counts(told)["busy"] == 2
    assert [row["job"] for row in told["gpus"].rows()] == ["alpha/job/1"] * 2 + [None] * 6
