"""What a GPU does now."""

from __future__ import annotations

import time
from typing import Final

import pynvml

from console.sources.nvml.counters import Counters
from console.sources.nvml.event_reasons import reason_names
from console.sources.nvml.gpu_memory import read_memory, without_unified
from console.sources.nvml.processes import read_processes
from console.sources.nvml.wire import Slice, Values

_COMPUTE_MODES: Final = {0: "default", 1: "exclusive thread", 2: "prohibited", 3: "exclusive process"}
_SLOWEST_STATE: Final = 15  # 32 is unknown
_VOLATILE: Final = pynvml.NVML_VOLATILE_ECC  # since the driver was loaded


def read_values(counters: Counters, slices: tuple[Slice, ...] | None) -> Values:
    """All readings of one GPU; with MIG on its processes are those of its slices."""
    busy = counters.ask("nvmlDeviceGetUtilizationRates")
    processes = read_processes(counters) if slices is None else _of_slices(slices)
    return Values(
        taken_at=time.time(),
        utilization_pct=_percent(busy and busy.gpu),
        memory_utilization_pct=_percent(busy and busy.memory),
        memory=without_unified(read_memory(counters), processes),
        power_w=counters.thousandths("nvmlDeviceGetPowerUsage"),
        power_cap_w=_power_cap_w(counters),
        energy_j=counters.thousandths("nvmlDeviceGetTotalEnergyConsumption"),
        temperature_c=_temperature_c(counters),
        temperature_memory_c=_field(counters, pynvml.NVML_FI_DEV_MEMORY_TEMP),
        sm_clock_mhz=counters.number("nvmlDeviceGetClockInfo", pynvml.NVML_CLOCK_SM),
        mem_clock_mhz=counters.number("nvmlDeviceGetClockInfo", pynvml.NVML_CLOCK_MEM),
        throttle_reasons=reason_names(_event_reasons(counters)),
        ecc_corrected=_ecc(counters, pynvml.NVML_MEMORY_ERROR_TYPE_CORRECTED),
        ecc_uncorrected=_ecc(counters, pynvml.NVML_MEMORY_ERROR_TYPE_UNCORRECTED),
        fan_pct=_fan_pct(counters),
        compute_mode=_COMPUTE_MODES.get(_or_minus_one(counters.number("nvmlDeviceGetComputeMode"))),
        performance_state=_performance_state(counters),
        processes=processes,
        slices=slices,
    )


def _of_slices(slices: tuple[Slice, ...]) -> tuple[()] | None:
    """Nothing runs beside the slices, if theirs are known."""
    return None if any(each.processes is None for each in slices) else ()


def _percent(value: object) -> float | None:
    """Some integrated GPUs answer with garbage instead of an error."""
    return float(value) if isinstance(value, int) and 0 <= value <= 100 else None


def _power_cap_w(counters: Counters) -> float | None:
    """The limit in force after all limiters, or else the one that was set."""
    enforced = counters.thousandths("nvmlDeviceGetEnforcedPowerLimit")
    return enforced if enforced is not None else counters.thousandths("nvmlDeviceGetPowerManagementLimit")


def _temperature_c(counters: Counters) -> float | None:
    """The older call goes away with CUDA 14, the newer is missing before driver 560."""
    newer = counters.number("nvmlDeviceGetTemperatureV", pynvml.NVML_TEMPERATURE_GPU)
    return newer if newer is not None else counters.number("nvmlDeviceGetTemperature", pynvml.NVML_TEMPERATURE_GPU)


def _event_reasons(counters: Counters) -> int | None:
    newer = counters.number("nvmlDeviceGetCurrentClocksEventReasons")
    return newer if newer is not None else counters.number("nvmlDeviceGetCurrentClocksThrottleReasons")


def _ecc(counters: Counters, kind: int) -> int | None:
    return counters.number("nvmlDeviceGetTotalEccErrors", kind, _VOLATILE)


def _fan_pct(counters: Counters) -> float | None:
    """Percent of full speed; NVIDIA says that it may pass 100."""
    speed = counters.number("nvmlDeviceGetFanSpeed")
    return None if speed is None else float(min(speed, 100))


def _performance_state(counters: Counters) -> str | None:
    state = _or_minus_one(counters.number("nvmlDeviceGetPerformanceState"))
    return f"P{state}" if 0 <= state <= _SLOWEST_STATE else None


def _or_minus_one(value: int | None) -> int:
    return -1 if value is None else value


def _field(counters: Counters, field: int) -> float | None:
    """One unsigned field. A second is asked for since some drivers write one entry past the end (nvitop)."""
    answer = counters.ask("nvmlDeviceGetFieldValues", [field, pynvml.NVML_FI_DEV_ECC_CURRENT])
    if answer is None or answer[0].nvmlReturn != pynvml.NVML_SUCCESS:
        return None
    return float(answer[0].value.uiVal)
