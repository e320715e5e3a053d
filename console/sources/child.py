"""Child processes of our own: how they are started and how frames cross their pipes.

A child is this same program with `--child NAME`, so that it works from a checkout and from a frozen bundle alike. It
reads frames from standard input, writes frames to what was standard output, and ends when its input ends: so no
child outlives its parent, not even one that was killed.
"""

from __future__ import annotations

import asyncio
import os
import struct
import sys
from collections.abc import Sequence
from typing import BinaryIO

Buffer = bytes | bytearray | memoryview

_LENGTH = struct.Struct("<Q")


def own_command(child: str, *arguments: str) -> list[str]:
    """The argument list that starts one of our children."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "console"]
    return [*program, "--child", child, *arguments]


def claim_output() -> BinaryIO:
    """The pipe to the parent; whatever prints afterwards goes to standard error and cannot break a frame."""
    private = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(private, "wb", buffering=0)


def write_frame(pipe: BinaryIO, *parts: Buffer) -> None:
    """Send one frame made of these parts.

    Raises:
        OSError: if the other side is gone.
    """
    for part in (_LENGTH.pack(sum(len(part) for part in parts)), *parts):
        _write_all(pipe, memoryview(part).cast("B"))


def read_frame(pipe: BinaryIO) -> bytearray | None:
    """The next frame; None when the other side has closed, also in the middle of one."""
    header = _read_exactly(pipe, _LENGTH.size)
    return None if header is None else _read_exactly(pipe, _LENGTH.unpack(header)[0])


async def read_frame_from(stream: asyncio.StreamReader) -> bytes:
    """The next frame of an asyncio pipe.

    Raises:
        asyncio.IncompleteReadError: when the other side has closed.
    """
    header = await stream.readexactly(_LENGTH.size)
    return await stream.readexactly(_LENGTH.unpack(header)[0])


def frame(*parts: Buffer) -> bytes:
    """One frame as bytes, for an asyncio pipe."""
    return b"".join([_LENGTH.pack(sum(len(part) for part in parts)), *parts])


def arguments_of(argv: Sequence[str]) -> tuple[str, Sequence[str]] | None:
    """The child's name and its arguments, if this process was started by `own_command`."""
    return (argv[1], argv[2:]) if len(argv) >= 2 and argv[0] == "--child" else None


def _write_all(pipe: BinaryIO, view: memoryview) -> None:
    while view:
        view = view[pipe.write(view) :]


def _read_exactly(pipe: BinaryIO, size: int) -> bytearray | None:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        count = pipe.readinto(view)  # type: ignore[attr-defined]  # every binary pipe has it; typing's BinaryIO does not
        if not count:
            return None
        view = view[count:]
    return data
