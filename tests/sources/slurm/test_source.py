"""The whole source against scripted servers: what it asks, and that it lives through trouble."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from console.model.errors import (
    Unreachable,
)
from tests.sources.scripted_server import Reply, ScriptedServer, json_reply, never
from tests.sources.slurm.failing import GOOD, failing
from tests.sources.slurm.opening import TOKEN, open_slurm, poll_once, poll_scripted
from tests.sources.slurm.recordings import Recording, recordings


@pytest.mark.parametrize("recording", recordings(), ids=str)
def test_every_release_is_polled_over_its_own_paths(recording: Recording) -> None:
    snapshot, server = poll_scripted(recording.serve)
    assert len(snapshot["gpus"]) == 24
    assert len(snapshot["jobs"]) == 10
    assert snapshot.server.startswith(f"Slurm {recording.release}.")
    assert snapshot.server.endswith(f"data {recording.version}")
    assert {request.method for request in server.asked} == {"GET"}
    assert {request.headers["x-slurm-user-name"] for request in server.asked} == {"ops"}
    assert {request.headers["x-slurm-user-token"] for request in server.asked} == {TOKEN}


def test_a_unix_socket_needs_no_token(tmp_path: Path) -> None:
    async def run() -> None:
        async with ScriptedServer(GOOD.serve).on_socket(tmp_path / "rest.sock") as server:
            snapshot = await poll_once(open_slurm(url=server.url))
            assert len(snapshot["gpus"]) == 24
            assert "x-slurm-user-token" not in server.asked[0].headers

    asyncio.run(run())


def test_a_release_that_is_not_told_is_unknown() -> None:
    body = json.loads(GOOD.body("nodes"))
    del body["meta"]
    snapshot, _ = poll_scripted(failing({"nodes": json_reply(body)}))
    assert snapshot.server == "Slurm of an unknown release, data v0.0.38"


def test_a_server_that_is_gone_and_comes_back_is_polled_again() -> None:
    async def run() -> None:
        async with ScriptedServer(GOOD.serve).on_tcp() as server:
            source = open_slurm(url=server.url, user="ops", token=TOKEN)
            await source.poll()
            server.answers = lambda request: Reply(503, b"", "text/plain")
            with pytest.raises(Unreachable):
                await source.poll()
            server.answers = GOOD.serve
            assert len((await source.poll())["gpus"]) == 24
            await source.close()

    asyncio.run(run())


def test_a_poll_that_is_cancelled_leaves_nothing_behind() -> None:
    async def run() -> None:
        async with ScriptedServer(lambda request: Reply(after=never())).on_tcp() as server:
            source = open_slurm(url=server.url, user="ops", token=TOKEN)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await source.poll()
            server.answers = GOOD.serve
            assert len((await source.poll())["gpus"]) == 24
            await source.close()

    asyncio.run(run())
