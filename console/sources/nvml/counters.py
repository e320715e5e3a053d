"""Asking the driver about one device, with its many ways of not answering."""

from __future__ import annotations

from typing import Any, Final

import pynvml

from console.sources.nvml.nvml_errors import (
    CANNOT_TELL,
    DRIVER_GONE,
    GPU_FAULTS,
    NO_SUCH_SLICE,
    DriverGoneError,
    GpuFaultError,
)

# NVML_VALUE_NOT_AVAILABLE in its two sizes.
_NOT_AVAILABLE: Final = frozenset({0xFFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF})


class Counters:
    """The counters of one GPU or slice.

    What the driver says it cannot tell is remembered and not asked again: an error costs as much as an answer, and a
    GeForce has a dozen of them. Lives as long as the handle does, so a driver that was loaded anew is asked anew.
    """

    def __init__(self, handle: object) -> None:
        self.denied: set[str] = set()
        self.gone = False
        self._handle = handle
        self._unable: set[tuple[object, ...]] = set()

    # The binding has no types: what it answers is Any here, and checked by whoever asks.
    def ask(self, function: str, *arguments: object) -> Any:
        """What a function of pynvml says about the device; None if it cannot or may not tell.

        Raises:
            GpuFaultError: the device as a whole cannot be read.
            DriverGoneError: no device can.
        """
        key = (function, *map(str, arguments))
        if key in self._unable:
            return None
        call = getattr(pynvml, function, None)
        if call is None:  # a binding older or newer than we know
            self._unable.add(key)
            return None
        try:
            return call(self._handle, *arguments)
        except pynvml.NVMLError as error:
            self._unanswered(int(error.value), str(error), function, key)
        except ValueError:  # a name that is no text
            self._unable.add(key)
        return None

    def forget(self) -> None:
        """Ask everything again: what a GPU can tell depends on its mode."""
        self._unable.clear()

    def number(self, function: str, *arguments: object) -> int | None:
        """The same for a whole number."""
        answer = self.ask(function, *arguments)
        return answer if isinstance(answer, int) and answer not in _NOT_AVAILABLE else None

    def thousandths(self, function: str) -> float | None:
        """The same for a number in thousandths: milliwatts as watts, millijoules as joules."""
        answer = self.number(function)
        return None if answer is None else answer / 1000

    def text(self, function: str) -> str | None:
        """The same for a text."""
        answer = self.ask(function)
        return answer if isinstance(answer, str) else None

    def pair(self, function: str) -> tuple[int, int] | None:
        """The same for two numbers."""
        answer = self.ask(function)
        return (int(answer[0]), int(answer[1])) if isinstance(answer, list) and len(answer) == 2 else None

    def _unanswered(self, code: int, text: str, function: str, key: tuple[object, ...]) -> None:
        if code in DRIVER_GONE:
            raise DriverGoneError(code, text)
        if code in GPU_FAULTS:
            raise GpuFaultError(GPU_FAULTS[code])
        if code == pynvml.NVML_ERROR_NO_PERMISSION:
            self.denied.add(function)
        if code in NO_SUCH_SLICE:
            self.gone = True
        if code in CANNOT_TELL:
            self._unable.add(key)
