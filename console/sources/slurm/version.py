"""Which data version a server speaks, and under which paths.

A data version lives for about three releases of Slurm; 22.05 serves v0.0.36 to v0.0.38, 26.05 v0.0.42 to v0.0.45.
From 24.05 on the paths of collections end in a slash. Both stand in the server's own OpenAPI document; where that
cannot be read, the versions are tried, newest first.

Source: slurm/RELEASE_NOTES of each release; https://slurm.schedmd.com/rest_release_notes.html.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import msgspec

from console.model.errors import Unsupported
from console.sources.http_errors import Answer, not_json, status_error
from console.sources.slurm.decoding import envelope
from console.sources.slurm.failure import refused

TABLES: Final = ("nodes", "partitions", "jobs", "reservations")
# Newest first. v0.0.39 wraps some numbers and tells no state of a partition: a bridge only, so it comes last.
READ: Final = ("v0.0.45", "v0.0.44", "v0.0.43", "v0.0.42", "v0.0.41", "v0.0.40", "v0.0.38", "v0.0.39")
DOCUMENT: Final = "/openapi/v3"

Ask: TypeAlias = Callable[[str], Awaitable[Answer]]

_PATH = re.compile(r"/slurm/(v\d+\.\d+\.\d+)/")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to talk to one server.

    Args:
        version: such as `v0.0.38`.
        paths: where each table is; one that the server does not serve is missing.
    """

    version: str
    paths: Mapping[str, str]


class _Document(msgspec.Struct):
    paths: dict[str, msgspec.Raw]


async def discover(ask: Ask, shown: str, where: str) -> Dialect:
    """The newest dialect that both sides know.

    Args:
        ask: sends a GET for a path and gives the answer, whatever its status.
        shown: the server's address for people.
        where: the source's name.

    Raises:
        SourceError: Unsupported, naming both sides' versions, if none is shared; Refused if the credentials are not
            accepted; or what `ask` raises.
    """
    document = await ask(DOCUMENT)
    if document.status in {401, 511}:
        raise refused(where)
    served = _paths(document)
    if not served:
        return await _probe(ask, shown, where)
    offered = {match[1] for match in map(_PATH.match, served) if match}
    version = next((each for each in READ if each in offered), None)
    if version is None:
        raise _nothing_shared(offered, shown, where)
    return Dialect(version, _tables(version, served))


def _paths(document: Answer) -> frozenset[str]:
    try:
        paths = msgspec.json.decode(document.body, type=_Document).paths if document.is_good else {}
    except msgspec.MsgspecError:
        return frozenset()
    return frozenset(path for path in paths if _PATH.match(path))


def _tables(version: str, served: Iterable[str]) -> Mapping[str, str]:
    known = frozenset(served)
    both = {table: (f"/slurm/{version}/{table}/", f"/slurm/{version}/{table}") for table in TABLES}
    return {table: path for table, paths in both.items() for path in paths[::-1] if path in known}


async def _probe(ask: Ask, shown: str, where: str) -> Dialect:
    for version in READ:
        for end in ("/", ""):
            answer = await ask(f"/slurm/{version}/ping{end}")
            if answer.status == 404:
                continue
            if answer.status in {401, 511}:
                raise refused(where)
            if envelope(answer.body) is None:
                raise (not_json if answer.is_good else status_error)(answer, shown, where)
            return Dialect(version, {table: f"/slurm/{version}/{table}{end}" for table in TABLES})
    raise _nothing_shared((), shown, where)


def _nothing_shared(offered: Iterable[str], shown: str, where: str) -> Unsupported:
    serves = f"serves data {', '.join(sorted(offered))}" if offered else "serves none of Slurm's data versions"
    what = f"{shown} {serves} where this console reads v0.0.38 to {READ[0]}"
    return Unsupported(what, where=where, todo="check url, and update Slurm to 22.05 or later, or this console")
