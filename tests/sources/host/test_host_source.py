"""The source `host` on the machine that runs the tests."""

from __future__ import annotations

import asyncio
import os
import platform
import socket
import threading
import time

import psutil
import pytest

from console.model.column import Value
from console.model.errors import SettingsError
from console.model.snapshot import Snapshot
from console.settings.key_table import KeyTable
from console.settings.structs import SourceSettings
from console.sources.host import KIND
from console.sources.host.source import HostSource
from console.sources.registry import open_source


def polls(source: HostSource, times: int, between_s: float = 0.2) -> list[Snapshot]:
    async def scene() -> list[Snapshot]:
        snapshots = []
        for number in range(times):
            await asyncio.sleep(between_s if number else 0)
            snapshots.append(await source.poll())
        return snapshots

    return asyncio.run(scene())


def readings(snapshot: Snapshot, group: str) -> dict[Value, dict[str, Value]]:
    return {row["name"]: row for row in snapshot["readings"].rows() if row["group"] == group}


def test_the_first_answer_is_complete_and_true() -> None:
    (snapshot,) = polls(HostSource("here", "hall-1"), 1)
    (node,) = snapshot["nodes"].rows()
    host = socket.gethostname()
    assert (node["id"], node["name"], node["machine"], node["site"]) == (
        f"here/{host}",
        host,
        f"local:{host}",
        "hall-1",
    )
    assert node["cpus"] == psutil.cpu_count()
    assert node["memory_total_bytes"] == psutil.virtual_memory().total
    assert isinstance(used := node["memory_used_bytes"], int)
    assert 0 < used < psutil.virtual_memory().total
    assert isinstance(node["cpu_pct"], float)
    assert node["load"] == pytest.approx(psutil.getloadavg()[0], abs=2.0)
    assert node["gpus_total"] is None
    assert snapshot.server == f"{platform.system()} {platform.release()}"
    assert snapshot.partial == ()


def test_a_busy_process_is_seen_as_busy_at_the_first_poll() -> None:
    done = threading.Event()

    def burn() -> None:
        while not done.is_set():
            sum(range(10_000))

    thread = threading.Thread(target=burn)
    thread.start()
    try:
        share_pct = _first_share_above(1.0)
    finally:
        done.set()
        thread.join()
    assert 1.0 < share_pct <= 100.0


def _first_share_above(wanted_pct: float) -> float:
    """What the first poll of a source says of this process; asked of another source if the machine starved it."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        share = mine(polls(HostSource("here"), 1)[0])["cpu_pct"]
        if isinstance(share, float) and share > wanted_pct:
            return share
    raise AssertionError("a process that computes all the time is seen as idle")


def mine(snapshot: Snapshot) -> dict[str, Value]:
    """The row of the process that runs the tests."""
    return next(row for row in snapshot["processes"].rows() if row["pid"] == os.getpid())


def test_a_process_is_told_with_its_user_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.sources.host.processes.SHOWN_BY_MEMORY", 100_000)
    row = mine(polls(HostSource("here"), 1)[0])
    assert row["user"] == psutil.Process().username()
    assert row["kind"] == "host"
    assert row["gpu"] is None
    assert isinstance(memory := row["memory_bytes"], int)
    assert memory > 10_000_000
    assert row["id"] == f"here/{socket.gethostname()}/{os.getpid()}/{int(psutil.Process().create_time())}"


def test_no_more_than_fifty_processes_are_told() -> None:
    (snapshot,) = polls(HostSource("here"), 1)
    assert 0 < len(snapshot["processes"]) <= 50


def test_rates_are_unknown_at_the_first_poll_and_known_at_the_second() -> None:
    first, second = polls(HostSource("here"), 2)
    assert {row["value"] for row in readings(first, "network").values()} <= {None}
    for row in readings(second, "network").values():
        assert isinstance(row["value"], float)
        assert row["unit"] == "bytes/s"


def test_disks_cores_load_and_uptime_are_told() -> None:
    (snapshot,) = polls(HostSource("here"), 1)
    assert len(readings(snapshot, "cpu")) == psutil.cpu_count()
    assert set(readings(snapshot, "load")) == {"1 min", "5 min", "15 min"}
    assert isinstance(uptime := readings(snapshot, "system")["uptime"]["value"], float)
    assert uptime > 0
    for row in readings(snapshot, "disk").values():
        assert isinstance(used := row["value"], float)
        assert isinstance(limit := row["limit"], float)
        assert 0 <= used <= limit


def test_a_disk_that_hangs_delays_nothing_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    usable, go = psutil.disk_usage("/"), threading.Event()
    monkeypatch.setattr("console.sources.host.source._DISK_DEADLINE_S", 0.2)
    monkeypatch.setattr("console.sources.host.disks._mount_points", lambda: ["/broken"])

    def usage(_: str) -> object:
        go.wait(20)
        return usable

    monkeypatch.setattr(psutil, "disk_usage", usage)

    async def scene() -> None:
        source = HostSource("here")
        hung = await source.poll()
        assert hung.partial == ("the file system /broken does not answer: disk use is not known yet",)
        assert len(hung["processes"])
        assert readings(hung, "disk") == {}
        go.set()
        back = await source.poll()
        assert back.partial == ()
        assert set(readings(back, "disk")) == {"/broken"}
        go.clear()
        again = await source.poll()
        assert again.partial[0].startswith("the file system /broken does not answer: disk use is ")
        assert again.partial[0].endswith(" old")
        assert readings(again, "disk")["/broken"]["taken_at"] == readings(back, "disk")["/broken"]["taken_at"]
        go.set()

    asyncio.run(scene())


def test_the_registry_opens_it() -> None:
    source = open_source(SourceSettings(kind="host", name="here"))
    assert isinstance(source, HostSource)
    assert KIND.poll_s == 2.0


def test_a_key_that_it_does_not_know_is_refused() -> None:
    with pytest.raises(SettingsError, match="wake"):
        KIND.open(SourceSettings(kind="host", name="here", keys=KeyTable({"wake": True})))
