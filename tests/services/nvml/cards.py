"""What the fake driver tells of a GPU, of its slices and of the processes on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum, IntEnum
from typing import NamedTuple

MIB = 1024**2
GIB = 1024**3
EVERY_INSTANCE = 0xFFFFFFFF


class Code(Enum):
    """nvmlReturn_t. Not an int, lest a reading of 15 pass for GPU_IS_LOST."""

    SUCCESS = 0
    UNINITIALIZED = 1
    INVALID_ARGUMENT = 2
    NOT_SUPPORTED = 3
    NO_PERMISSION = 4
    NOT_FOUND = 6
    INSUFFICIENT_SIZE = 7
    INSUFFICIENT_POWER = 8
    DRIVER_NOT_LOADED = 9
    TIMEOUT = 10
    IRQ_ISSUE = 11
    LIBRARY_NOT_FOUND = 12
    FUNCTION_NOT_FOUND = 13
    CORRUPTED_INFOROM = 14
    GPU_IS_LOST = 15
    RESET_REQUIRED = 16
    OPERATING_SYSTEM = 17
    LIB_RM_VERSION_MISMATCH = 18
    IN_USE = 19
    MEMORY = 20
    NO_DATA = 21
    ARGUMENT_VERSION_MISMATCH = 25
    DEPRECATED = 26
    NOT_READY = 27
    GPU_NOT_FOUND = 28
    INVALID_STATE = 29
    UNKNOWN = 999


class Clocks(NamedTuple):
    """In MHz."""

    graphics: int | None
    sm: int | None
    memory: int | None
    video: int | None


class Thresholds(NamedTuple):
    """In degrees Celsius, in the order of nvmlTemperatureThresholds_t."""

    shutdown: int | None = None
    slowdown: int | None = None
    memory_max: int | None = None
    gpu_max: int | None = None
    acoustic_min: int | None = None
    acoustic_current: int | None = None
    acoustic_max: int | None = None
    gps_current: int | None = None


class EccErrors(NamedTuple):
    """Volatile counts begin anew with the driver, aggregate counts never."""

    corrected_volatile: int | None = 0
    corrected_aggregate: int | None = 0
    uncorrected_volatile: int | None = 0
    uncorrected_aggregate: int | None = 0


class RemappedRows(NamedTuple):
    corrected: int = 0
    uncorrected: int = 0
    pending: int = 0
    failed: int = 0


class Attributes(NamedTuple):
    """What a slice has of its GPU."""

    multiprocessors: int = 16
    copy_engines: int = 1
    decoders: int = 1
    encoders: int = 0
    jpeg_engines: int = 1
    optical_flow_engines: int = 0
    gpu_slices: int = 1
    compute_slices: int = 1
    memory_mb: int = 9856


class ValueType(IntEnum):
    """nvmlValueType_t."""

    DOUBLE = 0
    UNSIGNED_INT = 1
    UNSIGNED_LONG = 2
    UNSIGNED_LONG_LONG = 3
    SIGNED_LONG_LONG = 4
    SIGNED_INT = 5
    UNSIGNED_SHORT = 6


class FieldValue(NamedTuple):
    """An answer of nvmlDeviceGetFieldValues for one (field, scope)."""

    value: float
    type: ValueType = ValueType.UNSIGNED_INT


IDLE_CLOCKS = Clocks(345, 345, 2619, 765)
MAX_CLOCKS = Clocks(1980, 1980, 2619, 1545)
H100_THRESHOLDS = Thresholds(shutdown=92, slowdown=89, memory_max=105, gpu_max=87)
NO_ERRORS = EccErrors()
NO_ERRORS_IN_SLICE = EccErrors(None, None, 0, None)  # a slice tells this one count only
NO_ROWS = RemappedRows()
SMALLEST_SLICE = Attributes()


@dataclass(frozen=True, slots=True)
class Process:
    """A process on a GPU. `kinds` are letters of C(ompute), G(raphics) and M(PS)."""

    pid: int
    memory_bytes: int | None = 512 * MIB
    kinds: str = "C"
    name: str | None = None
    sm_percent: int = 0
    memory_percent: int = 0
    encoder_percent: int = 0
    decoder_percent: int = 0

    def line(self, gpu_instance: int = EVERY_INSTANCE, compute_instance: int = EVERY_INSTANCE) -> str:
        memory = -1 if self.memory_bytes is None else self.memory_bytes
        shares = (self.sm_percent, self.memory_percent, self.encoder_percent, self.decoder_percent)
        return ":".join(map(str, (self.pid, self.kinds, memory, gpu_instance, compute_instance, *shares)))


@dataclass(frozen=True, slots=True)
class Slice:
    """A MIG device: a compute instance in a GPU instance."""

    uuid: str
    gpu_instance: int
    profile: str = "1g.10gb"
    compute_instance: int = 0
    memory_total_bytes: int | None = 9856 * MIB
    memory_reserved_bytes: int | None = 0
    memory_used_bytes: int | None = 16 * MIB
    bar1_total_bytes: int | None = 16 * GIB
    bar1_used_bytes: int | None = 0
    compute_mode: int | None = 0
    attributes: Attributes | None = SMALLEST_SLICE
    ecc_errors: EccErrors | None = NO_ERRORS_IN_SLICE
    processes: tuple[Process, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Gpu:
    """What the driver tells of one GPU; None is what it cannot tell. The defaults are an idle H100."""

    uuid: str
    pci_bus_id: str
    minor_number: int | None = 0
    name: str | None = "NVIDIA H100 80GB HBM3"
    serial: str | None = "1650224000000"
    board_part_number: str | None = "692-2G520-0200-000"
    vbios_version: str | None = "96.00.89.00.01"
    inforom_version: str | None = "G520.0200.00.05"
    pci_device_id: int | None = 0x233010DE
    pci_subsystem_id: int | None = 0x16C110DE
    brand: int | None = 14
    architecture: int | None = 9
    compute_capability: tuple[int, int] | None = (9, 0)
    cores: int | None = 16896
    memory_bus_width: int | None = 5120

    gpu_percent: int | None = 0
    memory_percent: int | None = 0
    encoder_percent: int | None = 0
    decoder_percent: int | None = 0
    jpeg_percent: int | None = 0
    optical_flow_percent: int | None = 0
    sampling_period_us: int | None = 167_000
    performance_state: int | None = 0

    memory_total_bytes: int | None = 81559 * MIB
    memory_reserved_bytes: int | None = 500 * MIB
    memory_used_bytes: int | None = 0
    bar1_total_bytes: int | None = 128 * GIB
    bar1_used_bytes: int | None = 1 * MIB

    power_management_mode: int | None = 1
    power_usage_mw: int | None = 70_000
    average_power_mw: int | None = 70_100
    instant_power_mw: int | None = 69_900
    power_limit_mw: int | None = 700_000
    enforced_power_limit_mw: int | None = 700_000
    default_power_limit_mw: int | None = 700_000
    min_power_limit_mw: int | None = 200_000
    max_power_limit_mw: int | None = 700_000
    energy_mj: int | None = 1_000_000

    temperature_c: int | None = 30
    memory_temperature_c: int | None = 35
    thresholds_c: Thresholds | None = H100_THRESHOLDS
    fans: int | None = 0
    fan_speed_percent: int | None = None

    clocks_mhz: Clocks | None = IDLE_CLOCKS
    max_clocks_mhz: Clocks | None = MAX_CLOCKS
    event_reasons: int | None = 0x1
    supported_event_reasons: int | None = 0x1FF
    supported_events: int | None = 0x1F

    ecc_mode: int | None = 1
    ecc_mode_pending: int | None = 1
    ecc_errors: EccErrors | None = NO_ERRORS
    remapped_rows: RemappedRows | None = NO_ROWS
    row_remapper_histogram: tuple[int, int, int, int, int] | None = (2560, 0, 0, 0, 0)
    retired_pages: tuple[int, int] | None = None  # for many single-bit errors, for a double-bit error
    retired_pages_pending: int | None = None
    recovery_action: int | None = 0

    persistence_mode: int | None = 1
    compute_mode: int | None = 0
    display_mode: int | None = 1
    display_active: int | None = 0
    driver_model: int | None = None  # Windows only
    driver_model_pending: int | None = None

    pcie_generation: int | None = 5
    max_pcie_generation: int | None = 5
    pcie_width: int | None = 16
    max_pcie_width: int | None = 16
    pcie_throughput_kbps: tuple[int, int] | None = (0, 0)  # sent, received
    pcie_replays: int | None = 0
    nvlinks: int | None = 0
    nvlinks_active: tuple[int, ...] | None = None

    mig_mode: int | None = 0
    mig_mode_pending: int | None = 0
    max_slices: int | None = None
    slices: tuple[Slice | None, ...] = ()  # None is an index without a slice

    processes: tuple[Process, ...] | None = ()
    field_values: Mapping[tuple[int, int], FieldValue | Code] = field(default_factory=dict)  # by field id and scope

    def without(self, *names: str) -> Gpu:
        """This GPU, unable to tell these fields."""
        unknown = set(names) - {each.name for each in fields(self)}
        if unknown:
            raise ValueError(f"Gpu has no field {', '.join(sorted(unknown))}")
        return replace(self, **dict.fromkeys(names))  # type: ignore[arg-type]

    def sliced(self, *slices: Slice | None) -> Gpu:
        """This GPU with MIG on. The driver then tells less of the whole."""
        able = self.without(*LOST_WITH_MIG)
        ecc = self.ecc_errors and self.ecc_errors._replace(corrected_volatile=None, uncorrected_volatile=None)
        return replace(able, mig_mode=1, mig_mode_pending=1, max_slices=7, slices=slices, ecc_errors=ecc)


LOST_WITH_MIG = (
    "gpu_percent",
    "memory_percent",
    "encoder_percent",
    "decoder_percent",
    "jpeg_percent",
    "optical_flow_percent",
    "compute_mode",
    "cores",
    "remapped_rows",
    "row_remapper_histogram",
)
LOST_ON_GEFORCE = (
    "serial",
    "board_part_number",
    "memory_temperature_c",
    "ecc_mode",
    "ecc_mode_pending",
    "ecc_errors",
    "remapped_rows",
    "row_remapper_histogram",
    "recovery_action",
    "mig_mode",
    "mig_mode_pending",
    "nvlinks",
)


def h100(index: int) -> Gpu:
    """The GPU at this index of an eight-GPU server."""
    return Gpu(
        uuid=f"GPU-{index:08x}-0000-4000-8000-{index:012x}",
        pci_bus_id=f"00000000:{(0x18 + 0x11 * index) % 0x100:02X}:00.0",
        minor_number=index,
        serial=f"165022400{index:04}",
    )


def geforce(index: int) -> Gpu:
    """A desktop card, which counts less and has a fan."""
    able = replace(
        h100(index),
        name="NVIDIA GeForce RTX 4090",
        architecture=8,
        compute_capability=(8, 9),
        memory_total_bytes=24564 * MIB,
        bar1_total_bytes=32 * GIB,
        fans=2,
        fan_speed_percent=30,
    )
    return able.without(*LOST_ON_GEFORCE)
