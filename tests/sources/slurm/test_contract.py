"""The contract of sources, kept on recorded answers of the oldest and newest release and on a real Slurm."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from tests.contract.source_contract import OpenSource, SourceContract
from tests.services.fixtures import BusySlurm
from tests.sources.scripted_server import ScriptedServer
from tests.sources.slurm.opening import TOKEN, open_slurm
from tests.sources.slurm.recordings import Recording


@pytest.fixture(
    params=[Recording("22.05", "v0.0.38"), Recording("23.11", "v0.0.40"), Recording("26.05", "v0.0.45")], ids=str
)
def recorded_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A recorded server in a loop of its own, as each test of the contract brings its own loop."""
    server = ScriptedServer(request.param.serve)
    loop = asyncio.new_event_loop()
    started, over = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with server.on_tcp():
            started.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert started.wait(10)
    yield server.url
    loop.call_soon_threadsafe(over.set)
    thread.join()
    loop.close()


class TestRecordedSlurm(SourceContract):
    @pytest.fixture
    def open_source(self, recorded_url: str) -> OpenSource:
        return lambda: open_slurm(url=recorded_url, user="ops", token=TOKEN)


@pytest.mark.services
class TestSlurmWithAccounting(SourceContract):
    @pytest.fixture
    def open_source(self, slurm_with_accounting: BusySlurm) -> OpenSource:
        cluster = slurm_with_accounting.cluster
        return lambda: open_slurm(url=cluster.rest_url, user="root", token=cluster.token)


@pytest.mark.services
class TestSlurmWithoutAccounting(SourceContract):
    @pytest.fixture
    def open_source(self, slurm_without_accounting: BusySlurm) -> OpenSource:
        cluster = slurm_without_accounting.cluster
        return lambda: open_slurm(url=f"unix://{cluster.rest_socket}", user="root", token=cluster.token)
