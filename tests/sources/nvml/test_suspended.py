"""GPUs that the kernel suspended to save power."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.sources.child import own_command
from console.sources.nvml.snapshots import ASLEEP
from console.sources.nvml.source import NvmlSource
from console.sources.nvml.suspended import suspended_gpus
from tests.services.nvml import FakeDriver, State, h100
from tests.sources.nvml.scene import HOST, gpu, helpers, play


def add_device(sysfs: Path, address: str, status: str | None, vendor: str = "0x10de", kind: str = "0x030200") -> None:
    """A PCI device as the kernel shows it."""
    device = sysfs / "bus/pci/devices" / address
    (device / "power").mkdir(parents=True, exist_ok=True)
    (device / "vendor").write_text(f"{vendor}\n")
    (device / "class").write_text(f"{kind}\n")
    if status is not None:
        (device / "power/runtime_status").write_text(f"{status}\n")


def test_gpus_are_asleep_when_all_of_them_are(tmp_path: Path) -> None:
    add_device(tmp_path, "0000:01:00.0", "suspended", kind="0x030000")
    add_device(tmp_path, "0000:02:00.0", "suspended")
    assert suspended_gpus(tmp_path) == 2


@pytest.mark.parametrize("status", ["active", "resuming", "unsupported", "error", None])
def test_one_gpu_that_is_awake_wakes_nobody(tmp_path: Path, status: str | None) -> None:
    add_device(tmp_path, "0000:01:00.0", "suspended")
    add_device(tmp_path, "0000:02:00.0", status)
    assert suspended_gpus(tmp_path) == 0


def test_other_devices_do_not_count(tmp_path: Path) -> None:
    add_device(tmp_path, "0000:00:02.0", "active", vendor="0x8086", kind="0x030000")
    add_device(tmp_path, "0000:01:00.1", "active", kind="0x040300")
    assert suspended_gpus(tmp_path) == 0
    add_device(tmp_path, "0000:01:00.0", "suspended")
    assert suspended_gpus(tmp_path) == 1


def test_a_system_without_sysfs_has_nothing_suspended(tmp_path: Path) -> None:
    assert suspended_gpus(tmp_path / "nowhere") == 0


def test_sleeping_gpus_are_counted_and_the_driver_is_not_touched(driver: FakeDriver, tmp_path: Path) -> None:
    add_device(tmp_path, "0000:01:00.0", "suspended")

    async def scene(source: NvmlSource) -> None:
        snapshot = await source.poll()
        assert snapshot.partial == (ASLEEP,)
        (node,) = snapshot["nodes"].rows()
        assert (node["machine"], node["gpus_total"], node["gpus_busy"]) == (f"local:{HOST}", 1, 0)
        assert (node["state_detail"], node["power_w"]) == ("suspended", None)
        assert len(snapshot["gpus"]) == 0
        assert helpers() == []

    play(scene, NvmlSource("local", None, own_command("nvml"), sysfs=tmp_path))
    assert driver.calls() == ()


def test_a_gpu_that_falls_asleep_is_let_go_and_keeps_only_what_lasts(driver: FakeDriver, tmp_path: Path) -> None:
    driver.write(State(gpus=(h100(0),)))
    add_device(tmp_path, "0000:01:00.0", "active")

    async def scene(source: NvmlSource) -> None:
        awake = await source.poll()
        add_device(tmp_path, "0000:01:00.0", "suspended")
        asleep = await source.poll()
        assert helpers() == []
        row = gpu(asleep, 0)
        assert row["id"] == gpu(awake, 0)["id"]
        assert (row["state"], row["state_detail"]) == ("idle", "suspended")
        assert (row["power_w"], row["utilization_pct"], row["temperature_c"]) == (None, None, None)
        assert row["memory_total_bytes"] == gpu(awake, 0)["memory_total_bytes"]
        assert asleep["pools"].ids == awake["pools"].ids
        add_device(tmp_path, "0000:01:00.0", "active")
        assert gpu(await source.poll(), 0)["power_w"] == 70

    play(scene, NvmlSource("local", None, own_command("nvml"), sysfs=tmp_path))


def test_who_wants_to_wake_them_may(driver: FakeDriver, tmp_path: Path) -> None:
    add_device(tmp_path, "0000:01:00.0", "suspended")

    async def scene(source: NvmlSource) -> None:
        assert len((await source.poll())["gpus"]) == 8

    play(scene, NvmlSource("local", None, own_command("nvml"), wake=True, sysfs=tmp_path))
