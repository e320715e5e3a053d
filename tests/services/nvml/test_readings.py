"""Every reading comes back through the real binding as it was written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.services.nvml.cards import (
    GIB,
    MIB,
    Clocks,
    Code,
    EccErrors,
    Gpu,
    Process,
    RemappedRows,
    Thresholds,
    h100,
)
from tests.services.nvml.client import Client
from tests.services.nvml.driver import FakeDriver
from tests.services.nvml.state import State

GPU = replace(
    h100(0),
    uuid="GPU-1234",
    pci_bus_id="00000001:AF:00.0",
    minor_number=7,
    name="NVIDIA Test 1",
    serial="S1",
    board_part_number="B1",
    vbios_version="V1",
    inforom_version="I1",
    gpu_percent=91,
    memory_percent=42,
    encoder_percent=11,
    decoder_percent=12,
    jpeg_percent=13,
    optical_flow_percent=14,
    performance_state=2,
    memory_total_bytes=80 * GIB,
    memory_reserved_bytes=600 * MIB,
    memory_used_bytes=30 * GIB,
    bar1_total_bytes=128 * GIB,
    bar1_used_bytes=3 * GIB,
    power_usage_mw=512_345,
    average_power_mw=510_000,
    instant_power_mw=530_000,
    power_limit_mw=650_000,
    enforced_power_limit_mw=600_000,
    energy_mj=2**40 + 1,
    temperature_c=-5,
    memory_temperature_c=83,
    thresholds_c=Thresholds(shutdown=92, slowdown=89, memory_max=105, gpu_max=87, gps_current=None),
    fans=2,
    fan_speed_percent=55,
    clocks_mhz=Clocks(1900, 1905, 2619, 1500),
    max_clocks_mhz=Clocks(1980, 1981, 2620, None),
    event_reasons=0x44,
    supported_events=0x9F,
    ecc_mode_pending=0,
    ecc_errors=EccErrors(5, 2**33, 1, 9),
    remapped_rows=RemappedRows(3, 2, 1, 0),
    row_remapper_histogram=(600, 30, 8, 1, 1),
    retired_pages=(2, 1),
    retired_pages_pending=1,
    recovery_action=2,
    persistence_mode=0,
    compute_mode=3,
    display_active=1,
    pcie_generation=4,
    pcie_width=8,
    pcie_throughput_kbps=(1_000_000, 2_000_000),
    pcie_replays=17,
    nvlinks=18,
    nvlinks_active=(1, 0),
    processes=(
        Process(100, 5 * GIB, "C", "python3 train.py", sm_percent=80, memory_percent=30),
        Process(101, None, "G", "Xorg"),
        Process(102, 1 * GIB, "CM", encoder_percent=4, decoder_percent=5),
    ),
)

READINGS: dict[str, object] = {
    "nvmlSystemGetDriverVersion()": "580.95.05",
    "nvmlSystemGetNVMLVersion()": "13.580.95.05",
    "nvmlSystemGetCudaDriverVersion()": 13000,
    "nvmlSystemGetCudaDriverVersion_v2()": 13000,
    "nvmlDeviceGetIndex(held[0])": 0,
    "nvmlDeviceGetMinorNumber(held[0])": 7,
    "nvmlDeviceGetName(held[0])": "NVIDIA Test 1",
    "nvmlDeviceGetUUID(held[0])": "GPU-1234",
    "nvmlDeviceGetSerial(held[0])": "S1",
    "nvmlDeviceGetBoardPartNumber(held[0])": "B1",
    "nvmlDeviceGetVbiosVersion(held[0])": "V1",
    "nvmlDeviceGetInforomImageVersion(held[0])": "I1",
    "nvmlDeviceGetBrand(held[0])": 14,
    "nvmlDeviceGetArchitecture(held[0])": 9,
    "nvmlDeviceGetCudaComputeCapability(held[0])": [9, 0],
    "nvmlDeviceGetNumGpuCores(held[0])": 16896,
    "nvmlDeviceGetMemoryBusWidth(held[0])": 5120,
    "nvmlDeviceGetPciInfo(held[0])": {
        "busIdLegacy": "0001:AF:00.0",
        "domain": 1,
        "bus": 0xAF,
        "device": 0,
        "pciDeviceId": 0x233010DE,
        "pciSubSystemId": 0x16C110DE,
        "busId": "00000001:AF:00.0",
    },
    "nvmlDeviceGetUtilizationRates(held[0])": {"gpu": 91, "memory": 42},
    "nvmlDeviceGetEncoderUtilization(held[0])": [11, 167000],
    "nvmlDeviceGetDecoderUtilization(held[0])": [12, 167000],
    "nvmlDeviceGetJpgUtilization(held[0])": [13, 167000],
    "nvmlDeviceGetOfaUtilization(held[0])": [14, 167000],
    "nvmlDeviceGetPerformanceState(held[0])": 2,
    "nvmlDeviceGetPowerState(held[0])": 2,
    "nvmlDeviceGetMemoryInfo(held[0])": {
        "total": 80 * GIB,
        "free": 50 * GIB - 600 * MIB,
        "used": 30 * GIB + 600 * MIB,
    },
    "nvmlDeviceGetMemoryInfo(held[0], version=nvmlMemory_v2)": {
        "version": 0x02000028,
        "total": 80 * GIB,
        "reserved": 600 * MIB,
        "free": 50 * GIB - 600 * MIB,
        "used": 30 * GIB,
    },
    "nvmlDeviceGetBAR1MemoryInfo(held[0])": {"bar1Total": 128 * GIB, "bar1Free": 125 * GIB, "bar1Used": 3 * GIB},
    "nvmlDeviceGetPowerManagementMode(held[0])": 1,
    "nvmlDeviceGetPowerUsage(held[0])": 512_345,
    "nvmlDeviceGetPowerManagementLimit(held[0])": 650_000,
    "nvmlDeviceGetEnforcedPowerLimit(held[0])": 600_000,
    "nvmlDeviceGetPowerManagementDefaultLimit(held[0])": 700_000,
    "nvmlDeviceGetPowerManagementLimitConstraints(held[0])": [200_000, 700_000],
    "nvmlDeviceGetTotalEnergyConsumption(held[0])": 2**40 + 1,
    "nvmlDeviceGetTemperatureV(held[0], NVML_TEMPERATURE_GPU)": -5,
    "nvmlDeviceGetTemperature(held[0], NVML_TEMPERATURE_GPU)": 2**32 - 5,
    **{
        f"nvmlDeviceGetTemperatureThreshold(held[0], {kind})": celsius
        for kind, celsius in enumerate([92, 89, 105, 87, *[Code.NOT_SUPPORTED] * 4, Code.INVALID_ARGUMENT])
    },
    "nvmlDeviceGetFanSpeed(held[0])": 55,
    "nvmlDeviceGetNumFans(held[0])": 2,
    "nvmlDeviceGetFanSpeed_v2(held[0], 1)": 55,
    "nvmlDeviceGetClockInfo(held[0], NVML_CLOCK_GRAPHICS)": 1900,
    "nvmlDeviceGetClockInfo(held[0], NVML_CLOCK_SM)": 1905,
    "nvmlDeviceGetClockInfo(held[0], NVML_CLOCK_MEM)": 2619,
    "nvmlDeviceGetClockInfo(held[0], NVML_CLOCK_VIDEO)": 1500,
    "nvmlDeviceGetMaxClockInfo(held[0], NVML_CLOCK_SM)": 1981,
    "nvmlDeviceGetMaxClockInfo(held[0], NVML_CLOCK_VIDEO)": Code.NOT_SUPPORTED,
    "nvmlDeviceGetCurrentClocksEventReasons(held[0])": 0x44,
    "nvmlDeviceGetCurrentClocksThrottleReasons(held[0])": 0x44,
    "nvmlDeviceGetSupportedClocksEventReasons(held[0])": 0x1FF,
    "nvmlDeviceGetSupportedClocksThrottleReasons(held[0])": 0x1FF,
    "nvmlDeviceGetSupportedEventTypes(held[0])": 0x9F,
    "nvmlDeviceGetEccMode(held[0])": [1, 0],
    "nvmlDeviceGetTotalEccErrors(held[0], NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_VOLATILE_ECC)": 5,
    "nvmlDeviceGetTotalEccErrors(held[0], NVML_MEMORY_ERROR_TYPE_CORRECTED, NVML_AGGREGATE_ECC)": 2**33,
    "nvmlDeviceGetTotalEccErrors(held[0], NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_VOLATILE_ECC)": 1,
    "nvmlDeviceGetTotalEccErrors(held[0], NVML_MEMORY_ERROR_TYPE_UNCORRECTED, NVML_AGGREGATE_ECC)": 9,
    "nvmlDeviceGetTotalEccErrors(held[0], 2, 0)": Code.INVALID_ARGUMENT,
    "nvmlDeviceGetRemappedRows(held[0])": [3, 2, 1, 0],
    "nvmlDeviceGetRowRemapperHistogram(held[0])": {"max": 600, "high": 30, "partial": 8, "low": 1, "none": 1},
    "len(nvmlDeviceGetRetiredPages(held[0], 0))": 2,
    "len(nvmlDeviceGetRetiredPages_v2(held[0], 1))": 1,
    "nvmlDeviceGetRetiredPagesPendingStatus(held[0])": 1,
    "nvmlDeviceGetPersistenceMode(held[0])": 0,
    "nvmlDeviceGetComputeMode(held[0])": 3,
    "nvmlDeviceGetDisplayActive(held[0])": 1,
    "nvmlDeviceGetDisplayMode(held[0])": 1,
    "nvmlDeviceGetDriverModel(held[0])": Code.NOT_SUPPORTED,
    "nvmlDeviceGetCurrPcieLinkGeneration(held[0])": 4,
    "nvmlDeviceGetMaxPcieLinkGeneration(held[0])": 5,
    "nvmlDeviceGetGpuMaxPcieLinkGeneration(held[0])": 5,
    "nvmlDeviceGetCurrPcieLinkWidth(held[0])": 8,
    "nvmlDeviceGetMaxPcieLinkWidth(held[0])": 16,
    "nvmlDeviceGetPcieThroughput(held[0], NVML_PCIE_UTIL_TX_BYTES)": 1_000_000,
    "nvmlDeviceGetPcieThroughput(held[0], NVML_PCIE_UTIL_RX_BYTES)": 2_000_000,
    "nvmlDeviceGetPcieReplayCounter(held[0])": 17,
    "nvmlDeviceGetNvLinkState(held[0], 1)": 0,
    "nvmlDeviceGetNvLinkState(held[0], 2)": Code.NOT_SUPPORTED,
    "nvmlDeviceGetMigMode(held[0])": [0, 0],
    "[each.pid for each in nvmlDeviceGetComputeRunningProcesses(held[0])]": [100, 102],
    "nvmlDeviceGetGraphicsRunningProcesses(held[0])": [
        {"pid": 101, "usedGpuMemory": None, "gpuInstanceId": 2**32 - 1, "computeInstanceId": 2**32 - 1}
    ],
    "[each.usedGpuMemory for each in nvmlDeviceGetMPSComputeRunningProcesses(held[0])]": [1 * GIB],
    "[(each.pid, each.smUtil, each.memUtil) for each in nvmlDeviceGetProcessUtilization(held[0], 0)]": [
        [100, 80, 30],
        [102, 0, 0],
    ],
    "[(each.encUtil, each.decUtil) for each in nvmlDeviceGetProcessUtilization(held[0], 0)]": [[0, 0], [4, 5]],
    "nvmlSystemGetProcessName(100)": "python3 train.py",
    "nvmlSystemGetProcessName(102)": Code.NOT_FOUND,
    "nvmlErrorString(15)": "GPU is lost",
}

FIELDS = {
    3: ("ullVal", 5),
    4: ("ullVal", 1),
    5: ("ullVal", 2**33),
    6: ("ullVal", 9),
    29: ("uiVal", 2),
    82: ("uiVal", 83),
    83: ("ullVal", 2**40 + 1),
    91: ("uiVal", 18),
    94: ("uiVal", 17),
    142: ("uiVal", 3),
    144: ("uiVal", 1),
    185: ("uiVal", 510_000),
    186: ("uiVal", 530_000),
    187: ("uiVal", 200_000),
    190: ("uiVal", 600_000),
    192: ("uiVal", 650_000),
    230: ("uiVal", 2),
}


def asked(folder: Path, gpu: Gpu, questions: list[str]) -> list[object]:
    driver = FakeDriver.compile(folder)
    driver.write(State(gpus=(gpu,)))
    with Client(driver) as client:
        client.ask("nvmlInit() or hold(0)")
        return [client.ask(question) for question in questions]


def test_every_reading_comes_back(tmp_path: Path) -> None:
    assert dict(zip(READINGS, asked(tmp_path, GPU, list(READINGS)), strict=True)) == READINGS


def test_every_field_comes_back(tmp_path: Path) -> None:
    questions = [f"nvmlDeviceGetFieldValues(held[0], [{field}])[0].value.{name}" for field, (name, _) in FIELDS.items()]
    assert dict(zip(FIELDS, asked(tmp_path, GPU, questions), strict=True)) == {
        field: value for field, (_, value) in FIELDS.items()
    }


def test_an_idle_gpu_has_no_processes(tmp_path: Path) -> None:
    questions = ["nvmlDeviceGetComputeRunningProcesses(held[0])", "nvmlDeviceGetProcessUtilization(held[0], 0)"]
    assert asked(tmp_path, h100(0), questions) == [[], Code.NOT_FOUND]
    assert asked(tmp_path, replace(h100(0), processes=None), questions) == [Code.NOT_SUPPORTED] * 2
