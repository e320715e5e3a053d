"""Tokens that are missing, wrong, over, renewed or somebody else's."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest

from console.model.errors import (
    Refused,
    SettingsError,
    Unreachable,
)
from tests.sources.scripted_server import Reply, Request
from tests.sources.slurm.failing import GOOD, error_of, failing, jwt, slurm_error
from tests.sources.slurm.opening import TOKEN, open_slurm, poll_scripted
from tests.sources.slurm.recordings import Recording, recordings


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


def test_no_text_of_the_source_shows_the_token() -> None:
    async def run() -> None:
        source = open_slurm(url="http://127.0.0.1:1", user="ops", token=TOKEN)
        with pytest.raises(Unreachable) as caught:
            await source.poll()
        await source.close()
        shown = [repr(source), repr(vars(source)), repr(caught.value), str(caught.value)]
        assert not any(TOKEN in text for text in shown)

    asyncio.run(run())
