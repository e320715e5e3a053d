"""One poll of eight GPUs beside nvitop and gpustat, all on the same driver library: `python -m benchmarks.nvml_poll`.

The library is the tests' own, which answers at once, so this measures the programs and not a driver.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import HEADING, Figures, figures, machine
from console.settings.structs import SourceSettings
from console.sources.registry import open_source
from tests.services.nvml import FakeDriver, State, h100

_PEER = """
import sys, time
{setup}
seconds = []
for _ in range({count}):
    started = time.perf_counter()
    {refresh}
    seconds.append(time.perf_counter() - started)
print(*seconds)
"""
_NVITOP = (
    "from nvitop import Device; devices = Device.all()",
    "[(device.as_snapshot(), device.processes()) for device in devices]",
    200,
)
_GPUSTAT = ("from gpustat import new_query", "new_query()", 10)


def measure() -> list[Figures]:
    """Refreshes of the three, and the three commands as whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        driver = FakeDriver.compile(Path(folder))
        driver.write(State(gpus=tuple(h100(index) for index in range(8))))
        environment = driver.environment()
        os.environ.update(environment)
        return [
            figures("Switchroom, one poll through the helper", asyncio.run(_polls(200))),
            figures("nvitop 1.7, snapshot of every device", _peer(*_NVITOP, environment)),
            figures("gpustat 1.1, new_query", _peer(*_GPUSTAT, environment)),
            figures("`switchroom gpus`, whole process", _whole(["-m", "console", "gpus"], environment)),
            figures("`nvitop -1`, whole process", _whole(["-m", "nvitop", "-1"], environment)),
            figures("`gpustat`, whole process", _whole(["-m", "gpustat"], environment)),
        ]


async def _polls(count: int) -> list[float]:
    source = open_source(SourceSettings(kind="nvml", name="nvml"))
    try:
        await source.poll()  # starts the helper
        seconds = []
        for _ in range(count):
            started = time.perf_counter()
            await source.poll()
            seconds.append(time.perf_counter() - started)
        return seconds
    finally:
        await source.close()


def _peer(setup: str, refresh: str, count: int, environment: dict[str, str]) -> list[float]:
    code = _PEER.format(setup=setup, refresh=refresh, count=count)
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return [float(word) for word in answer.stdout.split()]


def _whole(arguments: list[str], environment: dict[str, str], count: int = 7) -> list[float]:
    def once() -> None:
        subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=False)

    once()
    return [_timed(once) for _ in range(count)]


def _timed(action: Callable[[], None]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def main() -> None:
    """Print the table."""
    print(f"\n{machine()}\n\n{HEADING}")
    for each in measure():
        print(each.row())


if __name__ == "__main__":
    main()
