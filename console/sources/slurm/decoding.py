"""Bytes into the structs of wire.py."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from console.sources.slurm.wire import Envelope

Kind = TypeVar("Kind", bound=Envelope)

_STRING_OR_WORD = re.compile(rb'"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity|inf|nan)')


def decode(body: bytes, kind: type[Kind]) -> Kind:
    """An answer as its struct.

    Two faults of real servers are mended: texts that are not UTF-8 (a job's name may be in any encoding), and NaN or
    Infinity, which json-c writes and JSON does not know.

    Raises:
        msgspec.MsgspecError: if it is no JSON, or not of this shape; the text names the place, never a value.
    """
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(_mended(body), type=kind)


def envelope(body: bytes) -> Envelope | None:
    """What an error's answer carries beside its data; None where it is not JSON."""
    try:
        return decode(body, Envelope)
    except msgspec.MsgspecError:
        return None


def _mended(body: bytes) -> bytes:
    text = body.decode("utf-8", "replace").encode()
    return _STRING_OR_WORD.sub(lambda match: match[0] if match[0][:1] == b'"' else b"null", text)
