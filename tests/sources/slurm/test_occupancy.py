"""What nodes, reservations and jobs together make of each GPU."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from console.model.snapshot import Snapshot
from console.sources.slurm.cluster import Cluster, tables_of
from console.sources.slurm.place import Place
from console.sources.slurm.wire import WireJob, WireNode, WirePartition, WireReservation

NOW = 1_795_600_000.0
Fields = dict[str, object]


def node(node_name: str = "n1", /, **fields: object) -> Fields:
    usual: Fields = {"state": ["IDLE"], "gres": "gpu:h100:8", "gres_used": "gpu:h100:0", "cpus": 96, "tres": "cpu=96"}
    return {"name": node_name, "partitions": ["gpu"], **usual, **fields}


def reservation(nodes: str = "n1", /, **fields: object) -> Fields:
    usual: Fields = {"name": "team", "flags": [], "start_time": NOW - 60, "end_time": NOW + 60, "tres": "cpu=96"}
    return {"node_list": nodes, "users": "alice", **usual, **fields}


def running(**fields: object) -> Fields:
    return {"job_id": 1, "job_state": ["RUNNING"], "partition": "gpu", "user_name": "bob", "nodes": "n1", **fields}


def snapshot(
    *nodes: Fields,
    jobs: tuple[Fields, ...] = (),
    reservations: tuple[Fields, ...] = (),
    partitions: tuple[Fields, ...] = (),
) -> Snapshot:
    cluster = Cluster(
        msgspec.convert(nodes, list[WireNode]),
        msgspec.convert(partitions or ({"name": "gpu", "nodes": "n[1-2]"},), list[WirePartition]),
        msgspec.convert(jobs, list[WireJob]),
        msgspec.convert(reservations, list[WireReservation]),
    )
    return Snapshot("alpha", NOW, tables_of(cluster, Place("alpha", None, NOW)))


def states(told: Snapshot, of_node: str = "n1") -> list[object]:
    return [row["state"] for row in told["gpus"].rows() if row["node"] == f"alpha/{of_node}"]


def counts(told: Snapshot, pool: str = "gpu") -> dict[str, object]:
    row = told["pools"].find(f"alpha/{pool}")
    assert row is not None
    return {name.removeprefix("gpus_"): row[name] for name in row if name.startswith("gpus_")}


@pytest.mark.parametrize(
    ("fields", "state", "detail"),
    [
        ({"state": ["IDLE"]}, "idle", None),
        ({"state": "idle", "state_flags": []}, "idle", None),
        ({"state": ["IDLE", "PLANNED"]}, "idle", None),
        ({"state": ["IDLE", "CLOUD"]}, "idle", None),
        ({"state": ["MIXED"]}, "mixed", None),
        ({"state": "allocated"}, "busy", None),
        ({"state": ["IDLE", "DRAIN"], "reason": "fan"}, "drained", "fan"),
        ({"state": "mixed", "state_flags": ["DRAIN"], "reason": "fan"}, "draining", "fan"),
        ({"state": ["ALLOCATED", "FAIL"]}, "draining", None),
        ({"state": ["DOWN"]}, "down", "down"),
        ({"state": ["DOWN", "DRAIN"], "reason": "fan"}, "drained", "down: fan"),
        ({"state": ["DOWN", "NOT_RESPONDING"], "reason": "Not responding"}, "down", "down: Not responding"),
        ({"state": ["IDLE", "NOT_RESPONDING"]}, "down", "does not respond"),
        ({"state": ["IDLE", "POWERED_DOWN"]}, "down", "powered off"),
        ({"state": ["IDLE", "POWERING_UP"]}, "down", "being powered on"),
        ({"state": ["IDLE", "REBOOT_ISSUED"]}, "down", "rebooting"),
        ({"state": ["IDLE", "INVALID_REG"]}, "down", "registered with other resources than configured"),
        ({"state": ["UNKNOWN"]}, "down", "not heard of since slurmctld started"),
        ({"state": ["IDLE", "MAINTENANCE"]}, "down", "maintenance"),
        ({"state": ["MIXED", "MAINTENANCE"]}, "draining", "maintenance"),
        ({"state": ["IDLE", "RESERVED"]}, "reserved", None),
        ({"state": ["A_NEW_WORD"]}, None, None),
        ({"state": None}, None, None),
    ],
)
def test_every_word_of_slurm_is_a_state_of_the_node(fields: Fields, state: str | None, detail: str | None) -> None:
    row = snapshot(node(**fields))["nodes"].row(0)
    assert (row["state"], row["state_detail"]) == (state, detail)


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


def test_a_reservation_that_is_active_sets_its_nodes_apart() -> None:
    told = snapshot(
        node("n1", gres_used="gpu:h100:3(IDX:0-2)", state=["MIXED", "RESERVED"]),
        node("n2"),
        reservations=(reservation(),),
    )
    assert counts(told) == {"total": 16, "busy": 3, "idle": 8, "reserved": 8, "reserved_idle": 5, "down": 0}
    assert told["reservations"].row(0)["gpus_in_use"] == 3
    row = told["gpus"].find("alpha/n1/gpu7")
    assert row is not None
    assert (row["state"], row["owner"], row["reserved"]) == ("reserved_idle", "alice", True)


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (NOW + 60, NOW + 120, "pending"),
        (NOW - 120, NOW - 60, "ended"),
        (NOW, NOW + 60, "active"),
        (NOW - 60, NOW, "ended"),
    ],
)
def test_a_reservation_holds_only_in_its_window(start: float, end: float, state: str) -> None:
    told = snapshot(node(), reservations=(reservation(start_time=start, end_time=end),))
    row = told["reservations"].row(0)
    assert row["state"] == state
    assert row["gpus"] == 8
    assert counts(told)["reserved"] == (8 if state == "active" else 0)


def test_a_reservation_without_an_end_stays() -> None:
    row = snapshot(node(), reservations=(reservation(end_time=4294967295),))["reservations"].row(0)
    assert (row["state"], row["ends_at"]) == ("active", None)


def test_maintenance_takes_gpus_down_and_reserves_none() -> None:
    told = snapshot(
        node(gres_used="gpu:h100:2", state=["MIXED"]), reservations=(reservation(flags=["MAINT"], users="root"),)
    )
    assert counts(told) == {"total": 8, "busy": 2, "idle": 0, "reserved": 0, "reserved_idle": 0, "down": 6}
    assert told["nodes"].row(0)["state"] == "draining"


def test_a_reserved_node_that_is_down_is_down() -> None:
    told = snapshot(node(state=["DOWN"]), reservations=(reservation(),))
    assert counts(told) == {"total": 8, "busy": 0, "idle": 0, "reserved": 0, "reserved_idle": 0, "down": 8}


def test_a_node_that_says_it_is_reserved_is_believed_where_reservations_are_hidden() -> None:
    told = snapshot(node(state=["IDLE", "RESERVED"]))
    assert counts(told)["reserved_idle"] == 8
    assert told["gpus"]["owner"].values() == [None] * 8


def test_a_reservation_of_cores_holds_no_gpus() -> None:
    told = snapshot(node(), reservations=(reservation(tres="cpu=8"),))
    assert counts(told)["reserved"] == 0
    assert told["reservations"].row(0)["gpus"] == 0
    assert told["nodes"].row(0)["state"] == "idle"


def test_a_reservation_of_some_gpus_holds_that_many() -> None:
    some = reservation("n[1-2]", tres="cpu=8,gres/gpu=5")
    told = snapshot(node("n1"), node("n2", gres_used="gpu:h100:8(IDX:0-7)"), reservations=(some,))
    assert told["reservations"].row(0)["gpus"] == 5
    # Three of them fall to n1; those of n2 are taken by jobs from outside.
    assert counts(told)["reserved_idle"] == 3


def test_jobs_of_a_reservation_of_some_gpus_use_it_up() -> None:
    job = running(gres_detail=["gpu:h100:3(IDX:0-2)"], resv_name="team")
    told = snapshot(
        node(gres_used="gpu:h100:3(IDX:0-2)", state=["MIXED"]), jobs=(job,),
        reservations=(reservation(tres="cpu=8,gres/gpu=4"),),
    )  # fmt: skip
    assert counts(told) == {"total": 8, "busy": 3, "idle": 4, "reserved": 4, "reserved_idle": 1, "down": 0}
    assert told["reservations"].row(0)["gpus_in_use"] == 3


def test_a_reservation_on_a_hidden_node_has_an_unknown_number() -> None:
    row = snapshot(node(), reservations=(reservation("n[1-9]", tres=None),))["reservations"].row(0)
    assert row["gpus"] is None


def test_accounts_own_a_reservation_where_no_users_do() -> None:
    row = snapshot(node(), reservations=(reservation(users="", accounts="prod,research"),))["reservations"].row(0)
    assert row["owner"] == "prod, research"


def test_a_node_in_two_partitions_counts_in_both_and_its_gpus_once() -> None:
    partitions: tuple[Fields, ...] = (
        {"name": "debug", "nodes": "n1"},
        {"name": "gpu", "nodes": "n[1-2]", "flags": ["default"]},
    )
    told = snapshot(node("n1"), node("n2"), partitions=partitions)
    assert (counts(told, "debug")["total"], counts(told, "gpu")["total"]) == (8, 16)
    assert len(told["gpus"]) == 16
    row = told["nodes"].find("alpha/n1")
    assert row is not None
    assert (row["pool"], row["pools"]) == ("alpha/gpu", ("alpha/gpu", "alpha/debug"))


@pytest.mark.parametrize("hostlist", ["ALL", "", None, "n[1-"])
def test_a_node_tells_its_partitions_where_the_partition_does_not_list_it(hostlist: str | None) -> None:
    told = snapshot(node(), partitions=({"name": "gpu", "nodes": hostlist},))
    assert counts(told)["total"] == 8
    assert told["nodes"].row(0)["pools"] == ("alpha/gpu",)


def test_a_partition_that_is_hidden_is_no_pool_of_a_node() -> None:
    told = snapshot(node(partitions=["secret", "gpu"]))
    assert told["nodes"].row(0)["pools"] == ("alpha/gpu",)


def test_a_node_in_no_partition_has_no_pool() -> None:
    told = snapshot(node("x", partitions=[]))
    assert told["nodes"].row(0)["pool"] is None
    assert told["gpus"]["pool"].values() == [None] * 8


def test_a_job_in_a_partition_that_is_hidden_has_no_pool() -> None:
    assert snapshot(node(), jobs=(running(partition="secret"),))["jobs"].row(0)["pool"] is None


def test_jobs_and_nodes_of_two_moments_never_add_up_to_more_than_there_is() -> None:
    late = running(gres_detail=["gpu:h100:8(IDX:0-7)"])
    told = snapshot(node(gres_used="gpu:h100:2(IDX:0-1)", state=["MIXED"]), jobs=(late,))
    assert counts(told)["busy"] == 2
    assert [row["job"] for row in told["gpus"].rows()] == ["alpha/job/1"] * 2 + [None] * 6


@pytest.mark.parametrize(
    ("watts", "power_w"),
    [(350, 350.0), ({"set": True, "infinite": False, "number": 350}, 350.0), (0, None), (4294967294, None)],
)
def test_power_is_known_only_where_a_sensor_is(watts: object, power_w: float | None) -> None:
    assert snapshot(node(energy={"current_watts": watts}))["nodes"].row(0)["power_w"] == power_w


def test_load_and_memory_of_a_node_that_reports() -> None:
    row = snapshot(node(cpu_load=9600, real_memory=1000, free_mem=400))["nodes"].row(0)
    assert (row["load"], row["cpu_pct"], row["memory_used_bytes"]) == (96.0, 100.0, 600 * 2**20)
    over = snapshot(node(cpu_load=99999, real_memory=1000, free_mem=4000))["nodes"].row(0)
    assert (over["cpu_pct"], over["memory_used_bytes"]) == (100.0, None)


@pytest.mark.parametrize(
    ("state", "detail"), [("DOWN", "queues jobs and starts none"), ("UP", None), ("A_NEW_WORD", None)]
)
def test_a_partition_tells_its_state(state: str, detail: str | None) -> None:
    row = snapshot(
        node(), partitions=({"name": "gpu", "nodes": {"configured": "n1"}, "partition": {"state": [state]}},)
    )["pools"].row(0)
    assert (row["state"], row["state_detail"]) == (state.lower(), detail)
