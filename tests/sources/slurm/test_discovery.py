"""What is found on a machine that belongs to a real Slurm cluster, and on one that does not."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from console.settings.structs import SourceSettings
from console.sources.registry import open_source
from console.sources.slurm.discovery import find
from tests.services.fixtures import BusySlurm


@pytest.fixture
def at_home(slurm_without_accounting: BusySlurm, monkeypatch: pytest.MonkeyPatch) -> BusySlurm:
    cluster = slurm_without_accounting.cluster
    monkeypatch.setenv("SLURM_CONF", str(cluster.folder / "etc" / "slurm.conf"))
    monkeypatch.setenv("SLURMRESTD_LISTEN", cluster.rest_url.removeprefix("http://"))
    return slurm_without_accounting


def found() -> tuple[SourceSettings, ...]:
    return asyncio.run(find())


@pytest.mark.services
def test_the_cluster_of_this_machine_is_found_and_answers(at_home: BusySlurm) -> None:
    (settings,) = found()

    async def polled() -> int:
        source = open_source(settings)
        try:
            return len((await source.poll())["nodes"])
        finally:
            await source.close()

    assert settings.name == "lab"
    assert not settings.writes
    assert asyncio.run(polled()) == 4


@pytest.mark.services
def test_a_cluster_whose_slurmrestd_does_not_listen_is_not_found(
    at_home: BusySlurm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLURMRESTD_LISTEN", "127.0.0.1:9")
    monkeypatch.setattr("console.sources.slurm.discovery._PORT", 9)
    assert found() == ()


def test_nothing_is_found_without_slurms_commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert found() == ()


def test_nothing_is_found_without_slurms_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    scontrol = tmp_path / "scontrol"
    scontrol.write_text("#!/bin/sh\n", encoding="utf-8")
    scontrol.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SLURM_CONF", str(tmp_path / "slurm.conf"))
    assert found() == ()
