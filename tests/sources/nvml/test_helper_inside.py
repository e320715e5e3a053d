"""What the helper does over time, and when what it relies on misbehaves."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pynvml
import pytest

from console.sources.nvml.counters import Counters
from console.sources.nvml.processes import _misread_as_v3, read_processes
from console.sources.nvml.source import NvmlSource
from tests.services.nvml import FakeDriver, Process, Slice, h100
from tests.sources.nvml.scene import gpu, play, poll_until, slices

RUN = "\nfrom console.sources.nvml.helper import main\nmain([])"


def altered(change: str) -> NvmlSource:
    """A source whose helper is ours but for one thing."""
    return NvmlSource("local", None, [sys.executable, "-c", change + RUN])


def test_limits_and_slices_are_read_anew_after_a_while(driver: FakeDriver) -> None:
    driver.put(0, h100(0).sliced(Slice("MIG-one", 1)))

    async def scene(source: NvmlSource) -> None:
        await source.poll()
        driver.put(0, replace(h100(0).sliced(Slice("MIG-one", 1), Slice("MIG-two", 2)), max_power_limit_mw=600_000))
        snapshot = await poll_until(source, lambda snapshot: len(slices(snapshot)) == 2)
        assert gpu(snapshot, 0)["power_max_w"] == 600

    play(scene, altered("import console.sources.nvml.gpu as gpu; gpu.FACTS_EVERY_S = 0.0"))


def test_a_directory_of_users_that_hangs_delays_no_reading(driver: FakeDriver) -> None:
    driver.put(0, replace(h100(0), processes=(Process(os.getpid()),)))

    async def scene(source: NvmlSource) -> None:
        for _ in range(2):
            snapshot = await source.poll()
            (row,) = snapshot["processes"].rows()
            assert (row["pid"], row["user"], row["command"]) == (os.getpid(), None, None)
            assert gpu(snapshot, 0)["state"] == "busy"

    hanging = (
        "import time\nfrom console.sources.nvml.owners import OwnersReader\n"
        "OwnersReader.read = lambda _: time.sleep(60)"
    )
    play(scene, altered(hanging))


def test_a_mistake_of_ours_about_one_gpu_hurts_no_other(driver: FakeDriver, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(source: NvmlSource) -> None:
        snapshot = await source.poll()
        assert gpu(snapshot, 1)["state"] is None
        assert gpu(snapshot, 1)["state_detail"] == "its reading failed: ZeroDivisionError('division by zero')"
        assert gpu(snapshot, 2)["state"] == "idle"

    wrong = (
        "from console.sources.nvml.gpu import GpuReader\nread = GpuReader.read\n"
        "GpuReader.read = lambda self: 1 / 0 if self._index == 1 else read(self)"
    )
    play(scene, altered(wrong))
    assert "ZeroDivisionError" in caplog.text


def test_a_binding_that_lacks_a_function_tells_nothing_by_it() -> None:
    counters = Counters(object())
    assert counters.ask("nvmlDeviceGetNothingThatIsKnown") is None
    assert counters.ask("nvmlDeviceGetNothingThatIsKnown") is None


@pytest.fixture
def forgetting() -> Iterator[None]:
    _misread_as_v3.cache_clear()
    yield
    _misread_as_v3.cache_clear()


@pytest.mark.usefixtures("forgetting")
def test_processes_of_a_535_driver_are_read_in_the_older_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    def scrambled(_: object) -> None:
        pytest.fail("read in a layout that the binding does not know")

    listed = [SimpleNamespace(pid=42, usedGpuMemory=7)]
    monkeypatch.setattr(pynvml, "nvmlLib", SimpleNamespace(nvmlDeviceGetConfComputeMemSizeInfo=None))
    for kind in ("Compute", "Graphics", "MPSCompute"):
        monkeypatch.setattr(pynvml, f"nvmlDeviceGet{kind}RunningProcesses_v3", scrambled)
        monkeypatch.setattr(pynvml, f"nvmlDeviceGet{kind}RunningProcesses_v2", lambda _: listed)
    (process,) = read_processes(Counters(object())) or ()
    assert (process.pid, process.kind, process.memory_bytes) == (42, "compute", 7)
