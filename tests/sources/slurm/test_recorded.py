"""Every recorded answer gives the fleet that Slurm's own commands showed at the same moment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.model.snapshot import Snapshot
from console.model.table import Table
from tests.sources.slurm.recordings import Recording, recordings

# The same small cluster each time: the jobs and their GPUs as they were submitted (recorded/README.md).
GPUS = {"1": 8, "2": 4, "3": 2, "4": 24, "5": 1, "6": 2, "7_[0-9%2]": 10, "8": 8, "9+0": 1, "9+1": 2}
SINFO = {"mix": "mixed", "drain": "drained", "drain*": "drained", "unk*": "down"}
SQUEUE = {"RUNNING": "running", "PENDING": "pending"}

every_version = pytest.mark.parametrize("recording", recordings(), ids=str)


def by(table: Table, column: str) -> dict[object, dict[str, object]]:
    return {row[column]: dict(row) for row in table.rows()}


def idle_nodes(snapshot: Snapshot) -> bool:
    return "mixed" in snapshot["nodes"]["state"].values()


@every_version
def test_jobs_are_those_of_squeue(recording: Recording) -> None:
    jobs = by(recording.snapshot()["jobs"], "key")
    lines = [line.split(" ") for line in recording.text("squeue")[1:]]
    assert sorted(str(key) for key in jobs) == sorted(line[0] for line in lines)
    for key, state, *rest in lines:
        expected = "held" if rest[0].startswith("JobHeld") else SQUEUE[state]
        assert jobs[key]["state"] == expected, key
        assert jobs[key]["nodes"] == tuple(f"alpha/{name}" for name in rest[-1].split(",") if name), key


@every_version
def test_reasons_are_those_of_squeue_in_plain_words(recording: Recording) -> None:
    jobs = by(recording.snapshot()["jobs"], "key")
    for line in recording.text("squeue")[1:]:
        key, state, *rest = line.split(" ")
        reason, text = jobs[key]["reason"], str(jobs[key]["reason_text"])
        if state == "RUNNING":
            assert reason is None
            continue
        shown = " ".join(rest[:-2])
        assert shown == reason or shown.partition(", ")[2] in text or shown in text
        assert text[0].isupper()
        assert " " in text


@every_version
def test_jobs_count_the_gpus_that_were_asked_for(recording: Recording) -> None:
    jobs = by(recording.snapshot()["jobs"], "key")
    assert {str(key): job["gpus"] for key, job in jobs.items()} == GPUS
    assert jobs["7_[0-9%2]"]["tasks"] == 10
    assert {job["tasks"] for key, job in jobs.items() if key != "7_[0-9%2]"} == {1}


@every_version
def test_ids_of_jobs_do_not_change_with_the_pending_tasks(recording: Recording) -> None:
    jobs = by(recording.snapshot()["jobs"], "key")
    assert jobs["7_[0-9%2]"]["id"] == "alpha/job/7"
    assert jobs["9+1"]["id"] == "alpha/job/10"


@every_version
def test_jobs_tell_who_when_and_how_long(recording: Recording) -> None:
    snapshot = recording.snapshot()
    jobs = by(snapshot["jobs"], "key")
    assert (jobs["3"]["user"], jobs["3"]["account"], jobs["8"]["qos"]) == ("bob", "prod", "small")
    assert {job["pool"] for job in jobs.values()} == {"alpha/gpu"}
    assert jobs["1"]["time_limit_s"] == 1800
    assert jobs["6"]["priority"] == 0
    assert isinstance(jobs["5"]["expected_start_at"], float)
    assert jobs["5"]["expected_start_at"] > snapshot.taken_at + 3000
    assert jobs["5"]["started_at"] is None
    for job in jobs.values():
        assert isinstance(job["submitted_at"], float)
        assert snapshot.taken_at - 10 < job["submitted_at"] < snapshot.taken_at
        if job["state"] == "running":
            assert isinstance(job["started_at"], float)
            assert isinstance(job["ends_at"], float)
            assert job["ends_at"] - job["started_at"] == job["time_limit_s"]


@every_version
def test_nodes_are_those_of_sinfo(recording: Recording) -> None:
    nodes = by(recording.snapshot()["nodes"], "name")
    lines = [line.split("|") for line in recording.text("sinfo")[1:]]
    assert set(nodes) == {line[0] for line in lines}
    for name, state, _, partition, reason in lines:
        node = nodes[name]
        assert node["state"] == SINFO[state]
        assert f"alpha/{partition.rstrip('*')}" in node["pools"]  # type: ignore[operator]
        assert node["pool"] == "alpha/gpu"
        if reason != "none":
            assert reason in str(node["state_detail"])


@every_version
def test_nodes_tell_their_size_and_load(recording: Recording) -> None:
    snapshot = recording.snapshot()
    told = [
        dict(pair.split("=", 1) for pair in line.split() if "=" in pair) for line in recording.text("scontrol-nodes")
    ]
    nodes = by(snapshot["nodes"], "name")
    for each in told:
        node = nodes[each["NodeName"]]
        assert node["memory_total_bytes"] == int(each["RealMemory"]) * 2**20
        assert node["cpus"] == int(each["CPUTot"])
        assert node["features"] == ("h100", "ib")
        assert node["gpu_model"] == "h100"
        assert node["power_w"] is None
        if each["FreeMem"] == "N/A":
            assert (node["load"], node["cpu_pct"], node["memory_used_bytes"]) == (None, None, None)
        else:
            load = float(each["CPULoad"])
            assert node["load"] == pytest.approx(load)
            assert node["cpu_pct"] == pytest.approx(load / 8 * 100)
            assert node["memory_used_bytes"] == pytest.approx((64000 - int(each["FreeMem"])) * 2**20, rel=1e-3)


@every_version
def test_gpus_are_busy_where_jobs_hold_them(recording: Recording) -> None:
    snapshot = recording.snapshot()
    gpus = snapshot["gpus"].rows()
    assert len(gpus) == 24
    busy = [row for row in gpus if row["state"] == "busy"]
    if not idle_nodes(snapshot):
        assert busy == []
        assert {row["state"] for row in gpus} == {"down"}
        return
    assert [row["id"] for row in busy if row["job"] == "alpha/job/1"] == [f"alpha/node001/gpu{n}" for n in range(8)]
    held = {(row["id"], row["job"], row["owner"]) for row in busy if row["node"] == "alpha/node002"}
    assert held == {
        *((f"alpha/node002/gpu{n}", "alpha/job/2", "alice") for n in range(4)),
        *((f"alpha/node002/gpu{n}", "alpha/job/3", "bob") for n in (4, 5)),
    }
    down = [row for row in gpus if row["state"] == "down"]
    assert {row["node"] for row in down} == {"alpha/node003"}
    assert {row["state_detail"] for row in down} == {"ECC errors on gpu3"}


@every_version
def test_pools_divide_as_their_nodes_do(recording: Recording) -> None:
    snapshot = recording.snapshot()
    pools = by(snapshot["pools"], "name")
    parts = ("gpus_total", "gpus_busy", "gpus_idle", "gpus_reserved", "gpus_reserved_idle", "gpus_down")
    expected = {"gpu": (24, 14, 2, 0, 0, 8), "debug": (8, 8, 0, 0, 0, 0)}
    if not idle_nodes(snapshot):
        expected = {"gpu": (24, 0, 0, 0, 0, 24), "debug": (8, 0, 0, 0, 0, 8)}
    assert {name: tuple(pool[part] for part in parts) for name, pool in pools.items()} == expected
    # v0.0.39 tells no state of a partition.
    assert {pool["state"] for pool in pools.values()} == {None if recording.version == "v0.0.39" else "up"}


@every_version
def test_reservations_are_those_of_scontrol(recording: Recording) -> None:
    reservations = by(recording.snapshot()["reservations"], "name")
    for line in recording.text("scontrol-reservations"):
        told = dict(pair.split("=", 1) for pair in line.split() if "=" in pair)
        row = reservations.pop(told["ReservationName"])
        assert row["id"] == f"alpha/reservation/{told['ReservationName']}"
        assert row["nodes"] == (f"alpha/{told['Nodes']}",)
        assert row["owner"] == (told["Accounts"] if told["Users"] == "(null)" else told["Users"])
        assert row["flags"] == tuple(told["Flags"].split(","))
        assert (row["gpus"], row["gpus_in_use"], row["state"]) == (8, 0, "pending")
        assert row["pool"] == "alpha/gpu"
        assert isinstance(row["starts_at"], float)
        assert isinstance(row["ends_at"], float)
        for key, value in (("StartTime", row["starts_at"]), ("EndTime", row["ends_at"])):
            assert datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%dT%H:%M:%S") == told[key]
    assert reservations == {}


@every_version
def test_the_release_is_told(recording: Recording) -> None:
    assert recording.snapshot().server.startswith(recording.release)
    assert recording.snapshot().partial == ()


@pytest.mark.parametrize("release", ["22.05", "23.11", "24.05", "25.11", "26.05"])
def test_all_data_versions_of_a_release_give_the_same_fleet(release: str) -> None:
    same = [each for each in recordings() if each.release == release and each.version != "v0.0.39"]
    snapshots = [each.snapshot() for each in same]
    for snapshot in snapshots[1:]:
        for name in ("gpus", "jobs", "reservations", "pools"):
            assert snapshot[name].rows() == snapshots[0][name].rows()


@pytest.mark.parametrize("recording", [each for each in recordings(oldest=36) if each.version < "v0.0.38"], ids=str)
def test_versions_that_are_never_chosen_crash_nothing(recording: Recording) -> None:
    snapshot = recording.snapshot()
    assert len(snapshot["gpus"]) == 24
    assert snapshot["pools"].find("alpha/gpu")
    expected = () if recording.version == "v0.0.37" else ("this Slurm serves no reservations",)
    assert snapshot.partial == expected
