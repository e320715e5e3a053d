"""An NVIDIA driver for tests: the real binding loads it, and a text file says what the GPUs tell.

`FakeDriver.compile(folder)` builds `libnvidia-ml.so.1` from the C files beside this one. A child process that
gets `environment()` finds it as it would find NVIDIA's, so pynvml, nvitop and gpustat work on it unchanged.
What is written with `write`, `put` and the verbs below holds for calls from then on, also in a running process.

The file has one `key=value` a line. `gpus` counts; `gpu.3.power_usage_mw` is a field of `Gpu`, and a field that
is missing answers NotSupported; a tuple is `gpu.3.clocks_mhz.0` and so on; a slice is `gpu.3.mig.0.` and its
fields; `fault.FUNCTION@GPU`, `fault.FUNCTION` and `fault.*@GPU` are error codes, `hang.` with the same ends are
seconds. A setting that a client makes is a line in the file `state.set`, which wins over the state file.

What it does not do. There is no time in it: energy and counters stay as written, and samples are of this moment.
Lists that the driver reads once at nvmlInit (how many GPUs there are) change here at once. A lost GPU answers
GpuIsLost to everything, where the real driver still tells some constants. Anything but memory, processes, names,
ids and attributes of a slice is NotSupported; which code the real driver gives for each is not known to us.
Missing altogether: GPM, accounting, vGPU, confidential computing, the process detail list, samples, topology,
NVLink beyond its state, creating slices, setting clocks or fans, and units. Windows and macOS are not tried.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tests.services.nvml.cards import Code, Gpu
from tests.services.nvml.state import Event, State

HERE = Path(__file__).parent
LIBRARY = "libnvidia-ml.so.1"


class CompilerError(RuntimeError):
    """The fake driver could not be built."""


class Call(NamedTuple):
    """One call of a client, with the GPU if it was about one."""

    function: str
    gpu: int | None


@functools.cache
def build(without: frozenset[str] = frozenset()) -> Path:
    """A folder with the library in it, lacking these functions as an older driver would."""
    compiler = shutil.which("gcc")
    if compiler is None:
        raise CompilerError("The fake NVIDIA driver needs gcc: apt-get install gcc libc6-dev.")
    folder = Path(tempfile.mkdtemp(prefix="fake-nvml-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    exports = folder / "exports"
    exports.write_text(f"{{ global: nvml*; local: {''.join(f'{name}; ' for name in sorted(without))}*; }};")
    flags = ["-std=c11", "-D_GNU_SOURCE", "-O2", "-g", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-pthread"]
    link = [f"-Wl,-soname,{LIBRARY}", f"-Wl,--version-script={exports}", "-o", str(folder / LIBRARY)]
    command = [compiler, *flags, *link, *map(str, sorted(HERE.glob("*.c")))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CompilerError(f"gcc could not build the fake NVIDIA driver:\n{done.stderr}")
    return folder


class FakeDriver:
    """The driver of one test: its state file, and verbs that change it while clients run."""

    def __init__(self, library: Path, folder: Path) -> None:
        self.library = library
        self.state_file = folder / "state"
        self.settings_file = folder / "state.set"
        self.calls_file = folder / "calls"
        self._last_change_ns = 0
        self.write(State())

    @classmethod
    def compile(cls, folder: Path, *, without: tuple[str, ...] = ()) -> FakeDriver:
        """A driver that keeps its files in this folder. The library is built once in a process."""
        return cls(build(frozenset(without)), folder)

    def environment(self) -> dict[str, str]:
        """This process's environment, with this driver in it."""
        paths = [str(self.library), *filter(None, [os.environ.get("LD_LIBRARY_PATH")])]
        return {
            **os.environ,
            "LD_LIBRARY_PATH": os.pathsep.join(paths),
            "FAKE_NVML_STATE": str(self.state_file),
            "FAKE_NVML_CALLS": str(self.calls_file),
        }

    # ---- the whole state ----

    @property
    def state(self) -> State:
        """What was written last."""
        return self._state

    def write(self, state: State) -> None:
        """From now on this is what clients see. The change of the file is always one that they notice."""
        self._state = state
        fresh = self.state_file.with_suffix(".new")
        fresh.write_text(state.text())
        self._last_change_ns = max(time.time_ns(), self._last_change_ns + 1)
        os.utime(fresh, ns=(self._last_change_ns, self._last_change_ns))
        fresh.replace(self.state_file)

    def put(self, index: int, gpu: Gpu) -> None:
        """Changes one GPU."""
        gpus = list(self.state.gpus)
        gpus[index] = gpu
        self.write(replace(self.state, gpus=tuple(gpus)))

    # ---- what goes wrong ----

    def fail(self, code: Code, function: str = "*", gpu: int | None = None) -> None:
        """Answers with this code; SUCCESS takes it back."""
        faults = {**self.state.faults, _rule(function, gpu): code}
        self.write(replace(self.state, faults={key: each for key, each in faults.items() if each is not Code.SUCCESS}))

    def lose(self, gpu: int) -> None:
        """The GPU fell off the bus."""
        self.fail(Code.GPU_IS_LOST, gpu=gpu)

    def deny(self, gpu: int) -> None:
        """The client may not talk to the GPU."""
        self.fail(Code.NO_PERMISSION, gpu=gpu)

    def hang(self, gpu: int | None = None, seconds: float = 3600.0, function: str = "*") -> None:
        """Calls wait this long, or until `recover`."""
        self.write(replace(self.state, hangs={**self.state.hangs, _rule(function, gpu): seconds}))

    def recover(self) -> None:
        """No call fails or hangs any more, and those that hang go on."""
        self.write(replace(self.state, faults={}, hangs={}, init=Code.SUCCESS))

    def unload(self) -> None:
        """The driver goes away, under clients that use it and for those that would begin."""
        self.write(replace(self.state, init=Code.DRIVER_NOT_LOADED, epoch=self.state.epoch + 1))

    def load(self) -> None:
        """The driver is there again, with its own settings. Clients must initialise anew."""
        self.settings_file.unlink(missing_ok=True)
        self.write(replace(self.state, init=Code.SUCCESS))

    def mismatch(self) -> None:
        """The library was upgraded under the loaded driver: who begins now is refused."""
        self.write(replace(self.state, init=Code.LIB_RM_VERSION_MISMATCH))

    def happen(self, event: Event) -> None:
        """An event, such as Event(gpu=3, data=79) for Xid 79."""
        self.write(replace(self.state, events=(*self.state.events, event)))

    # ---- what clients did ----

    def settings(self) -> dict[str, int]:
        """What clients set, by key: {"gpu.3.power_limit_mw": 500000}."""
        if not self.settings_file.exists():
            return {}
        pairs = (line.split("=") for line in self.settings_file.read_text().splitlines())
        return {key: int(value) for key, value in pairs}

    def calls(self) -> tuple[Call, ...]:
        """All calls so far, in order; one that hangs is there from its beginning."""
        if not self.calls_file.exists():
            return ()
        pairs = (line.split() for line in self.calls_file.read_text().splitlines())
        return tuple(Call(function, None if gpu == "-" else int(gpu)) for function, gpu in pairs)


def _rule(function: str, gpu: int | None) -> str:
    if function == "*" and gpu is None:
        raise ValueError("name a function, a GPU or both")
    return function if gpu is None else f"{function}@{gpu}"
