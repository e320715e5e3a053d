"""A server that is good but for what a test makes fail, and the errors that come of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping

import pytest

from console.model.errors import (
    SourceError,
)
from tests.sources.scripted_server import Reply, Request
from tests.sources.slurm.opening import TOKEN, poll_scripted
from tests.sources.slurm.recordings import Recording

GOOD = Recording("22.05", "v0.0.38")
NEW = Recording("26.05", "v0.0.45")


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
