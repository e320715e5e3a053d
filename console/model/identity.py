"""Ids: `SOURCE/…`, the same for as long as the thing exists."""

from __future__ import annotations


def join(source: str, *parts: str | int) -> str:
    """The id of a thing inside a source: alpha, node001, gpu3 -> alpha/node001/gpu3."""
    return "/".join([source, *map(str, parts)])


def source_of(thing: str) -> str:
    """The name of the source that an id comes from."""
    return thing.partition("/")[0]


def local_name(thing: str) -> str:
    """What an id is called inside its source."""
    return thing.partition("/")[2]
