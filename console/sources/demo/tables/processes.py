"""The table of processes: one on each busy GPU that answers."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from console.model.column import Column, Indices, Kind
from console.model.table import Table, table
from console.model.tables import PROCESSES
from console.sources.demo.chance import uniform
from console.sources.demo.profiles import ARRIVING, INFERENCE, PEOPLE
from console.sources.demo.scope import Scope
from console.sources.demo.tables.running import Running
from console.sources.demo.tables.unchanged import Columns, Unchanged, all_unknown
from console.sources.demo.telemetry import Readings
from console.sources.demo.world import World

_PROFILES: Final = (*ARRIVING, INFERENCE)
_COMMANDS: Final = tuple(profile.command for profile in _PROFILES)
_NAMES: Final = tuple(command.split()[0] for command in _COMMANDS)
_USERS: Final = tuple(dict.fromkeys((*(user for user, _ in PEOPLE), "serving", "ops")))
_DRIVER_BYTES: Final = 560 * 2**20  # of the memory in use, what belongs to no process
_FIRST_PID, _PIDS, _SALT_PID = 2_000, 4_000_000, 63


class ProcessTable:
    """Makes the table of a scope's processes at each poll; clouds that tell no power tell no processes."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._unchanged = Unchanged()
        self._rows: Indices = np.empty(0, dtype=np.intp)
        self._jobs = np.full(scope.gpu_count, -1, dtype=np.int64)
        self._pids = np.zeros(scope.gpu_count)
        self._ids: npt.NDArray[np.object_] = np.full(scope.gpu_count, "", dtype=np.object_)
        self._tells = ~np.isnan(scope.knows_power()[scope.gpu_pool])

    def at(self, world: World, running: Running, readings: Readings, taken_at: float) -> Table:
        """The table of an instant."""
        columns = dict(self._unchanged.since(world.version, lambda: self._happened(world, running)))
        used = readings.memory_used_bytes[self._rows] - _DRIVER_BYTES
        columns["memory_bytes"] = Column(Kind.WHOLE, np.maximum(used, 0.0))
        columns["cpu_pct"] = Column(Kind.REAL, readings.utilization_pct[self._rows])
        columns["taken_at"] = Column(Kind.INSTANT, np.full(len(self._rows), taken_at))
        return table(PROCESSES, len(self._rows), columns)

    def _happened(self, world: World, running: Running) -> Columns:
        self._name_new(world)
        self._rows = np.flatnonzero((self._jobs >= 0) & self._tells & ~world.occupancy.dark(self._scope.gpus))
        rows, scope = self._rows, self._scope
        profiles = running.codes([_PROFILES.index(job.profile) for job in running.jobs])[rows]
        users = running.codes([_USERS.index(job.user) for job in running.jobs])
        return {
            **all_unknown(PROCESSES, len(rows)),
            "id": Column(Kind.TEXT, np.arange(len(rows), dtype=np.int32), tuple(self._ids[rows])),
            "source": scope.source_column(len(rows)),
            "node": Column(Kind.TEXT, scope.gpu_node[rows], scope.node_ids),
            "gpu": Column(Kind.TEXT, rows.astype(np.int32), scope.gpu_ids),
            "pid": Column(Kind.WHOLE, self._pids[rows]),
            "user": Column(Kind.TEXT, users[rows], _USERS),
            "name": Column(Kind.TEXT, profiles, _NAMES),
            "command": Column(Kind.TEXT, profiles.copy(), _COMMANDS),
            "kind": Column(Kind.TEXT, np.zeros(len(rows), dtype=np.int32), ("compute",)),
            "started_at": Column(Kind.INSTANT, running.numbers([job.started_at for job in running.jobs])[rows]),
        }

    def _name_new(self, world: World) -> None:
        """Number the processes of jobs that have come to their GPUs since the last time."""
        jobs = world.occupancy.gpu_job[self._scope.gpus]
        new = np.flatnonzero((jobs != self._jobs) & (jobs >= 0))
        self._jobs = jobs.copy()
        shares = uniform(_SALT_PID, jobs[new], new + self._scope.gpus.start)
        self._pids[new] = _FIRST_PID + np.floor(shares * _PIDS)
        for gpu, pid in zip(new.tolist(), self._pids[new].tolist(), strict=True):
            self._ids[gpu] = f"{self._scope.gpu_ids[gpu]}/{pid:.0f}"
