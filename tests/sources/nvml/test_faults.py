"""GPUs that hang, are lost, or may not be read: each alone, while the others answer."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from console.sources.nvml.source import NvmlSource
from console.sources.nvml.states import gpu_state
from console.sources.nvml.wire import Fault, GpuTold
from tests.services.nvml import Code, FakeDriver, State, h100
from tests.sources.nvml.scene import HOST, Row, counts, gpu, play, poll_once, poll_until, pool

GPU_DEADLINE_S = 1.0


@pytest.fixture(autouse=True)
def short_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.sources.nvml.helper_link.GPU_DEADLINE_S", GPU_DEADLINE_S)


def test_a_gpu_that_hangs_delays_no_other_and_comes_back(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        first = await source.poll()
        driver.hang(gpu=3)
        began = time.monotonic()
        hung = await source.poll()
        assert time.monotonic() - began < 3 * GPU_DEADLINE_S
        _check_hung(hung_row := gpu(hung, 3))
        assert hung_row["taken_at"] == gpu(first, 3)["taken_at"]
        assert hung_row["power_w"] == 70
        for index in (0, 1, 2, 4, 5, 6, 7):
            other = gpu(hung, index)
            assert (other["state"], other["state_detail"]) == ("idle", None)
            assert other["taken_at"] != gpu(first, index)["taken_at"]
        assert hung.partial[0].startswith("GPU 3: no answer for ")
        assert counts(pool(hung, "H100 80GB HBM3")) == (8, 0, 7, 1)
        driver.recover()
        back = await poll_until(source, lambda snapshot: gpu(snapshot, 3)["state"] == "idle")
        assert back.partial == ()
        assert back["gpus"].ids == first["gpus"].ids

    play(scene)


def _check_hung(row: Row) -> None:
    assert row["state"] == "down"
    assert str(row["state_detail"]).startswith("no answer for ")


def test_a_gpu_that_still_hangs_is_not_waited_for_again(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        await source.poll()
        driver.hang(gpu=3)
        await source.poll()
        began = time.monotonic()
        for _ in range(5):
            _check_hung(gpu(await source.poll(), 3))
        assert time.monotonic() - began < GPU_DEADLINE_S
        driver.recover()

    play(scene)


def test_a_gpu_that_hangs_from_the_start_is_told_by_its_index(driver: FakeDriver) -> None:
    driver.hang(gpu=3)

    async def scene(source: NvmlSource) -> None:
        hung = await source.poll()
        row = gpu(hung, 3)
        assert (row["id"], row["uuid"], row["model"]) == (f"local/{HOST}/3", None, None)
        assert str(row["state_detail"]).startswith("no answer for ")
        assert row["pool"] == "local/unknown-model"
        (node,) = hung["nodes"].rows()
        assert (node["gpus_total"], node["state_detail"]) == (8, "1 of 8 GPUs down or unread")
        driver.recover()
        await poll_until(source, lambda snapshot: gpu(snapshot, 3)["uuid"] == h100(3).uuid)

    play(scene)


def test_a_gpu_that_has_not_started_is_unknown_at_first_and_down_later() -> None:
    now = time.time()
    assert gpu_state(GpuTold(0, None, Fault("hung", "no answer", now - 5))) is None
    assert gpu_state(GpuTold(0, None, Fault("hung", "no answer", now - 60))) == "down"


def test_a_lost_gpu_is_down_with_its_last_values_and_comes_back(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        first = await source.poll()
        driver.lose(2)
        lost = await source.poll()
        row = gpu(lost, 2)
        assert (row["state"], row["state_detail"]) == ("down", "lost: fell off the bus")
        assert (row["id"], row["power_w"], row["taken_at"]) == tuple(
            gpu(first, 2)[name] for name in ("id", "power_w", "taken_at")
        )
        assert lost.partial == ("GPU 2: lost: fell off the bus",)
        driver.recover()
        back = await source.poll()
        assert gpu(back, 2)["state"] == "idle"
        assert gpu(back, 2)["id"] == row["id"]

    play(scene)


@pytest.mark.parametrize(
    ("code", "detail"),
    [(Code.RESET_REQUIRED, "needs a reset"), (Code.GPU_IS_LOST, "lost: fell off the bus")],
)
def test_each_way_of_being_down_has_its_words(driver: FakeDriver, code: Code, detail: str) -> None:
    driver.fail(code, gpu=0)
    row = gpu(poll_once(), 0)
    assert (row["state"], row["state_detail"]) == ("down", detail)


def test_all_gpus_down_is_a_machine_that_is_down(driver: FakeDriver) -> None:
    driver.write(State(gpus=(h100(0), h100(1))))
    driver.lose(0)
    driver.lose(1)
    (node,) = poll_once()["nodes"].rows()
    assert (node["state"], node["gpus_total"], node["gpus_busy"]) == ("down", 2, 0)


def test_a_gpu_without_permission_is_unknown_and_not_down(driver: FakeDriver) -> None:
    driver.deny(4)
    snapshot = poll_once()
    row = gpu(snapshot, 4)
    assert (row["state"], row["uuid"]) == (None, None)
    assert snapshot.partial == (
        "GPU 4: no permission to read it: let this user open its device file, /dev/nvidia* on Linux",
    )
    assert gpu(snapshot, 5)["state"] == "idle"


def test_counters_without_permission_are_unknown_and_said_once_for_all_gpus(driver: FakeDriver) -> None:
    driver.fail(Code.NO_PERMISSION, "nvmlDeviceGetComputeRunningProcesses_v3")
    driver.fail(Code.NO_PERMISSION, "nvmlDeviceGetComputeRunningProcesses_v2")
    driver.fail(Code.NO_PERMISSION, "nvmlDeviceGetPowerUsage", gpu=1)
    driver.put(0, replace(h100(0), gpu_percent=50))
    snapshot = poll_once()
    assert gpu(snapshot, 1)["power_w"] is None
    assert (gpu(snapshot, 0)["state"], gpu(snapshot, 1)["state"]) == ("busy", "idle")
    assert snapshot.partial == (
        "no permission to read processes of GPU 0, 2, 3, 4, 5, 6, 7: run as a user who may, or leave it unknown",
        "no permission to read power, processes of GPU 1: run as a user who may, or leave it unknown",
    )


def test_a_passing_error_leaves_one_value_unknown_and_is_asked_again(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        driver.fail(Code.UNKNOWN, "nvmlDeviceGetPowerUsage", gpu=0)
        assert gpu(await source.poll(), 0)["power_w"] is None
        driver.recover()
        assert gpu(await source.poll(), 0)["power_w"] == 70

    play(scene)


def test_a_gpu_that_cannot_be_opened_for_another_reason_says_which(driver: FakeDriver) -> None:
    driver.fail(Code.UNKNOWN, "nvmlDeviceGetHandleByIndex_v2", gpu=1)
    row = gpu(poll_once(), 1)
    assert (row["state"], row["state_detail"]) == (None, "it cannot be opened: Unknown Error")


def test_a_name_that_is_no_text_is_unknown(driver: FakeDriver) -> None:
    driver.put(1, replace(h100(1), name="NVIDIA BROKEN"))
    damaged = driver.state_file.with_suffix(".damaged")
    damaged.write_bytes(driver.state_file.read_bytes().replace(b"BROKEN", b"\xff\xfe"))
    damaged.replace(driver.state_file)
    row = gpu(poll_once(), 1)
    assert (row["model"], row["state"], row["power_w"]) == (None, "idle", 70)


def test_gpus_come_and_go(driver: FakeDriver) -> None:
    everything = driver.state

    async def scene(source: NvmlSource) -> None:
        assert len((await source.poll())["gpus"]) == 8
        driver.write(replace(everything, gpus=everything.gpus[:6]))
        await poll_until(source, lambda snapshot: len(snapshot["gpus"]) == 6)
        driver.write(everything)
        await poll_until(source, lambda snapshot: len(snapshot["gpus"]) == 8)

    play(scene)


def test_a_machine_without_gpus_has_none(driver: FakeDriver) -> None:
    driver.write(State())
    snapshot = poll_once()
    (node,) = snapshot["nodes"].rows()
    assert (node["gpus_total"], node["state"], node["power_w"]) == (0, None, None)
    assert len(snapshot["gpus"]) == len(snapshot["pools"]) == 0
