"""Keeps a helper running and says in one sentence why there is no answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from console.model.errors import BadAnswer, TimedOut, Unreachable
from console.sources.nvml.helper_errors import trouble_error
from console.sources.nvml.helper_process import HelperBabbledError, HelperDiedError, HelperProcess
from console.sources.nvml.wire import Told

# A GPU that takes longer is reported as hung; the others are then answered.
GPU_DEADLINE_S: Final = 2.0
_HELPER_DEADLINE_S: Final = 2 * GPU_DEADLINE_S
_START_DEADLINE_S: Final = 10.0  # an interpreter, its modules and the driver's library from a cold disk

_SEE_LOG: Final = "it is started again; see the log file if this comes back"


class HelperLink:
    """Starts the helper when it is needed and again when it failed; who polls decides how soon.

    Args:
        command: the helper's argument list.
        source: the source's name, for errors.
    """

    def __init__(self, command: Sequence[str], source: str) -> None:
        self._command = command
        self._source = source
        self._helper: HelperProcess | None = None
        self._stuck: HelperProcess | None = None

    async def ask(self) -> Told:
        """What the helper says of all GPUs.

        Raises:
            Unreachable: the helper cannot be started or died, or there is no driver.
            TimedOut: the helper or the driver does not answer.
            BadAnswer: the helper sent garbage.
            Forbidden, Unsupported: the driver refuses.
        """
        helper = self._helper = self._helper or await self._start()
        try:
            async with asyncio.timeout(_START_DEADLINE_S if helper.fresh else _HELPER_DEADLINE_S):
                told = await helper.ask(GPU_DEADLINE_S)
        except TimeoutError as error:
            await self.close()
            raise TimedOut(
                "the helper that reads the GPUs does not answer", where=self._source, todo=_SEE_LOG
            ) from error
        except HelperDiedError as error:
            await self.close()
            what = f"the helper that reads the GPUs {error}"
            raise Unreachable(what, where=self._source, todo=_SEE_LOG) from error
        except HelperBabbledError as error:
            await self.close()
            what = f"the helper that reads the GPUs sent what is no answer ({error})"
            raise BadAnswer(what, where=self._source, todo=_SEE_LOG) from error
        return await self._checked(told)

    async def close(self) -> None:
        """End the helper; one that cannot be ended is left behind."""
        helper, self._helper = self._helper, None
        if helper is not None and not await helper.end():
            self._stuck = helper

    async def _checked(self, told: Told) -> Told:
        if told.trouble is None:
            return told
        if told.trouble.code is not None:
            await self.close()
        raise trouble_error(told.trouble, self._source)

    async def _start(self) -> HelperProcess:
        await self._refuse_while_stuck()
        try:
            return await HelperProcess.start(self._command)
        except OSError as error:
            what = f"the helper that reads the GPUs cannot be started: {error.strerror or error}"
            raise Unreachable(what, where=self._source, todo="see the log file") from error

    async def _refuse_while_stuck(self) -> None:
        """A second helper would hang in the same call, and so would every one after it."""
        if self._stuck is None or await self._stuck.gone_within(0.01):
            self._stuck = None
            return
        raise TimedOut(
            "the NVIDIA driver hangs and holds a helper that even kill -9 does not end",
            where=self._source,
            todo="see the kernel's log; the machine may need a reboot",
        )
