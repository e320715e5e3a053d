"""A small HTTP server on real sockets that says exactly what a test wants, also what no good server says."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias


@dataclass(frozen=True)
class Request:
    """What the server was asked."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """What it says: a status and a body, or raw bytes, after which the connection may be cut."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    cut: bool = False
    after: Awaitable[object] | None = None

    def encoded(self) -> bytes:
        if self.raw is not None:
            return self.raw
        lines = [f"HTTP/1.1 {self.status} Words", f"Content-Type: {self.content_type}"]
        lines += [f"Content-Length: {len(self.body)}", *(f"{name}: {value}" for name, value in self.headers.items())]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


Answers: TypeAlias = Callable[[Request], Reply]


def json_reply(value: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value).encode())


def never() -> Awaitable[object]:
    """For `Reply.after`: a hang."""
    return asyncio.get_running_loop().create_future()


class ScriptedServer:
    """Answers each request by a function; `asked` holds them all."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: list[Request] = []
        self.connections = 0
        self.url = ""

    @contextlib.asynccontextmanager
    async def on_tcp(self) -> AsyncIterator[ScriptedServer]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with self._running(server):
            yield self

    @contextlib.asynccontextmanager
    async def on_socket(self, path: Path) -> AsyncIterator[ScriptedServer]:
        self.url = f"unix://{path}"
        async with self._running(await asyncio.start_unix_server(self._serve, path)):
            yield self

    @contextlib.asynccontextmanager
    async def _running(self, server: asyncio.Server) -> AsyncIterator[None]:
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        try:
            yield
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            while await self._serve_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, or the test is over
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode().splitlines()
        method, path, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        self.asked.append(Request(method, path, headers))
        reply = self.answers(self.asked[-1])
        if reply.after is not None:
            await reply.after
        writer.write(reply.encoded())
        await writer.drain()
        return not reply.cut
