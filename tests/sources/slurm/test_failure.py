"""Every way in which slurmrestd, and what stands before it, can fail."""

from __future__ import annotations

import json

import pytest

from console.model.errors import (
    BadAnswer,
    Forbidden,
    RateLimited,
    Refused,
    SourceError,
    TimedOut,
    Unreachable,
    Unsupported,
)
from tests.sources.scripted_server import Reply, Request, json_reply, never
from tests.sources.slurm.failing import GOOD, error_of, failing, slurm_error
from tests.sources.slurm.opening import TOKEN, poll_scripted


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
