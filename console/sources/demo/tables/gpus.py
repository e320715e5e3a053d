"""The table of GPUs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from console.model.column import Codes, Column, Indices, Kind, constant, text_lists
from console.model.identity import join
from console.model.state import GpuState
from console.model.table import Table, table
from console.model.tables import GPUS
from console.sources.demo.chance import hashes
from console.sources.demo.faults import Fault, FaultKind
from console.sources.demo.profiles import TEAMS
from console.sources.demo.scope import Scope
from console.sources.demo.tables.running import Running
from console.sources.demo.tables.unchanged import Columns, Unchanged, all_unknown
from console.sources.demo.telemetry import Readings
from console.sources.demo.world import World

_POWER_CAP, _THERMAL = "SW power cap", "HW thermal slowdown"
_THROTTLED: Final = text_lists([(), (_POWER_CAP,), (_THERMAL,), (_POWER_CAP, _THERMAL)])
_STATES: Final = tuple(state.value for state in GpuState)
_SALT_UUID = 61


class GpuTable:
    """Makes the table of a scope's GPUs at each poll."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._static = _static(scope)
        self._happenings, self._levels = Unchanged(), Unchanged()
        self._power_known = scope.knows_power()[scope.gpu_pool]

    def at(self, world: World, running: Running, readings: Readings, taken_at: float) -> Table:
        """The table of an instant."""
        happened = self._happenings.since(world.version, lambda: self._happened(world, running))
        slow = self._levels.kept(self._slow(readings))
        columns = {**self._static, **happened, **slow, **self._flowing(readings)}
        columns["taken_at"] = Column(Kind.INSTANT, np.full(self._scope.gpu_count, taken_at))
        return table(GPUS, self._scope.gpu_count, columns)

    def _happened(self, world: World, running: Running) -> Columns:
        """What changes only when a job, a fault or a reservation begins or ends."""
        gpus, scope = self._scope.gpus, self._scope
        stands = world.occupancy.stands(gpus)
        faults = [fault for fault in world.upkeep.faults if gpus.start <= fault.gpu < gpus.stop]
        job_ids = tuple(join(scope.source, "job", job.serial) for job in running.jobs)
        reserved = world.occupancy.reserved(gpus)
        return {
            "state": Column(Kind.TEXT, stands, _STATES),
            "state_detail": self._details(world, faults, stands),
            "owner": Column(Kind.TEXT, self._owners(world, running), TEAMS),
            "job": Column(Kind.TEXT, running.codes(range(len(job_ids))), job_ids),
            "reserved": Column(Kind.FLAG, reserved.astype(np.float64)),
            "ecc_uncorrected": Column(Kind.WHOLE, self._ecc_uncorrected(world, faults)),
        }

    def _slow(self, readings: Readings) -> Columns:
        """What is often the same as a poll before."""
        known = self._power_known
        return {
            "memory_used_bytes": Column(Kind.WHOLE, readings.memory_used_bytes),
            "throttle_reasons": Column(Kind.TEXTS, self._throttled(readings), _THROTTLED.words),
            "ecc_corrected": Column(Kind.WHOLE, readings.ecc_corrected + known),
            "fan_pct": Column(Kind.REAL, readings.fan_pct + known),
        }

    def _flowing(self, readings: Readings) -> Columns:
        known = self._power_known
        return {
            "utilization_pct": Column(Kind.REAL, readings.utilization_pct),
            "memory_utilization_pct": Column(Kind.REAL, readings.memory_utilization_pct),
            "power_w": Column(Kind.REAL, readings.power_w + known),
            "energy_j": Column(Kind.REAL, readings.energy_j + known),
            "temperature_c": Column(Kind.REAL, readings.temperature_c + known),
            "temperature_memory_c": Column(Kind.REAL, readings.temperature_memory_c + known),
            "sm_clock_mhz": Column(Kind.REAL, readings.sm_clock_mhz + known),
        }

    def _throttled(self, readings: Readings) -> Codes:
        told = readings.told & ~np.isnan(self._power_known)
        return np.where(told, readings.throttled, np.int32(-1))

    def _details(self, world: World, faults: Iterable[Fault], stands: Codes) -> Column:
        words: dict[str, int] = {}
        codes = np.full(self._scope.gpu_count, -1, dtype=np.int32)
        down = stands == _STATES.index(GpuState.DOWN)
        for booking in world.upkeep.bookings:
            if booking.is_maintenance and booking.pool in {pool.number for pool in self._scope.pools}:
                on_nodes = np.isin(self._scope.gpu_node, booking.nodes - self._scope.nodes.start)
                codes[on_nodes] = words.setdefault(f"maintenance {booking.name}", len(words))
        for fault in faults:
            hit = self._hit(fault)
            codes[hit[down[hit]]] = words.setdefault(fault.text, len(words))
        return Column(Kind.TEXT, codes, tuple(words))

    def _hit(self, fault: Fault) -> Indices:
        if fault.words.kind is FaultKind.GPU:
            return np.array([fault.gpu - self._scope.gpus.start])
        first = int(self._scope.layout.node_first[fault.node]) - self._scope.gpus.start
        return np.arange(first, first + int(self._scope.layout.node_sizes[fault.node]))

    def _owners(self, world: World, running: Running) -> Codes:
        owners = running.codes([TEAMS.index(job.account) for job in running.jobs])
        for booking in world.upkeep.bookings:
            if booking.pool in {pool.number for pool in self._scope.pools}:
                mine = np.isin(self._scope.gpu_node, booking.nodes - self._scope.nodes.start)
                owners[mine & (owners < 0)] = TEAMS.index(booking.plan.owner)
        return owners

    def _ecc_uncorrected(self, world: World, faults: Iterable[Fault]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        counts = np.where(world.occupancy.node_faults[self._scope.gpu_node + self._scope.nodes.start] > 0, np.nan, 0.0)
        for fault in faults:
            counts[fault.gpu - self._scope.gpus.start] += fault.words.ecc_uncorrected
        return np.asarray(counts + self._power_known)


def _static(scope: Scope) -> Columns:
    rows = scope.gpu_count
    models = tuple(dict.fromkeys(pool.plan.accelerator.model for pool in scope.pools))
    model_codes = np.array([models.index(pool.plan.accelerator.model) for pool in scope.pools], dtype=np.int32)
    known = scope.knows_power()[scope.gpu_pool]
    caps = scope.layout.per_gpu("cap_w")[scope.gpus] + known
    return {
        **all_unknown(GPUS, rows),
        "id": Column(Kind.TEXT, np.arange(rows, dtype=np.int32), scope.gpu_ids),
        "source": scope.source_column(rows),
        "node": Column(Kind.TEXT, scope.gpu_node, scope.node_ids),
        "pool": Column(Kind.TEXT, scope.gpu_pool, scope.pool_ids),
        "index": Column(Kind.WHOLE, scope.layout.gpu_index[scope.gpus].astype(np.float64)),
        "uuid": Column(Kind.TEXT, np.arange(rows, dtype=np.int32), _uuids(scope)),
        "model": Column(Kind.TEXT, model_codes[scope.gpu_pool], models),
        "memory_total_bytes": scope.per_gpu("memory_bytes", Kind.WHOLE),
        "power_cap_w": Column(Kind.REAL, caps),
        "power_default_w": Column(Kind.REAL, caps.copy()),
        "power_min_w": Column(Kind.REAL, scope.layout.per_gpu("cap_min_w")[scope.gpus] + known),
        "power_max_w": Column(Kind.REAL, caps.copy()),
        "site": scope.sites_of(scope.gpu_pool),
        "temperature_slowdown_c": scope.per_gpu("slowdown_c"),
        "temperature_shutdown_c": scope.per_gpu("shutdown_c"),
        "mem_clock_mhz": Column(Kind.REAL, scope.layout.per_gpu("mem_clock_mhz")[scope.gpus] + known),
        "sm_clock_max_mhz": scope.per_gpu("sm_clock_max_mhz"),
        "compute_mode": constant("default", rows),
    }


def _uuids(scope: Scope) -> tuple[str, ...]:
    numbers = np.arange(scope.gpus.start, scope.gpus.stop)
    pairs = zip(
        hashes(_SALT_UUID, scope.layout.seed, numbers).tolist(),
        hashes(_SALT_UUID + 1, scope.layout.seed, numbers).tolist(),
        strict=True,
    )
    digits = (f"{first:016x}{second:016x}" for first, second in pairs)
    return tuple(f"GPU-{d[:8]}-{d[8:12]}-{d[12:16]}-{d[16:20]}-{d[20:]}" for d in digits)
