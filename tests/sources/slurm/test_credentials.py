from __future__ import annotations

import base64
import json

import pytest

from console.sources.slurm.credentials import Claims, claims_of


def token_of(payload: bytes) -> str:
    return f"eyJhbGciOiJIUzI1NiJ9.{base64.urlsafe_b64encode(payload).decode().rstrip('=')}.c2ln"


def test_a_token_tells_whose_it_is_and_until_when() -> None:
    payload = json.dumps({"exp": 1795678116, "iat": 1795591716, "sun": "ops"}).encode()
    assert claims_of(token_of(payload) + "\n") == Claims(exp=1795678116, sun="ops")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "opaque",
        "a.b",
        "a.b.c",
        "a.!!!.c",
        "é.é.é",
        token_of(b"not json"),
        token_of(b"[]"),
        token_of(b'{"exp": "soon"}'),
        token_of(b'{"exp": null, "sun": null}'),
    ],
)
def test_a_token_that_tells_nothing_claims_nothing(token: str) -> None:
    assert claims_of(token) == Claims()
