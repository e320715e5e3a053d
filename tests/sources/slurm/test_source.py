"""The whole source against a server that fails in every way in which slurmrestd and what stands before it can."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from console.model.errors import (
    BadAnswer,
    Forbidden,
    RateLimited,
    Refused,
    SettingsError,
    SourceError,
    TimedOut,
    Unreachable,
    Unsupported,
)
from tests.sources.scripted_server import Reply, Request, ScriptedServer, json_reply, never
from tests.sources.slurm.opening import TOKEN, open_slurm, poll_once, poll_scripted
from tests.sources.slurm.recordings import Recording, recordings

GOOD = Recording("22.05", "v0.0.38")
NEW = Recording("26.05", "v0.0.45")

Failing = Callable[[Request], Reply | None]


def failing(replies: Mapping[str, Reply], recording: Recording = GOOD) -> Callable[[Request], Reply]:
    """A good server but for these tables."""

    def answer(request: Request) -> Reply:
        table = request.path.rstrip("/").rpartition("/")[2]
        return replies.get(table) or recording.serve(request)

    return answer


def error_of(answers: Callable[[Request], Reply], **keys: object) -> SourceError:
    with pytest.raises(SourceError) as caught:
        poll_scripted(answers, **keys)
    assert caught.value.where == "alpha"
    assert TOKEN not in str(caught.value)
    assert "http" not in caught.value.todo
    return caught.value


def slurm_error(number: int, error: str, description: str = "", *, key: str = "error_number") -> dict[str, object]:
    return {"errors": [{key: number, "error": error, "description": description}], "jobs": []}


def jwt(**claims: object) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzI1NiJ9.{body}.c2lnbmF0dXJl"


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


@pytest.mark.parametrize("recording", recordings(), ids=str)
def test_a_bad_token_is_refused_in_every_release(recording: Recording) -> None:
    bad = recording.answer("bad_token")
    error = error_of(
        failing(dict.fromkeys(("nodes", "partitions", "jobs", "reservations"), Reply(bad.status, bad.body)), recording)
    )
    if recording.release == "23.11" and recording.version == "v0.0.40":
        # It says of a bad token only that slurmdbd cannot be reached.
        assert isinstance(error, Unreachable)
        assert "renew the token" in error.todo
    else:
        assert isinstance(error, Refused)
        assert "scontrol token" in error.todo


def test_a_login_that_was_never_there_is_refused() -> None:
    error = error_of(lambda request: Reply(401, b"Authentication failure", "text/plain"))
    assert isinstance(error, Refused)
    assert error.what == "Slurm does not accept the token"


def test_a_token_that_is_over_is_said_so_with_its_age() -> None:
    token = jwt(exp=time.time() - 7200, sun="ops")
    bad = Reply(500, json.dumps(slurm_error(-1, "Unspecified error", key="errno")).encode())
    error = error_of(failing({"nodes": bad, "jobs": bad, "partitions": bad}), token=token)
    assert isinstance(error, Refused)
    assert error.what.startswith("the token expired 2 h")
    assert error.todo == "get a new one with `scontrol token username=ops`"


def test_a_token_of_somebody_else_is_said_so() -> None:
    error = error_of(lambda request: Reply(401), token=jwt(exp=time.time() + 60, sun="alice"))
    assert error.what == "the token is for the user alice, not for ops"


def test_without_a_user_the_token_names_it() -> None:
    _, server = poll_scripted(GOOD.serve, user=None, token=jwt(exp=time.time() + 60, sun="alice"))
    assert server.asked[0].headers["x-slurm-user-name"] == "alice"


def test_a_renewed_token_file_is_read_once_the_old_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("old-token\n")
    path.chmod(0o600)

    def answer(request: Request) -> Reply:
        if request.headers["x-slurm-user-token"] == "new-token":
            return GOOD.serve(request)
        path.write_text("new-token\n")
        return Reply(401, b"Authentication failure", "text/plain")

    snapshot, server = poll_scripted(answer, token=f"file:{path}")
    assert len(snapshot["gpus"]) == 24
    assert [request.headers["x-slurm-user-token"] for request in server.asked].count("old-token") == 1


def test_a_token_that_stays_the_same_is_not_tried_twice(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("old-token")
    path.chmod(0o600)
    asked: list[Request] = []

    def answer(request: Request) -> Reply:
        asked.append(request)
        return Reply(401)

    assert isinstance(error_of(answer, token=f"file:{path}"), Refused)
    assert len(asked) == 1


def test_a_token_with_a_line_break_is_not_sent_and_not_repeated() -> None:
    error = error_of(GOOD.serve, token=f"{TOKEN}\nX-Other: 1")
    assert isinstance(error, Refused)
    assert "line breaks" in error.todo


def test_a_token_that_cannot_be_had_says_where_it_should_be(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="none"):
        poll_scripted(GOOD.serve, token=f"file:{tmp_path}/none")


def test_a_silent_slurmctld_is_unreachable_in_slurms_words(monkeypatch: pytest.MonkeyPatch) -> None:
    # slurmrestd gives the same error as for a bad token, but only after it has tried for seconds.
    monkeypatch.setattr("console.sources.slurm.failure._AT_ONCE_S", 0.0)
    body = json.dumps(slurm_error(-1, "Unspecified error", "Failed while looking for jobs")).encode()
    error = error_of(failing({"jobs": Reply(500, body)}))
    assert isinstance(error, Unreachable)
    assert (
        error.what
        == 'slurmctld does not answer slurmrestd (Slurm says "Unspecified error, Failed while looking for jobs")'
    )


@pytest.mark.parametrize(
    ("status", "number", "kind", "words"),
    [
        (502, 1800, Unreachable, "start slurmctld"),
        (500, 1001, Unreachable, "start slurmctld"),
        (504, -1, Unreachable, "start slurmctld"),
        (500, 1007, Refused, "scontrol token"),
        (500, 6001, Refused, "scontrol token"),
        (511, 1007, Refused, "scontrol token"),
        (500, 2002, Forbidden, "PrivateData"),
        (403, 1, Forbidden, "PrivateData"),
        (500, 1005, Unsupported, "update slurmrestd"),
        (502, 7000, Unreachable, "start slurmdbd"),
        (500, 7000, Unreachable, "start slurmdbd"),
        (500, 9999, BadAnswer, "could not do it"),
        (200, 2002, Forbidden, "PrivateData"),
    ],
)
def test_each_number_of_slurm_is_an_error_of_the_tree(
    status: int, number: int, kind: type[SourceError], words: str
) -> None:
    error = error_of(failing({"jobs": json_reply(slurm_error(number, "Slurm's words"), status)}))
    assert type(error) is kind
    assert words in str(error)
    assert "Slurm's words" in error.what


def test_errors_come_before_an_empty_list_with_status_200() -> None:
    error = error_of(
        failing({"nodes": json_reply({"errors": [{"errno": 2002, "error": "Access denied"}], "nodes": []})})
    )
    assert isinstance(error, Forbidden)


def test_data_beside_an_error_are_kept_and_the_error_is_told() -> None:
    body = json.loads(GOOD.body("jobs"))
    body["errors"] = [{"error_number": 7000, "error": "Unable to connect to database"}]
    snapshot, _ = poll_scripted(failing({"jobs": json_reply(body)}))
    assert len(snapshot["jobs"]) == 10
    assert snapshot.partial == ("jobs may be incomplete: Slurm says Unable to connect to database",)


def test_a_secret_in_slurms_words_is_not_repeated() -> None:
    error = error_of(failing({"jobs": json_reply(slurm_error(9999, f"bad token {TOKEN}"), 500)}))
    assert "[secret]" in error.what


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply(401, b"", "text/plain"), Refused, "scontrol token"),
        (Reply(403, b"", "text/plain"), Forbidden, "grant the user"),
        (Reply(404, b"", "text/plain"), BadAnswer, "404"),
        (Reply(429, b"", headers={"Retry-After": "7"}), RateLimited, "fewer questions"),
        (Reply(500, b"<html><title>Oops</title></html>", "text/html"), BadAnswer, 'a web page ("Oops")'),
        (Reply(502, b"<html></html>", "text/html"), Unreachable, "502"),
        (Reply(503, b"", "text/plain"), Unreachable, "503"),
        (Reply(511, b"<html>Sign in to the guest network</html>", "text/html"), Refused, "scontrol token"),
        (Reply(200, b"<html>Sign in</html>", "text/html"), BadAnswer, "instead of data"),
        (Reply(200, b"not json"), BadAnswer, "not the JSON"),
        (Reply(200, b""), BadAnswer, "not the JSON"),
        (Reply(200, b'{"jobs": [{"job_id": 1}'), BadAnswer, "not the JSON"),
        (Reply(200, b'{"jobs": {}}'), BadAnswer, "$.jobs"),
        (Reply(200, b'{"jobs": [{}]}'), BadAnswer, "$.jobs[0]"),
        (Reply(200, b"{}"), BadAnswer, "holds no jobs"),
        (Reply(200, b'{"jobs": null}'), BadAnswer, "holds no jobs"),
        (Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{", cut=True), Unreachable, "before its answer"),
    ],
)
def test_each_way_in_which_the_jobs_fail_is_one_sentence(reply: Reply, kind: type[SourceError], words: str) -> None:
    error = error_of(failing({"jobs": reply}))
    assert type(error) is kind
    assert words in str(error)


def test_a_rate_limit_says_how_long() -> None:
    error = error_of(failing({"jobs": Reply(429, headers={"Retry-After": "7"})}))
    assert isinstance(error, RateLimited)
    assert error.retry_after_s == 7


def test_a_hang_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.sources.slurm.kind._READ_S", 0.2)

    def hang(request: Request) -> Reply:
        return Reply(after=never()) if request.path.endswith("jobs") else GOOD.serve(request)

    assert isinstance(error_of(hang), TimedOut)


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


def test_a_release_that_is_not_told_is_unknown() -> None:
    body = json.loads(GOOD.body("nodes"))
    del body["meta"]
    snapshot, _ = poll_scripted(failing({"nodes": json_reply(body)}))
    assert snapshot.server == "Slurm of an unknown release, data v0.0.38"


def test_missing_reservations_leave_the_rest_good() -> None:
    denied = json_reply({"errors": [{"error_number": 2002, "error": "Access denied"}], "reservations": []}, 500)
    snapshot, _ = poll_scripted(failing({"reservations": denied}))
    assert len(snapshot["gpus"]) == 24
    assert len(snapshot["reservations"]) == 0
    (sentence,) = snapshot.partial
    assert sentence.startswith("reservations could not be read: Slurm does not let this user read that")


def test_a_silent_reservations_call_fails_the_poll() -> None:
    error = error_of(failing({"reservations": Reply(503, b"", "text/plain")}))
    assert isinstance(error, Unreachable)


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


def test_no_text_of_the_source_shows_the_token() -> None:
    async def run() -> None:
        source = open_slurm(url="http://127.0.0.1:1", user="ops", token=TOKEN)
        with pytest.raises(Unreachable) as caught:
            await source.poll()
        await source.close()
        shown = [repr(source), repr(vars(source)), repr(caught.value), str(caught.value)]
        assert not any(TOKEN in text for text in shown)

    asyncio.run(run())
