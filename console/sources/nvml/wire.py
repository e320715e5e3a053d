"""What crosses the pipe between the source and its helper, as msgpack.

A field that is a column of the fleet has the column's name, and so its unit. None is unknown.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec


class Ask(msgspec.Struct, frozen=True):
    """Read every GPU; answer after `deadline_s` seconds at the latest."""

    number: int
    deadline_s: float


class Facts(msgspec.Struct, frozen=True):
    """What seldom changes about a GPU. `name` is NVIDIA's, `uuid` begins with GPU-."""

    uuid: str | None
    name: str | None
    pci_bus_id: str | None
    power_default_w: float | None
    power_min_w: float | None
    power_max_w: float | None
    temperature_slowdown_c: float | None
    temperature_shutdown_c: float | None
    sm_clock_max_mhz: int | None
    ecc_on: bool | None
    persistence_on: bool | None


class Process(msgspec.Struct, frozen=True):
    """A process on a GPU, as the driver lists it. `kind` is compute or graphics."""

    pid: int
    kind: str
    memory_bytes: int | None


class Memory(msgspec.Struct, frozen=True):
    """Bytes of a GPU or a slice; `reserved` is what the driver keeps and is not part of `used`."""

    memory_used_bytes: int | None = None
    memory_total_bytes: int | None = None
    memory_reserved_bytes: int | None = None


class Slice(msgspec.Struct, frozen=True):
    """A MIG device; `processes` is None where they cannot be read."""

    uuid: str | None
    mig_profile: str | None
    memory: Memory
    processes: tuple[Process, ...] | None


class Values(msgspec.Struct, frozen=True):
    """What a GPU told at one instant; `slices` is None unless MIG is on."""

    taken_at: float
    utilization_pct: float | None
    memory_utilization_pct: float | None
    memory: Memory
    power_w: float | None
    power_cap_w: float | None
    energy_j: float | None
    temperature_c: float | None
    temperature_memory_c: float | None
    sm_clock_mhz: int | None
    mem_clock_mhz: int | None
    throttle_reasons: tuple[str, ...] | None
    ecc_corrected: int | None
    ecc_uncorrected: int | None
    fan_pct: float | None
    compute_mode: str | None
    performance_state: str | None
    processes: tuple[Process, ...] | None
    slices: tuple[Slice, ...] | None


class Reading(msgspec.Struct, frozen=True):
    """One complete look at a GPU; `denied` names what may not be read."""

    facts: Facts
    values: Values
    denied: tuple[str, ...] = ()


FaultKind: TypeAlias = Literal["down", "hung", "unread"]


class Fault(msgspec.Struct, frozen=True):
    """Why a GPU tells nothing now.

    Args:
        kind: "down" if it cannot work, "hung" if its thread is still inside the driver, "unread" if it may well
            work but cannot be read.
        text: what is wrong, for people.
        since: when the hung call began or the fault was first seen, seconds since the epoch.
    """

    kind: FaultKind
    text: str
    since: float


class GpuTold(msgspec.Struct, frozen=True):
    """A GPU's newest complete reading, perhaps an old one, and what keeps it from a newer."""

    index: int
    reading: Reading | None
    fault: Fault | None = None


class Owner(msgspec.Struct, frozen=True):
    """Whose a process is, as far as this user may know."""

    user: str | None = None
    name: str | None = None
    command: str | None = None
    started_at: float | None = None


class Trouble(msgspec.Struct, frozen=True):
    """Why no GPU can be read: an NVML error code, or None for a driver that does not answer since `since`."""

    code: int | None
    text: str
    since: float


class Told(msgspec.Struct, frozen=True):
    """The answer to an Ask. A pid that is neither owned nor vanished belongs to somebody unknown."""

    number: int
    taken_at: float
    driver: str = ""
    gpus: tuple[GpuTold, ...] = ()
    owners: dict[int, Owner] = {}
    vanished: tuple[int, ...] = ()
    trouble: Trouble | None = None


encode: Final = msgspec.msgpack.Encoder().encode
decode_ask: Final = msgspec.msgpack.Decoder(Ask).decode
decode_told: Final = msgspec.msgpack.Decoder(Told).decode
