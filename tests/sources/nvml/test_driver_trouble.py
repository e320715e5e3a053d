"""A driver that is not there, does not fit, goes away or does not answer as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.model.errors import Forbidden, SourceError, TimedOut, Unreachable, Unsupported
from console.sources.nvml.source import NvmlSource
from tests.services.nvml import Code, FakeDriver, State, h100
from tests.sources.nvml.conftest import use
from tests.sources.nvml.scene import gpu, helpers, play, poll_once, poll_until


def refusal(kind: type[SourceError]) -> SourceError:
    """What the first poll raises."""
    with pytest.raises(kind) as raised:
        poll_once()
    assert raised.value.where == "local"
    return raised.value


def test_a_missing_library_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is found first and is no library ends the search, so the test holds on a machine with a driver too.
    (tmp_path / "libnvidia-ml.so.1").write_text("not a library")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    error = refusal(Unreachable)
    assert "library (libnvidia-ml.so.1, nvml.dll) is not found" in error.what
    assert error.todo == "install the NVIDIA driver or remove this source"


def test_a_driver_that_is_not_loaded_is_said_with_what_to_do(driver: FakeDriver) -> None:
    driver.unload()
    error = refusal(Unreachable)
    assert str(error) == ("local: the NVIDIA driver is not loaded; load it (modprobe nvidia) or remove this source")


def test_a_library_that_was_upgraded_under_the_driver_is_said_with_what_to_do(driver: FakeDriver) -> None:
    driver.mismatch()
    error = refusal(Unreachable)
    assert error.what == "the NVIDIA driver and library versions differ"
    assert error.todo.startswith("reboot or reload the driver")


@pytest.mark.parametrize("code", [4, 17])
def test_a_driver_that_lets_nobody_in_is_forbidden(driver: FakeDriver, code: int) -> None:
    _start_with(driver, code)
    assert "/dev/nvidiactl" in refusal(Forbidden).todo


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (8, "a GPU's external power cables are not attached"),
        (11, "the kernel has trouble with a GPU's interrupts"),
        (15, "a GPU fell off the bus and the NVIDIA driver does not start"),
        (999, "the NVIDIA driver does not start: Unknown Error (NVML error 999)"),
    ],
)
def test_each_other_reason_is_said_in_one_sentence(driver: FakeDriver, code: int, what: str) -> None:
    _start_with(driver, code)
    error = refusal(Unreachable)
    assert error.what == what
    assert error.todo


def _start_with(driver: FakeDriver, code: int) -> None:
    """Let nvmlInit answer any code; the fake driver's own type knows only some."""
    text = driver.state_file.read_text().replace("\ninit=0\n", f"\ninit={code}\n")
    fresh = driver.state_file.with_suffix(".by-hand")
    fresh.write_text(text)
    fresh.replace(driver.state_file)


def test_a_driver_too_old_is_unsupported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ancient = FakeDriver.compile(tmp_path, without=("nvmlInitWithFlags",))
    use(ancient, monkeypatch)
    assert refusal(Unsupported).what.startswith("the NVIDIA driver is too old")


def test_a_driver_that_goes_and_comes_back_is_followed_by_itself(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        first = await source.poll()
        driver.unload()
        with pytest.raises(Unreachable, match="the NVIDIA driver went away"):
            await source.poll()
        assert helpers() == []
        for _ in range(2):
            with pytest.raises(Unreachable, match="the NVIDIA driver is not loaded"):
                await source.poll()
        driver.load()
        assert (await source.poll())["gpus"].ids == first["gpus"].ids

    play(scene)


def test_a_driver_that_does_not_start_is_said_and_answered_when_it_has(
    driver: FakeDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.sources.nvml.helper_link.GPU_DEADLINE_S", 0.3)
    driver.hang(function="nvmlInitWithFlags")

    async def scene(source: NvmlSource) -> None:
        for _ in range(2):
            with pytest.raises(TimedOut, match="the NVIDIA driver has not answered for"):
                await source.poll()
        (helper,) = helpers()
        driver.recover()
        while True:
            try:
                snapshot = await source.poll()
                break
            except TimedOut:
                continue
        assert len(snapshot["gpus"]) == 8
        assert helpers() == [helper]

    play(scene)


def test_gpus_answer_while_the_driver_cannot_count_them(driver: FakeDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.sources.nvml.helper_link.GPU_DEADLINE_S", 0.5)

    async def scene(source: NvmlSource) -> None:
        before = await source.poll()
        driver.hang(function="nvmlDeviceGetCount_v2")
        after = await source.poll()
        assert gpu(after, 0)["taken_at"] != gpu(before, 0)["taken_at"]
        driver.recover()

    play(scene)


def test_a_driver_that_tells_no_version_still_tells_its_gpus(driver: FakeDriver) -> None:
    driver.fail(Code.NOT_SUPPORTED, "nvmlSystemGetCudaDriverVersion")
    snapshot = poll_once()
    assert snapshot.server == ""
    assert len(snapshot["gpus"]) == 8


def test_a_driver_under_one_gpu_that_goes_away_is_a_driver_that_goes_away(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        await source.poll()
        driver.fail(Code.UNINITIALIZED, gpu=0)
        with pytest.raises(Unreachable, match="the NVIDIA driver went away"):
            await source.poll()
        with pytest.raises(Unreachable, match="the NVIDIA driver went away"):
            await source.poll()
        driver.recover()
        await poll_until(source, lambda snapshot: gpu(snapshot, 0)["state"] == "idle")

    driver.write(State(gpus=(h100(0),)))
    play(scene)
