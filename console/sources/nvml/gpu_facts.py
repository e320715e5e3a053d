"""What seldom changes about a GPU."""

from __future__ import annotations

import pynvml

from console.sources.nvml.counters import Counters
from console.sources.nvml.wire import Facts


def read_facts(counters: Counters) -> Facts:
    """Name, limits and thresholds of one GPU."""
    limits = counters.pair("nvmlDeviceGetPowerManagementLimitConstraints")
    ecc = counters.pair("nvmlDeviceGetEccMode")
    persistence = counters.number("nvmlDeviceGetPersistenceMode")
    return Facts(
        uuid=counters.text("nvmlDeviceGetUUID"),
        name=counters.text("nvmlDeviceGetName"),
        pci_bus_id=_bus_id(counters),
        power_default_w=counters.thousandths("nvmlDeviceGetPowerManagementDefaultLimit"),
        power_min_w=limits[0] / 1000 if limits else None,
        power_max_w=limits[1] / 1000 if limits else None,
        temperature_slowdown_c=_threshold(counters, pynvml.NVML_TEMPERATURE_THRESHOLD_SLOWDOWN),
        temperature_shutdown_c=_threshold(counters, pynvml.NVML_TEMPERATURE_THRESHOLD_SHUTDOWN),
        sm_clock_max_mhz=counters.number("nvmlDeviceGetMaxClockInfo", pynvml.NVML_CLOCK_SM),
        ecc_on=bool(ecc[0]) if ecc else None,
        persistence_on=None if persistence is None else bool(persistence),
    )


def _threshold(counters: Counters, which: int) -> float | None:
    return counters.number("nvmlDeviceGetTemperatureThreshold", which)


def _bus_id(counters: Counters) -> str | None:
    info = counters.ask("nvmlDeviceGetPciInfo_v3")
    return None if info is None else str(info.busId)
