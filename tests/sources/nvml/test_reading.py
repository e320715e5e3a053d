"""What is read of a GPU, and what is not there to read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from console.sources.nvml.event_reasons import reason_names
from console.sources.nvml.source import NvmlSource
from tests.services.nvml import Clocks, EccErrors, FakeDriver, Gpu, Process, State, geforce, h100
from tests.sources.nvml.conftest import use
from tests.sources.nvml.scene import HOST, gpu, play, poll_once

MIB = 1024**2

WORKING = replace(
    h100(0),
    gpu_percent=97,
    memory_percent=41,
    memory_used_bytes=70_000 * MIB,
    power_usage_mw=688_500,
    enforced_power_limit_mw=650_000,
    energy_mj=3_600_000_123,
    temperature_c=71,
    memory_temperature_c=88,
    clocks_mhz=Clocks(1755, 1755, 2619, 1500),
    event_reasons=0x1 | 0x4 | 0x40,
    ecc_errors=EccErrors(corrected_volatile=12, uncorrected_volatile=1, uncorrected_aggregate=9),
    compute_mode=3,
)


def test_everything_that_a_data_centre_card_tells(driver: FakeDriver) -> None:
    driver.put(0, WORKING)
    row = gpu(poll_once(), 0)
    assert row["id"] == f"local/{HOST}/{WORKING.uuid}"
    assert (row["source"], row["site"], row["node"]) == ("local", "desk", f"local/{HOST}")
    assert (row["uuid"], row["model"], row["index"]) == (WORKING.uuid, "H100 80GB HBM3", 0)
    assert (row["utilization_pct"], row["memory_utilization_pct"]) == (97, 41)
    assert row["memory_used_bytes"] == 70_000 * MIB
    assert row["memory_total_bytes"] == 81_559 * MIB
    assert row["memory_reserved_bytes"] == 500 * MIB
    assert (row["power_w"], row["power_cap_w"], row["energy_j"]) == (688.5, 650.0, 3_600_000.123)
    assert (row["power_default_w"], row["power_min_w"], row["power_max_w"]) == (700.0, 200.0, 700.0)
    assert (row["temperature_c"], row["temperature_memory_c"]) == (71, 88)
    assert (row["temperature_slowdown_c"], row["temperature_shutdown_c"]) == (89, 92)
    assert (row["sm_clock_mhz"], row["mem_clock_mhz"], row["sm_clock_max_mhz"]) == (1755, 2619, 1980)
    assert row["throttle_reasons"] == ("SW power cap", "HW thermal slowdown")
    assert (row["ecc_corrected"], row["ecc_uncorrected"]) == (12, 1)
    assert row["compute_mode"] == "exclusive process"
    assert row["fan_pct"] is None


def test_the_machine_and_its_pool_are_summed_up(driver: FakeDriver) -> None:
    driver.put(0, WORKING)
    snapshot = poll_once()
    (node,) = snapshot["nodes"].rows()
    assert (node["id"], node["machine"], node["name"]) == (f"local/{HOST}", f"local:{HOST}", HOST)
    assert (node["gpus_total"], node["gpus_busy"], node["state"]) == (8, 1, "mixed")
    assert node["power_w"] == 688.5 + 7 * 70
    assert node["gpu_model"] == "H100 80GB HBM3"
    (pool,) = snapshot["pools"].rows()
    assert pool["id"] == node["pool"] == "local/h100-80gb-hbm3"
    assert (pool["name"], pool["gpu_model"], pool["site"]) == ("H100 80GB HBM3", "H100 80GB HBM3", "desk")
    assert (pool["gpus_total"], pool["gpus_busy"], pool["gpus_idle"]) == (8, 1, 7)
    assert pool["power_cap_w"] == 650 + 7 * 700
    assert snapshot.server == "NVIDIA driver 580.95.05, CUDA 13.0"
    assert snapshot.partial == ()


def test_two_models_are_two_pools(driver: FakeDriver) -> None:
    driver.put(3, geforce(3))
    snapshot = poll_once()
    assert {row["id"]: row["gpus_total"] for row in snapshot["pools"].rows()} == {
        "local/h100-80gb-hbm3": 7,
        "local/geforce-rtx-4090": 1,
    }
    (node,) = snapshot["nodes"].rows()
    assert node["pool"] is None
    assert node["pools"] == ("local/h100-80gb-hbm3", "local/geforce-rtx-4090")
    assert node["gpu_model"] is None


def test_what_a_desktop_card_cannot_tell_is_unknown(driver: FakeDriver) -> None:
    driver.put(0, geforce(0))
    row = gpu(poll_once(), 0)
    assert (row["ecc_corrected"], row["ecc_uncorrected"], row["temperature_memory_c"]) == (None, None, None)
    assert row["fan_pct"] == 30
    assert row["state"] == "idle"


NOTHING = [
    field
    for field in Gpu.__dataclass_fields__
    if field not in {"uuid", "pci_bus_id", "name", "slices", "field_values", "processes", "max_slices"}
]


def test_a_card_that_tells_nothing_is_all_unknown_and_never_zero(driver: FakeDriver) -> None:
    driver.put(0, replace(h100(0).without(*NOTHING), processes=None))
    snapshot = poll_once()
    row = gpu(snapshot, 0)
    told = {name for name, value in row.items() if value is not None}
    assert told == {"id", "source", "node", "pool", "index", "uuid", "model", "site", "taken_at"}
    (pool,) = snapshot["pools"].rows()
    assert (pool["gpus_total"], pool["gpus_idle"], pool["gpus_down"]) == (8, 7, 1)


def test_what_cannot_be_told_is_asked_only_once(driver: FakeDriver) -> None:
    driver.write(State(gpus=(geforce(0),)))

    async def scene(source: NvmlSource) -> None:
        await source.poll()
        before = len(driver.calls())
        await source.poll()
        again = {call.function for call in driver.calls()[before:]}
        assert "nvmlDeviceGetPowerUsage" in again
        assert not again & {"nvmlDeviceGetTotalEccErrors", "nvmlDeviceGetMigMode", "nvmlDeviceGetEccMode"}

    play(scene)


def test_what_never_changes_is_not_asked_at_each_poll(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        await source.poll()
        before = len(driver.calls())
        await source.poll()
        again = {call.function for call in driver.calls()[before:]}
        assert not again & {"nvmlDeviceGetName", "nvmlDeviceGetUUID", "nvmlDeviceGetHandleByIndex_v2"}

    play(scene)


OLDER = (
    "nvmlDeviceGetMemoryInfo_v2",
    "nvmlDeviceGetTemperatureV",
    "nvmlDeviceGetCurrentClocksEventReasons",
    "nvmlDeviceGetComputeRunningProcesses_v3",
    "nvmlDeviceGetGraphicsRunningProcesses_v3",
    "nvmlDeviceGetMPSComputeRunningProcesses_v3",
)


def test_an_older_driver_is_asked_by_the_older_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = FakeDriver.compile(tmp_path, without=OLDER)
    older.write(State(gpus=(replace(WORKING, processes=(Process(psutil.Process().pid),)),)))
    use(older, monkeypatch)
    row = gpu(poll_once(), 0)
    assert (row["temperature_c"], row["state"]) == (71, "busy")
    assert row["throttle_reasons"] == ("SW power cap", "HW thermal slowdown")
    assert row["memory_used_bytes"] == 70_500 * MIB  # it counts what is reserved as used
    assert row["memory_reserved_bytes"] is None


def test_the_host_s_memory_is_not_taken_for_the_gpu_s(driver: FakeDriver) -> None:
    total = psutil.virtual_memory().total
    mine = Process(psutil.Process().pid, 300 * MIB)
    unified = replace(h100(0), memory_total_bytes=total, memory_used_bytes=total // 2, processes=(mine,))
    driver.put(0, unified)
    driver.put(1, replace(unified, uuid="GPU-1", processes=(Process(mine.pid, None),)))
    snapshot = poll_once()
    assert (gpu(snapshot, 0)["memory_used_bytes"], gpu(snapshot, 0)["memory_total_bytes"]) == (300 * MIB, None)
    assert (gpu(snapshot, 1)["memory_used_bytes"], gpu(snapshot, 1)["memory_total_bytes"]) == (None, None)


def test_garbage_is_unknown_and_a_fan_beyond_full_speed_runs_at_full_speed(driver: FakeDriver) -> None:
    driver.put(0, replace(h100(0), gpu_percent=255, power_usage_mw=0xFFFFFFFF, fan_speed_percent=104))
    row = gpu(poll_once(), 0)
    assert (row["utilization_pct"], row["power_w"], row["fan_pct"]) == (None, None, 100)


def test_the_limit_that_was_set_stands_in_for_the_one_in_force(driver: FakeDriver) -> None:
    driver.put(0, replace(h100(0), power_limit_mw=500_000).without("enforced_power_limit_mw"))
    assert gpu(poll_once(), 0)["power_cap_w"] == 500.0


def test_event_reasons_carry_their_known_names_and_idleness_is_none() -> None:
    assert reason_names(None) is None
    assert reason_names(0x1) == ()
    assert reason_names(0x2 | 0x8 | 0x10 | 0x20 | 0x80 | 0x100) == (
        "applications clocks setting",
        "HW slowdown",
        "sync boost",
        "SW thermal slowdown",
        "HW power brake",
        "display clock setting",
    )
    assert reason_names(0x200 | 0x400 | 0x8000) == ("board limit", "reliability", "reason 0x8000")
