"""A child process that uses the real binding, pynvml, and answers expressions about it.

A child, because pynvml keeps the library that it loaded first for the life of its process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Self

from tests.services.nvml.cards import Code

if TYPE_CHECKING:
    from types import TracebackType

    from tests.services.nvml.driver import FakeDriver

# `held` keeps handles by index; `begin` makes a call in a thread of its own and `finish` waits for its answer.
SCRIPT = r"""
import ctypes, json, sys, threading, time
import pynvml
from pynvml import *

held, threads, answers = {}, [], []


def hold(*indices):
    held.update({index: nvmlDeviceGetHandleByIndex(index) for index in indices})


def begin(function, *arguments):
    work = lambda: answers.append(answer(lambda: function(*arguments)))
    threads.append(threading.Thread(target=work, daemon=True))
    threads[-1].start()


def running():
    return sum(thread.is_alive() for thread in threads)


def finish():
    for thread in threads:
        thread.join()
    return [each.get("value", each.get("code")) for each in answers]


def seconds(function, *arguments):
    start = time.monotonic()
    function(*arguments)
    return time.monotonic() - start


def repeat(times, function, *arguments):
    return sorted({function(*arguments) for _ in range(times)})


def same(one, other):
    return ctypes.addressof(one.contents) == ctypes.addressof(other.contents)


def plain(value):
    if isinstance(value, ctypes._SimpleCData):
        return value.value
    if isinstance(value, (ctypes.Structure, ctypes.Union, nvmlFriendlyObject)):
        names = value.__dict__ if isinstance(value, nvmlFriendlyObject) else [each[0] for each in value._fields_]
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, (list, tuple, ctypes.Array)):
        return [plain(each) for each in value]
    if isinstance(value, ctypes._Pointer):
        return None
    return value


def answer(work):
    try:
        return {"value": plain(work())}
    except NVMLError as error:
        return {"code": error.value}
    except Exception as error:
        return {"broken": repr(error)}


for line in sys.stdin:
    print(json.dumps(answer(lambda: eval(line))), flush=True)
"""


class Client:
    """Asks one question at a time; an NVML error is its code."""

    def __init__(self, driver: FakeDriver) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            env=driver.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._child.kill()
        self._child.__exit__(kind, error, trace)

    def ask(self, expression: str) -> Any:
        """The value of the expression in the child, or the code with which NVML refused it."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(expression + "\n")
        self._child.stdin.flush()
        answer = json.loads(self._child.stdout.readline())
        if "broken" in answer:
            raise AssertionError(f"{expression}: {answer['broken']}")
        return answer["value"] if "value" in answer else Code(answer["code"])
