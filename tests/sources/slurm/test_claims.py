"""What reservations set apart."""

from __future__ import annotations

import pytest

from tests.sources.slurm.small_cluster import NOW, counts, node, reservation, running, snapshot


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
