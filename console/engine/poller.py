"""Polls one source on its own schedule and knows how the source is."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from console.model.errors import (
    BadAnswer,
    ConsoleError,
    Forbidden,
    RateLimited,
    Refused,
    SettingsError,
    TimedOut,
    Unsupported,
)
from console.model.snapshot import Snapshot
from console.model.state import Health
from console.settings.structs import SourceSettings
from console.sources.kind import Kind
from console.sources.port import Source
from console.sources.registry import kind_of

_log = logging.getLogger(__name__)

STALE_AFTER_POLLS: Final = 3
_LONGEST_BACK_OFF_S: Final = 60.0
_JITTER: Final = 0.1


@dataclass(slots=True)
class Standing:
    """How a source is; everything that its row in the sources table says."""

    snapshot: Snapshot | None = None
    error: ConsoleError | None = None
    latency_ms: float | None = None
    polls: int = 0
    failures: int = 0  # in a row
    next_poll_at: float | None = None


class Poller:
    """One configured source, opened when it is first polled, so that a mistake in it hurts no other.

    Args:
        settings: the source as configured.
        clock: seconds since the epoch.
        find_kind: finds the kind of a source.
    """

    def __init__(
        self,
        settings: SourceSettings,
        clock: Callable[[], float] = time.time,
        find_kind: Callable[[SourceSettings], Kind] = kind_of,
    ) -> None:
        self.settings = settings
        self.standing = Standing()
        self.source: Source | None = None
        self.poll_s = settings.poll_s or 5.0
        self._deadline_s = 10.0
        self._clock = clock
        self._find_kind = find_kind
        self._wanted = asyncio.Event()

    async def poll(self) -> None:
        """Ask once and remember the outcome; never raises but when cancelled."""
        started_at, started = self._clock(), time.monotonic()
        try:
            snapshot = await self._ask()
        except ConsoleError as error:
            self._failed(error)
        except Exception as error:  # noqa: BLE001  # the boundary: one source's bug must not stop the others
            _log.exception("%s: the source failed in a way that it should not", self.settings.name)
            self._failed(_bug(self.settings.name, error))
        else:
            self.standing.snapshot, self.standing.error, self.standing.failures = snapshot, None, 0
        self.standing.polls += 1
        self.standing.latency_ms = (time.monotonic() - started) * 1000
        self.standing.next_poll_at = started_at + self.delay_s()

    def open(self) -> Source:
        """The source; made at the first call, without I/O.

        Raises:
            SettingsError: if there is no such kind or its keys are wrong.
        """
        if self.source is None:
            kind = self._find_kind(self.settings)
            self.poll_s = self.settings.poll_s or kind.poll_s
            self._deadline_s = kind.deadline_s
            self.source = kind.open(self.settings)
        return self.source

    async def run(self, changed: Callable[[], None]) -> None:
        """Poll for ever; `changed` is called after each poll."""
        while True:
            await self.poll()
            changed()
            await self._sleep()

    def poll_soon(self) -> None:
        """End the present wait."""
        self._wanted.set()

    def delay_s(self) -> float:
        """Seconds from one poll to the next: longer after each failure in a row, never in step with others."""
        error = self.standing.error
        if isinstance(error, RateLimited) and error.retry_after_s is not None:
            return max(error.retry_after_s, self.poll_s)
        longest = max(_LONGEST_BACK_OFF_S, self.poll_s)
        backed_off = min(self.poll_s * 2.0 ** min(self.standing.failures, 16), longest)
        return backed_off * random.uniform(1 - _JITTER, 1 + _JITTER)

    def health(self, now: float) -> tuple[Health | None, str, str]:
        """The source's health, what is wrong and what to do; None before its first answer."""
        error, snapshot = self.standing.error, self.standing.snapshot
        if error is not None:
            return error_health(error), error.what, error.todo
        if snapshot is None:
            return None, "", ""
        age_s = now - snapshot.taken_at
        if age_s > STALE_AFTER_POLLS * self.poll_s:
            return Health.STALE, f"no answer for {age_s:.0f} s", "wait, or poll it now"
        return Health.OK, "; ".join(snapshot.partial), ""

    async def close(self) -> None:
        """Give back what the source holds."""
        if self.source is not None:
            await self.source.close()

    async def _ask(self) -> Snapshot:
        source = self.open()
        try:
            async with asyncio.timeout(self._deadline_s):
                return await source.poll()
        except TimeoutError as error:
            raise TimedOut(
                f"no answer within {self._deadline_s:g} s",
                where=self.settings.name,
                todo="check that the server is up and not overloaded",
            ) from error

    def _failed(self, error: ConsoleError) -> None:
        if type(error) is not type(self.standing.error):
            _log.warning("%s: %s (%s)", self.settings.name, error.what, error.where)
        self.standing.error = error
        self.standing.failures += 1

    async def _sleep(self) -> None:
        wait_s = max((self.standing.next_poll_at or 0.0) - self._clock(), 0.0)
        # A clock that was set back must not make a source wait for hours.
        wait_s = min(wait_s, max(_LONGEST_BACK_OFF_S, self.poll_s) * (1 + _JITTER))
        try:
            async with asyncio.timeout(wait_s):
                await self._wanted.wait()
        except TimeoutError:
            return
        self._wanted.clear()


def error_health(error: ConsoleError) -> Health:
    """The health of a source whose last poll ended in this error."""
    match error:
        case Refused() | Forbidden():
            return Health.REFUSED
        case SettingsError() | Unsupported():
            return Health.MISCONFIGURED
        case RateLimited():
            return Health.STALE
        case _:
            return Health.UNREACHABLE


def _bug(source: str, error: Exception) -> ConsoleError:
    return BadAnswer(
        f"an answer that the console could not handle ({type(error).__name__})",
        where=source,
        todo="the log file has the detail; please report it",
    )
