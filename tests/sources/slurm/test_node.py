"""Nodes and the partitions that they are in."""

from __future__ import annotations

import pytest

from tests.sources.slurm.small_cluster import Fields, counts, node, snapshot


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
