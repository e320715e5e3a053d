"""One life of the helper process, from the source's side."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import subprocess
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from typing import Final

import msgspec

from console.sources.child import frame, read_frame_from
from console.sources.nvml.wire import Ask, Told, decode_told, encode

_log = logging.getLogger(__name__)

_REAP_DEADLINE_S: Final = 1.0
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would open a terminal for it


class HelperDiedError(Exception):
    """The helper ended; the message says how."""


class HelperBabbledError(Exception):
    """The helper sent something that is not an answer."""


class HelperProcess:
    """A running helper; made by `start`, always ended by `end`."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._asked = 0
        self._log_task = asyncio.create_task(_log_lines(process.stderr))

    @classmethod
    async def start(cls, command: Sequence[str]) -> HelperProcess:
        """A new helper.

        Raises:
            OSError: if it cannot be started.
        """
        return cls(
            await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, creationflags=_NO_WINDOW
            )
        )

    @property
    def fresh(self) -> bool:
        """Whether it has not been asked yet, so that it may still be starting."""
        return self._asked == 0

    async def ask(self, deadline_s: float) -> Told:
        """What it says of all GPUs, which takes about `deadline_s` at most if it is well.

        Raises:
            HelperDiedError: it has ended.
            HelperBabbledError: what it sent is not an answer to this.
        """
        self._asked += 1
        try:
            self._stdin.write(frame(encode(Ask(self._asked, deadline_s))))
            told = decode_told(await read_frame_from(self._stdout))
        except (OSError, asyncio.IncompleteReadError) as error:
            raise HelperDiedError(await self._how_it_died()) from error
        except msgspec.MsgspecError as error:
            raise HelperBabbledError(str(error)) from error
        if told.number != self._asked:
            raise HelperBabbledError(f"answer {told.number} to question {self._asked}")
        return told

    async def end(self) -> bool:
        """Kill it; false if it is still there after a second, inside a driver call that nothing can interrupt."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._stdin.close()
        if not await self.gone_within(_REAP_DEADLINE_S):
            self._log_task.cancel()
            return False
        await asyncio.gather(self._stdout.read(), self._log_task)
        return True

    async def gone_within(self, seconds: float) -> bool:
        """Whether the process has ended, waiting at most this long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._process.wait()
        return self._process.returncode is not None

    async def _how_it_died(self) -> str:
        if not await self.gone_within(_REAP_DEADLINE_S):
            return "closed its pipe"
        status = self._process.returncode or 0
        if status >= 0:
            return f"ended with status {status}"
        return f"was ended by {signal.Signals(-status).name}"

    @property
    def _stdin(self) -> asyncio.StreamWriter:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _stdout(self) -> asyncio.StreamReader:
        assert self._process.stdout is not None
        return self._process.stdout


async def _log_lines(stream: asyncio.StreamReader | None) -> None:
    """Copy what the helper complains of to the log."""
    while stream is not None and (block := await stream.read(4096)):
        for line in block.decode(errors="replace").splitlines():
            _log.warning("%s", line)
