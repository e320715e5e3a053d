"""GPUs in slices."""

from __future__ import annotations

import os
from dataclasses import replace

from console.sources.nvml.source import NvmlSource
from tests.services.nvml import Attributes, Code, FakeDriver, Process, Slice, State, h100
from tests.sources.nvml.scene import HOST, counts, gpu, play, poll_once, poll_until, pool, slices

ONE = Slice("MIG-one", 1, processes=(Process(os.getpid()),), memory_used_bytes=2**30)
TWO = Slice("MIG-two", 2)
BIG = Slice("MIG-big", 3, profile="3g.40gb")


def test_slices_stand_beside_their_gpu(driver: FakeDriver) -> None:
    driver.put(2, h100(2).sliced(ONE, None, TWO))
    snapshot = poll_once()
    parent = gpu(snapshot, 2)
    busy, idle = slices(snapshot)
    assert (busy["id"], busy["uuid"]) == (f"local/{HOST}/MIG-one", "MIG-one")
    assert (busy["parent"], busy["index"], busy["model"]) == (parent["id"], 2, "H100 80GB HBM3")
    assert (busy["mig_profile"], busy["memory_used_bytes"]) == ("1g.10gb", 2**30)
    assert busy["memory_total_bytes"] == ONE.memory_total_bytes
    assert (busy["state"], idle["state"]) == ("busy", "idle")
    assert (busy["utilization_pct"], busy["power_w"]) == (None, None)
    assert (parent["state"], parent["utilization_pct"], parent["power_w"]) == ("busy", None, 70)


def test_slices_are_counted_in_pools_of_their_own_and_their_gpu_in_none(driver: FakeDriver) -> None:
    driver.put(2, h100(2).sliced(ONE, TWO, BIG))
    snapshot = poll_once()
    assert gpu(snapshot, 2)["pool"] is None
    assert counts(pool(snapshot, "H100 80GB HBM3")) == (7, 0, 7, 0)
    assert counts(pool(snapshot, "H100 80GB HBM3 MIG 1g.10gb")) == (2, 1, 1, 0)
    assert counts(pool(snapshot, "H100 80GB HBM3 MIG 3g.40gb")) == (1, 0, 1, 0)
    assert pool(snapshot, "H100 80GB HBM3 MIG 1g.10gb")["id"] == "local/h100-80gb-hbm3-mig-1g.10gb"
    (node,) = snapshot["nodes"].rows()
    assert (node["gpus_total"], node["gpus_busy"]) == (8, 1)


def test_a_gpu_in_slices_without_a_slice_offers_nothing(driver: FakeDriver) -> None:
    driver.write(State(gpus=(h100(0).sliced(),)))
    snapshot = poll_once()
    assert gpu(snapshot, 0)["state"] == "idle"
    assert len(snapshot["pools"]) == 0


def test_a_process_in_a_slice_is_shown_on_the_slice(driver: FakeDriver) -> None:
    driver.put(2, h100(2).sliced(ONE, TWO))
    (row,) = poll_once()["processes"].rows()
    assert (row["gpu"], row["pid"]) == (f"local/{HOST}/MIG-one", os.getpid())


def test_slices_whose_processes_cannot_be_read_are_unknown(driver: FakeDriver) -> None:
    driver.put(2, h100(2).sliced(replace(TWO, processes=None)))
    snapshot = poll_once()
    (row,) = slices(snapshot)
    assert row["state"] is None
    assert gpu(snapshot, 2)["state"] is None
    assert counts(pool(snapshot, "H100 80GB HBM3 MIG 1g.10gb")) == (1, 0, 0, 1)


def test_slices_of_which_processes_may_not_be_read_are_said_so(driver: FakeDriver) -> None:
    driver.write(State(gpus=(h100(0).sliced(TWO),)))
    for version in ("v2", "v3"):
        driver.fail(Code.NO_PERMISSION, f"nvmlDeviceGetComputeRunningProcesses_{version}")
    assert poll_once().partial[0].startswith("no permission to read processes of GPU 0")


def test_a_slice_that_is_made_or_destroyed_is_noticed(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        await source.poll()
        driver.put(2, h100(2).sliced(ONE, TWO))
        on = await poll_until(source, lambda snapshot: len(slices(snapshot)) == 2)
        assert gpu(on, 2)["id"] == f"local/{HOST}/{h100(2).uuid}"
        driver.put(2, h100(2).sliced(None, TWO))
        await poll_until(source, lambda snapshot: [row["uuid"] for row in slices(snapshot)] == ["MIG-two"])
        driver.put(2, replace(h100(2), gpu_percent=60))
        off = await poll_until(source, lambda snapshot: not slices(snapshot))
        assert gpu(off, 2)["utilization_pct"] == 60

    play(scene)


def test_a_slice_without_a_name_is_called_after_what_it_has(driver: FakeDriver) -> None:
    nameless = replace(TWO, profile="", attributes=Attributes(gpu_slices=2, memory_mb=20096))
    driver.put(2, replace(h100(2).sliced(nameless)))
    (row,) = slices(poll_once())
    assert row["mig_profile"] == "2g.20gb"


def test_slices_of_a_lost_gpu_are_down_with_it(driver: FakeDriver) -> None:
    driver.put(2, h100(2).sliced(ONE, TWO))

    async def scene(source: NvmlSource) -> None:
        await source.poll()
        driver.lose(2)
        lost = await source.poll()
        assert {row["state"] for row in slices(lost)} == {"down"}
        assert {row["state_detail"] for row in slices(lost)} == {"lost: fell off the bus"}

    play(scene)
