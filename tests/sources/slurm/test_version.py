"""Which data version a server is asked for, and what happens when it changes."""

from __future__ import annotations

import asyncio

import pytest

from console.model.errors import (
    BadAnswer,
    Refused,
    SourceError,
    Unreachable,
    Unsupported,
)
from tests.sources.scripted_server import Reply, Request, ScriptedServer, json_reply
from tests.sources.slurm.failing import GOOD, NEW, error_of
from tests.sources.slurm.opening import TOKEN, open_slurm, poll_scripted
from tests.sources.slurm.recordings import Recording


def test_later_polls_keep_the_connection_and_the_version() -> None:
    async def run() -> None:
        async with ScriptedServer(GOOD.serve).on_tcp() as server:
            source = open_slurm(url=server.url, user="ops", token=TOKEN)
            for _ in range(3):
                await source.poll()
            await source.close()
            assert [request.path for request in server.asked].count("/openapi/v3") == 1
            assert len(server.asked) == 1 + 3 * 4
            assert server.connections <= 4

    asyncio.run(run())


def test_a_server_that_was_updated_is_asked_again_what_it_speaks() -> None:
    async def run() -> None:
        async with ScriptedServer(GOOD.serve).on_tcp() as server:
            source = open_slurm(url=server.url, user="ops", token=TOKEN)
            assert (await source.poll()).server == "Slurm 22.05.8, data v0.0.38"
            server.answers = NEW.serve
            assert (await source.poll()).server == "Slurm 26.05.3, data v0.0.45"
            await source.close()

    asyncio.run(run())


def test_a_new_release_under_old_paths_is_looked_at_once() -> None:
    older, newer = Recording("26.05", "v0.0.44"), NEW

    async def run() -> None:
        async with ScriptedServer(Recording("25.11", "v0.0.44").serve).on_tcp() as server:
            source = open_slurm(url=server.url, user="ops", token=TOKEN)
            assert (await source.poll()).server.endswith("v0.0.44")
            server.answers = lambda request: (
                newer.serve(request) if "v0.0.44" not in request.path else older.serve(request)
            )
            assert (await source.poll()).server == "Slurm 26.05.3, data v0.0.44"
            assert (await source.poll()).server == "Slurm 26.05.3, data v0.0.45"
            await source.close()

    asyncio.run(run())


def test_a_server_without_slurmrestd_is_named() -> None:
    error = error_of(lambda request: Reply(404, b"not found", "text/plain"))
    assert isinstance(error, Unsupported)
    assert "serves none of Slurm's data versions" in error.what
    assert "v0.0.38 to v0.0.45" in error.what


@pytest.mark.parametrize("versions", [("v0.0.36", "v0.0.37"), ("v0.0.46", "v0.0.47")])
def test_a_server_with_no_version_in_common_is_unsupported_naming_both(versions: tuple[str, ...]) -> None:
    paths: dict[str, object] = {f"/slurm/{version}/{table}": {} for version in versions for table in ("jobs", "nodes")}
    error = error_of(lambda request: json_reply({"paths": paths}))
    assert isinstance(error, Unsupported)
    for version in (*versions, "v0.0.38", "v0.0.45"):
        assert version in error.what


@pytest.mark.parametrize("recording", [GOOD, NEW], ids=str)
def test_where_the_document_cannot_be_read_versions_are_tried_newest_first(recording: Recording) -> None:
    def answer(request: Request) -> Reply:
        if request.path == "/openapi/v3":
            return Reply(404, b"", "text/plain")
        if "/ping" in request.path and request.path.rstrip("/") in {path.rstrip("/") for path in recording.paths()}:
            return Reply(body=recording.body("ping")) if request.path in recording.paths() else Reply(404)
        return recording.serve(request)

    snapshot, server = poll_scripted(answer)
    assert snapshot.server.endswith(recording.version)
    tried = [request.path for request in server.asked if "/ping" in request.path]
    assert tried[0] == "/slurm/v0.0.45/ping/"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(401, b"", "text/plain"), Refused),
        (Reply(503, b"<html></html>", "text/html"), Unreachable),
        (Reply(200, b"<html>Sign in</html>", "text/html"), BadAnswer),
    ],
)
def test_a_server_that_only_fails_is_not_taken_for_a_version(reply: Reply, kind: type[SourceError]) -> None:
    assert type(error_of(lambda request: reply)) is kind


@pytest.mark.parametrize("status", [401, 511])
def test_a_token_that_is_refused_while_versions_are_tried_is_refused(status: int) -> None:
    error = error_of(lambda request: Reply(404 if "openapi" in request.path else status, b"", "text/plain"))
    assert isinstance(error, Refused)
