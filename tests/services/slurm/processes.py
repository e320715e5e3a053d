"""The daemons of one cluster: started in groups of their own, found by a mark, ended without exception."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import psutil

from tests.services.slurm.programs import SEARCH_PATH, explain
from tests.services.slurm.waiting import ServiceError, wait_until

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a daemon starts may leave its process group, but it keeps this variable of its environment.
MARK = "SWITCHROOM_TEST_SLURM"


class Identity(TypedDict):
    """Arguments of subprocess."""

    user: str
    group: int
    extra_groups: list[int]


def environment(folder: Path) -> dict[str, str]:
    """A clean environment: the caller's SLURM_*, SBATCH_* and locale must not change what a test sees."""
    kept = {"TZ": os.environ["TZ"]} if "TZ" in os.environ else {}
    return {"PATH": SEARCH_PATH, "LC_ALL": "C.UTF-8", "HOME": "/", MARK: str(folder)} | kept


def identity(user: str) -> Identity:
    """What a child process needs to run as that user and with none of root's groups."""
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _alive(process: psutil.Process) -> bool:
    # The dead that their parent has not yet buried hold nothing any more.
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def _is_of(process: psutil.Process, folder: Path) -> bool:
    if process.environ().get(MARK) == str(folder):
        return True
    # slurmstepd writes its title over its environment; it stands where its slurmd stood.
    return process.name() == "slurmstepd" and Path(process.cwd()).is_relative_to(folder)


def _marked(folder: Path) -> set[psutil.Process]:
    """Every process that was started for this folder, and all that these have started since."""
    found: set[psutil.Process] = set()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if _is_of(process, folder):
                found |= {process, *process.children(recursive=True)}
    return {process for process in found if _alive(process)}


def _signal(processes: set[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def sweep(folder: Path) -> None:
    """End all that runs for this folder; all is frozen first, since what is frozen cannot fork away."""
    found: set[psutil.Process] = set()
    while new := _marked(folder) - found:
        _signal(new, signal.SIGSTOP)
        found |= new
    _signal(found, signal.SIGKILL)
    wait_until(lambda: not any(map(_alive, found)), "the end of all processes")
    shutil.rmtree(folder, ignore_errors=True)


class Daemons:
    """The daemons of one cluster by name."""

    def __init__(self, folder: Path, logs: Path) -> None:
        self._folder = folder
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str | Path], *, user: str = "root", **variables: str) -> None:
        """Start one daemon in a session of its own, its words in a log of its name."""
        if self.alive(name):
            return
        with (self._logs / f"{name}.out").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment(self._folder) | variables,
                cwd=self._folder,
                start_new_session=True,
                umask=0o022,
                **identity(user),
            )

    def alive(self, name: str) -> bool:
        """Whether the daemon runs (one that is paused does)."""
        process = self._running.get(name)
        return process is not None and process.poll() is None

    def require_alive(self, name: str) -> None:
        """Fail at once, with the daemon's own last words, where waiting for it would be in vain."""
        if not self.alive(name):
            why = explain(self._logs / f"{name}.out", self._logs / f"{name}.log")
            raise ServiceError(f"{name} ended at its start: {why}.")

    def send(self, name: str, number: signal.Signals) -> None:
        """Send a signal to one daemon alone, not to the jobs under it."""
        if self.alive(name):
            self._running[name].send_signal(number)

    def stop(self, name: str, number: signal.Signals = signal.SIGTERM) -> None:
        """Ask or force one daemon to end, and wait until it has."""
        self.send(name, number)
        self.send(name, signal.SIGCONT)
        if name in self._running:
            wait_until(lambda: not self.alive(name), f"the end of {name}")

    def end_all(self) -> None:
        """End every daemon and every job, and take their folder away."""
        sweep(self._folder)
        for process in self._running.values():
            process.kill()
            process.wait()
        self._running.clear()
