"""Whose the processes on the GPUs are."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import psutil

from console.sources.command_line import shown_command
from console.sources.nvml.wire import Owner

# The kernel numbers its first namespace of processes so (PROC_PID_INIT_INO in linux/proc_ns.h).
_FIRST_NAMESPACE: Final = "pid:[4026531836]"


class OwnersTold(NamedTuple):
    """By pid; who is in neither is there but hidden from this user, or in another namespace."""

    owners: dict[int, Owner]
    vanished: tuple[int, ...]


class OwnersReader:
    """Looks processes up; its thread can hang where user names come from a network directory.

    Attributes:
        wanted: the pids to look up next.
    """

    def __init__(self) -> None:
        self.wanted: frozenset[int] = frozenset()
        self._known: dict[int, tuple[psutil.Process, Owner]] = {}
        self._sees_all = _sees_all_processes()

    def read(self) -> OwnersTold:
        """The owners of the wanted pids."""
        wanted = self.wanted
        self._known = {pid: known for pid in wanted if (known := self._look_up(pid))}
        missing = wanted - self._known.keys()
        vanished = tuple(sorted(pid for pid in missing if self._sees_all and not psutil.pid_exists(pid)))
        return OwnersTold({pid: owner for pid, (_, owner) in self._known.items()}, vanished)

    def _look_up(self, pid: int) -> tuple[psutil.Process, Owner] | None:
        known = self._known.get(pid)
        if known is not None and known[0].is_running():
            return known
        try:
            process = psutil.Process(pid)
            with process.oneshot():
                return process, _owner(process)
        except (psutil.Error, OSError):
            return None


def _owner(process: psutil.Process) -> Owner:
    command = _told(lambda: shown_command(process.cmdline()))
    return Owner(_told(process.username), _told(process.name), command or None, process.create_time())


def _told(ask: Callable[[], str]) -> str | None:
    try:
        return ask()
    except (psutil.AccessDenied, OSError, KeyError):  # KeyError: a user id without an entry
        return None


def _sees_all_processes() -> bool:
    """Whether a pid that is not found is gone: in a container the driver may tell pids of the host."""
    if sys.platform != "linux":
        return True
    try:
        return str(Path("/proc/self/ns/pid").readlink()) == _FIRST_NAMESPACE
    except OSError:
        return False
