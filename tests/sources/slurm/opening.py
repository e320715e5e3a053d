"""A source as the configuration would open it, and one poll of it."""

from __future__ import annotations

import asyncio

from console.model.snapshot import Snapshot
from console.settings.key_table import KeyTable
from console.settings.structs import SourceSettings
from console.sources.slurm import KIND
from console.sources.slurm.source import SlurmSource
from tests.sources.scripted_server import Answers, ScriptedServer

TOKEN = "s3cr3t-token"


def settings(**keys: object) -> SourceSettings:
    """The settings of a source `alpha` with these keys of its kind."""
    return SourceSettings(kind="slurm", name="alpha", site="hall-1", keys=KeyTable(keys))


def open_slurm(**keys: object) -> SlurmSource:
    source = KIND.open(settings(**keys))
    assert isinstance(source, SlurmSource)
    return source


async def poll_once(source: SlurmSource) -> Snapshot:
    try:
        return await source.poll()
    finally:
        await source.close()


def poll_scripted(answers: Answers, **keys: object) -> tuple[Snapshot, ScriptedServer]:
    """One poll of a scripted server on TCP."""

    async def run() -> tuple[Snapshot, ScriptedServer]:
        async with ScriptedServer(answers).on_tcp() as server:
            login: dict[str, object] = {"user": "ops", "token": TOKEN, **keys}
            given = {key: value for key, value in login.items() if value is not None}
            return await poll_once(open_slurm(url=server.url, **given)), server

    return asyncio.run(run())
