"""One sentence for each thing that could not be read."""

from __future__ import annotations

from typing import Final

from console.sources.nvml.states import fault_text
from console.sources.nvml.wire import Told

# What an operator calls what a function tells.
_WORDS: Final = {
    "nvmlDeviceGetComputeRunningProcesses_v2": "processes",
    "nvmlDeviceGetComputeRunningProcesses_v3": "processes",
    "nvmlDeviceGetGraphicsRunningProcesses_v2": "processes",
    "nvmlDeviceGetGraphicsRunningProcesses_v3": "processes",
    "nvmlDeviceGetMPSComputeRunningProcesses_v2": "processes",
    "nvmlDeviceGetMPSComputeRunningProcesses_v3": "processes",
    "nvmlDeviceGetMemoryInfo": "memory",
    "nvmlDeviceGetPowerUsage": "power",
    "nvmlDeviceGetEnforcedPowerLimit": "power limits",
    "nvmlDeviceGetPowerManagementLimit": "power limits",
    "nvmlDeviceGetPowerManagementLimitConstraints": "power limits",
    "nvmlDeviceGetTotalEccErrors": "ECC errors",
    "nvmlDeviceGetUtilizationRates": "utilisation",
    "nvmlDeviceGetTemperature": "temperature",
    "nvmlDeviceGetTemperatureV": "temperature",
}


def partial_sentences(told: Told) -> tuple[str, ...]:
    """What is wrong with single GPUs, then what this user may not read and of which GPUs."""
    faults = [f"GPU {gpu.index}: {fault_text(gpu.fault)}" for gpu in told.gpus if gpu.fault]
    denied: dict[str, list[int]] = {}
    for gpu in told.gpus:
        if gpu.fault is None and gpu.reading is not None and gpu.reading.denied:
            denied.setdefault(_words(gpu.reading.denied), []).append(gpu.index)
    return (*faults, *(_denied_sentence(words, indices) for words, indices in denied.items()))


def _words(functions: tuple[str, ...]) -> str:
    return ", ".join(sorted({_WORDS.get(each, each.removeprefix("nvmlDeviceGet")) for each in functions}))


def _denied_sentence(words: str, indices: list[int]) -> str:
    gpus = ", ".join(map(str, indices))
    return f"no permission to read {words} of GPU {gpus}: run as a user who may, or leave it unknown"
