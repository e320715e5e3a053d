"""A real Slurm whose daemons are killed, stopped and hung, and come back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from console.model.errors import SourceError, Unreachable
from tests.services.slurm import SlurmCluster
from tests.sources.slurm.opening import open_slurm

pytestmark = pytest.mark.services


def error_after(cluster: SlurmCluster, fault: Callable[[], None], mend: Callable[[], None]) -> SourceError:
    """A poll before, during and after a fault, by one source that lives through it."""

    async def run() -> SourceError:
        source = open_slurm(url=cluster.rest_url, user="root", token=cluster.token)
        try:
            assert len((await source.poll())["gpus"]) == 16
            fault()
            try:
                with pytest.raises(SourceError) as caught:
                    await source.poll()
            finally:
                mend()
            await polled_again(source.poll)
            return caught.value
        finally:
            await source.close()

    return asyncio.run(run())


async def polled_again(poll_again: Callable[[], object]) -> None:
    """Slurm needs a moment after a restart before its nodes are back."""
    ends_at = time.monotonic() + 30
    while True:
        try:
            await poll_again()  # type: ignore[misc]
        except SourceError:
            assert time.monotonic() < ends_at
        else:
            return


def test_a_slurmrestd_that_is_killed_is_unreachable_and_comes_back(fresh_slurm: SlurmCluster) -> None:
    error = error_after(fresh_slurm, fresh_slurm.kill_slurmrestd, fresh_slurm.start_slurmrestd)
    assert isinstance(error, Unreachable)
    assert "nothing listens at" in error.what


def test_a_slurmctld_that_is_stopped_is_unreachable_and_comes_back(fresh_slurm: SlurmCluster) -> None:
    error = error_after(fresh_slurm, fresh_slurm.stop_slurmctld, fresh_slurm.start_slurmctld)
    assert isinstance(error, Unreachable)
    assert error.what.startswith("slurmctld does not answer slurmrestd")


def test_a_slurmctld_that_hangs_is_unreachable_and_comes_back(fresh_slurm: SlurmCluster) -> None:
    error = error_after(fresh_slurm, fresh_slurm.pause_slurmctld, fresh_slurm.continue_slurmctld)
    assert isinstance(error, Unreachable)
    assert error.what.startswith("slurmctld does not answer slurmrestd")


def test_a_slurmrestd_that_hangs_is_timed_out(fresh_slurm: SlurmCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.sources.slurm.kind._READ_S", 1.0)
    error = error_after(fresh_slurm, fresh_slurm.pause_slurmrestd, fresh_slurm.continue_slurmrestd)
    assert type(error).__name__ == "TimedOut"
