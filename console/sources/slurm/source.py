"""A Slurm cluster that is polled through slurmrestd."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

from console.model.errors import ConsoleError, Refused
from console.model.snapshot import Snapshot
from console.sources.http import HttpClient
from console.sources.http_errors import Answer
from console.sources.slurm.answers import Answers, Reader
from console.sources.slurm.cluster import tables_of
from console.sources.slurm.credentials import Credentials
from console.sources.slurm.failure import Reply
from console.sources.slurm.place import Place
from console.sources.slurm.raw import Raw
from console.sources.slurm.version import Dialect, discover


class SlurmSource:
    """One cluster.

    Args:
        name: of the source.
        site: that its machines are at; None where that is not configured.
        client: to its slurmrestd.
        credentials: of a user who may read.
    """

    def __init__(self, name: str, site: str | None, client: HttpClient, credentials: Credentials) -> None:
        self._name = name
        self._site = site
        self._client = client
        self._credentials = credentials
        self._dialect: Dialect | None = None
        self._release: str | None = None
        self._raw = Raw()

    @property
    def name(self) -> str:
        """The name from the configuration."""
        return self._name

    async def poll(self) -> Snapshot:
        """What Slurm says now; a token that was refused is fetched anew once.

        Raises:
            SourceError: Refused, Forbidden, Unreachable, TimedOut, RateLimited, BadAnswer, or Unsupported if no data
                version is shared.
            SettingsError: if the token cannot be had.
        """
        try:
            return await self._poll()
        except Refused as error:
            if not await self._credentials.renew():
                raise self._credentials.explain(error) from error
        try:
            return await self._poll()
        except Refused as error:
            raise self._credentials.explain(error) from error

    def raw(self, thing: str) -> str | None:
        """The object of the last answers that is about this id, as indented JSON; None if there is none."""
        return self._raw.find(thing)

    async def close(self) -> None:
        """Close the connections; may be called again."""
        await self._client.close()

    async def _poll(self) -> Snapshot:
        headers = await self._credentials.headers()
        dialect = self._dialect or await self._discover(headers)
        taken_at = time.time()
        replies = await self._ask(dialect, headers)
        if any(reply.answer.status == 404 for reply in replies.values()):
            # The server was updated under us and no longer knows these paths.
            dialect = await self._discover(headers)
            replies = await self._ask(dialect, headers)
        answers, snapshot = await asyncio.to_thread(self._read, dialect, replies, taken_at)
        self._raw = Raw({table: reply.answer.body for table, reply in replies.items()})
        if answers.release != self._release:
            # Another release may speak a newer version; the next poll looks.
            self._dialect = dialect if self._release is None else None
            self._release = answers.release
        return snapshot

    def _read(self, dialect: Dialect, replies: Mapping[str, Reply], taken_at: float) -> tuple[Answers, Snapshot]:
        answers = Reader(replies, self._client.shown, self._name).read()
        tables = tables_of(answers.cluster, Place(self._name, self._site, taken_at))
        server = f"Slurm {answers.release or 'of an unknown release'}, data {dialect.version}"
        return answers, Snapshot(self._name, taken_at, tables, server, answers.partial)

    async def _discover(self, headers: Mapping[str, str]) -> Dialect:
        async def ask(path: str) -> Answer:
            return await self._client.send("GET", path, headers=headers)

        self._dialect = await discover(ask, self._client.shown, self._name)
        return self._dialect

    async def _ask(self, dialect: Dialect, headers: Mapping[str, str]) -> Mapping[str, Reply]:
        """All tables side by side, so that they are as nearly of one instant as can be."""
        try:
            async with asyncio.TaskGroup() as group:
                tasks = {table: group.create_task(self._get(path, headers)) for table, path in dialect.paths.items()}
        except ExceptionGroup as errors:
            known, others = errors.split(ConsoleError)
            if known is None or others is not None:
                raise
            raise _first(known) from errors
        return {table: task.result() for table, task in tasks.items()}

    async def _get(self, path: str, headers: Mapping[str, str]) -> Reply:
        started_s = time.monotonic()
        answer = await self._client.send("GET", path, headers=headers)
        return Reply(answer, time.monotonic() - started_s)


def _first(errors: BaseExceptionGroup[ConsoleError]) -> ConsoleError:
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
