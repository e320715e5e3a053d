"""How the source is found, opened, and asked for what it was told."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from console.model.errors import SettingsError
from console.model.fleet import merge
from console.settings.key_table import KeyTable
from console.settings.structs import SourceSettings
from console.sources import nvml
from console.sources.host.source import HostSource
from console.sources.nvml.pool_names import model_of, pool_id
from console.sources.nvml.presence import present
from console.sources.nvml.remembered import Remembered
from console.sources.nvml.source import NvmlSource
from console.sources.nvml.wire import GpuTold, Told
from console.sources.port import TellsRaw
from console.sources.registry import open_source
from console.sources.this_machine import Place
from tests.services.nvml import FakeDriver, Process, Slice, h100
from tests.sources.nvml.scene import HOST, gpu, play, poll_once


def test_the_registry_opens_it() -> None:
    source = open_source(SourceSettings(kind="nvml", name="local"))
    assert isinstance(source, NvmlSource)
    assert isinstance(source, TellsRaw)
    assert source.name == "local"


def test_a_setting_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(SettingsError, match="wake"):
        open_source(SourceSettings(kind="nvml", name="local", keys=KeyTable({"wake": "often"})))


def test_the_package_offers_its_kind_and_nothing_else() -> None:
    assert nvml.KIND.name == "nvml"
    with pytest.raises(AttributeError, match="SORT"):
        nvml.SORT  # noqa: B018  # type: ignore[attr-defined]


def test_what_the_helper_said_is_there_to_read_by_gpu_slice_and_machine(driver: FakeDriver) -> None:
    driver.put(2, h100(2).sliced(Slice("MIG-one", 1), replace(Slice("", 2), uuid="MIG-two")))

    async def scene(source: NvmlSource) -> None:
        assert source.raw("local/anything") is None
        snapshot = await source.poll()
        whole = source.raw(str(gpu(snapshot, 2)["id"]))
        assert whole is not None
        assert json.loads(whole)["reading"]["facts"]["name"] == "NVIDIA H100 80GB HBM3"
        assert whole.startswith('{\n  "index": 2')
        assert source.raw(f"local/{HOST}/MIG-one") == whole
        machine = source.raw(f"local/{HOST}")
        assert machine is not None
        assert len(json.loads(machine)["gpus"]) == 8
        assert source.raw(f"local/{HOST}/GPU-unknown") is None

    play(scene)


def test_the_rows_of_this_machine_become_one_with_those_of_the_host_source(driver: FakeDriver) -> None:
    driver.put(0, replace(h100(0), processes=(Process(os.getpid()),)))

    async def scene(source: NvmlSource) -> None:
        host = HostSource("here")
        fleet = merge([await host.poll(), await source.poll()], taken_at=1.0)
        (node,) = fleet["nodes"].rows()
        assert (node["id"], node["gpus_total"], node["gpus_busy"]) == (f"here/{HOST}", 8, 1)
        assert node["cpus"] is not None
        assert set(fleet["gpus"]["node"].values()) == {f"here/{HOST}"}

    play(scene)


def test_a_driver_is_present_where_its_library_is(driver: FakeDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def load(name: str) -> None:
        tried.append(name)
        if len(tried) > 1:
            raise OSError(name)

    monkeypatch.setattr("console.sources.nvml.presence.ctypes.CDLL", load)
    assert present()
    assert not present()
    assert tried == ["libnvidia-ml.so.1"] * 2


def test_a_driver_is_present_on_windows_where_its_library_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("WINDIR", str(tmp_path / "Windows"))
    monkeypatch.setenv("ProgramFiles", str(tmp_path / "Programs"))
    assert not present()
    library = tmp_path / "Programs/NVIDIA Corporation/NVSMI/nvml.dll"
    library.parent.mkdir(parents=True)
    library.touch()
    assert present()


def test_no_driver_is_present_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert not present()


@pytest.mark.parametrize(
    ("name", "model", "pool"),
    [
        ("NVIDIA H100 80GB HBM3", "H100 80GB HBM3", "local/h100-80gb-hbm3"),
        ("NVIDIA A100-SXM4-40GB", "A100-SXM4-40GB", "local/a100-sxm4-40gb"),
        ("Tesla V100-SXM2-32GB", "Tesla V100-SXM2-32GB", "local/tesla-v100-sxm2-32gb"),
        (None, None, "local/unknown-model"),
        ("NVIDIA ", None, "local/unknown-model"),
    ],
)
def test_pools_are_called_after_the_model(name: str | None, model: str | None, pool: str) -> None:
    assert model_of(name) == model
    assert pool_id(Place("local", None, "box"), model) == pool


def test_a_gpu_is_not_taken_for_one_that_is_told_of_elsewhere(driver: FakeDriver) -> None:
    told: list[Told] = []

    async def scene(source: NvmlSource) -> None:
        await source.poll()
        assert source._told is not None
        told.append(source._told)

    play(scene)
    remembered = Remembered()
    first, second = remembered.complete(told[0]).gpus[:2]
    swapped = Told(2, 2.0, gpus=(GpuTold(0, second.reading), GpuTold(1, None)))
    assert remembered.complete(swapped).gpus == (GpuTold(0, second.reading), GpuTold(1, None))
    kept = Remembered()
    kept.complete(told[0])
    assert kept.complete(Told(2, 2.0, gpus=(GpuTold(0, None),))).gpus == (GpuTold(0, first.reading),)


def test_a_setting_lets_it_wake_gpus(driver: FakeDriver) -> None:
    assert len(poll_once(wake=True)["gpus"]) == 8
