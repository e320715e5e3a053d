"""The fake driver as clients see it: what works, what fails, and what changes under them."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.nvml.cards import MIB, Code, FieldValue, Gpu, Process, Slice, ValueType, geforce, h100
from tests.services.nvml.client import Client
from tests.services.nvml.driver import Call, CompilerError, FakeDriver
from tests.services.nvml.state import Event, State

EIGHT = range(8)


@pytest.fixture
def driver(tmp_path: Path) -> FakeDriver:
    """Eight GPUs that draw 100 W, 101 W and so on."""
    driver = FakeDriver.compile(tmp_path)
    driver.write(State(gpus=tuple(replace(h100(i), power_usage_mw=power(i)) for i in EIGHT)))
    return driver


@pytest.fixture
def client(driver: FakeDriver) -> Iterator[Client]:
    """A client that initialised and holds all eight handles."""
    with Client(driver) as client:
        client.ask("nvmlInit()")
        client.ask("hold(*range(8))")
        yield client


def power(index: int) -> int:
    return 100_000 + 1000 * index


def powers(client: Client) -> list[object]:
    return [client.ask(f"nvmlDeviceGetPowerUsage(held[{index}])") for index in EIGHT]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "never happened"
        time.sleep(0.002)


def test_eight_gpus_are_told_apart(client: Client) -> None:
    assert client.ask("nvmlDeviceGetCount()") == 8
    assert powers(client) == [power(index) for index in EIGHT]
    for index in EIGHT:
        assert client.ask(f"nvmlDeviceGetIndex(held[{index}])") == index
        assert client.ask(f"nvmlDeviceGetUUID(held[{index}])") == h100(index).uuid


def test_a_gpu_is_found_by_its_ids(client: Client) -> None:
    gpu = h100(3)
    assert client.ask(f"same(nvmlDeviceGetHandleByUUID({gpu.uuid!r}), held[3])")
    assert client.ask(f"same(nvmlDeviceGetHandleByPciBusId({gpu.pci_bus_id[4:]!r}), held[3])")
    assert client.ask(f"same(nvmlDeviceGetHandleBySerial({gpu.serial!r}), held[3])")
    assert client.ask("nvmlDeviceGetHandleByUUID('GPU-nobody')") == Code.NOT_FOUND


def test_wrong_arguments_are_refused(client: Client) -> None:
    assert client.ask("nvmlDeviceGetHandleByIndex(8)") == Code.INVALID_ARGUMENT
    assert client.ask("nvmlDeviceGetName(c_nvmlDevice_t())") == Code.INVALID_ARGUMENT
    assert client.ask("nvmlDeviceGetClockInfo(held[0], 4)") == Code.INVALID_ARGUMENT
    assert client.ask("nvmlDeviceGetMemoryInfo(held[0], version=0x02000027)") == Code.ARGUMENT_VERSION_MISMATCH


def test_nothing_is_told_outside_of_init_and_shutdown(driver: FakeDriver) -> None:
    with Client(driver) as client:
        client.ask("nvmlInit() or nvmlInit() or hold(0)")
        assert client.ask("nvmlShutdown()") is None
        assert client.ask("nvmlDeviceGetCount()") == 8, "one nvmlInit is still open"
        assert client.ask("nvmlShutdown()") is None
        assert client.ask("nvmlDeviceGetCount()") == Code.UNINITIALIZED
        assert client.ask("nvmlDeviceGetName(held[0])") == Code.UNINITIALIZED
        assert client.ask("nvmlShutdown()") == Code.UNINITIALIZED


def test_a_lost_gpu_leaves_the_others(driver: FakeDriver, client: Client) -> None:
    driver.lose(3)
    expected: list[object] = [power(index) for index in EIGHT]
    expected[3] = Code.GPU_IS_LOST
    assert powers(client) == expected
    assert client.ask("nvmlDeviceGetHandleByIndex(3)") == Code.GPU_IS_LOST
    assert client.ask("nvmlDeviceGetCount()") == 8
    driver.recover()
    assert powers(client) == [power(index) for index in EIGHT]


def test_a_gpu_without_permission(driver: FakeDriver, client: Client) -> None:
    driver.deny(1)
    assert client.ask("nvmlDeviceGetHandleByIndex(1)") == Code.NO_PERMISSION
    assert client.ask("nvmlDeviceGetPowerUsage(held[2])") == power(2)


def test_one_function_fails(driver: FakeDriver, client: Client) -> None:
    driver.fail(Code.NO_PERMISSION, "nvmlDeviceGetComputeRunningProcesses_v3")
    driver.fail(Code.UNKNOWN, "nvmlDeviceGetName", gpu=2)
    assert client.ask("nvmlDeviceGetComputeRunningProcesses(held[0])") == Code.NO_PERMISSION
    assert client.ask("nvmlDeviceGetName(held[2])") == Code.UNKNOWN
    assert client.ask("nvmlDeviceGetName(held[1])") == h100(1).name


def test_a_hung_gpu_holds_up_nobody_else(driver: FakeDriver, client: Client) -> None:
    driver.hang(2)
    client.ask("begin(nvmlDeviceGetPowerUsage, held[2])")
    client.ask("begin(nvmlDeviceGetHandleByIndex, 2)")
    wait_until(lambda: Call("nvmlDeviceGetPowerUsage", 2) in driver.calls())
    for index in set(EIGHT) - {2}:
        assert client.ask(f"nvmlDeviceGetPowerUsage(held[{index}])") == power(index)
    assert client.ask("running()") == 2
    driver.recover()
    assert power(2) in client.ask("finish()")


def test_a_hang_ends_by_itself(driver: FakeDriver, client: Client) -> None:
    driver.hang(2, seconds=0.05)
    assert client.ask("seconds(nvmlDeviceGetName, held[2])") >= 0.05


def test_a_change_is_seen_by_the_next_call(driver: FakeDriver, client: Client) -> None:
    for celsius in range(30, 60):
        driver.put(0, replace(driver.state.gpus[0], temperature_c=celsius))
        assert client.ask("nvmlDeviceGetTemperature(held[0], 0)") == celsius


def test_a_gpu_that_was_taken_out(driver: FakeDriver, client: Client) -> None:
    driver.write(replace(driver.state, gpus=driver.state.gpus[:7]))
    assert client.ask("nvmlDeviceGetCount()") == 7
    assert client.ask("nvmlDeviceGetHandleByIndex(7)") == Code.INVALID_ARGUMENT
    assert client.ask("nvmlDeviceGetName(held[7])") == Code.GPU_IS_LOST


def test_the_driver_goes_and_comes_back(driver: FakeDriver, client: Client) -> None:
    driver.unload()
    assert client.ask("nvmlDeviceGetPowerUsage(held[0])") == Code.GPU_IS_LOST
    assert client.ask("nvmlDeviceGetCount()") == Code.UNINITIALIZED
    assert client.ask("nvmlShutdown()") is None
    assert client.ask("nvmlInit()") == Code.DRIVER_NOT_LOADED
    driver.load()
    assert client.ask("nvmlInit()") is None
    assert powers(client) == [power(index) for index in EIGHT]


def test_a_new_driver_does_not_know_old_clients(driver: FakeDriver, client: Client) -> None:
    driver.unload()
    driver.load()
    assert client.ask("nvmlInit()") is None, "counts up only, since the old life was not shut down"
    assert client.ask("nvmlDeviceGetPowerUsage(held[0])") == Code.GPU_IS_LOST


def test_library_and_driver_of_different_versions(driver: FakeDriver, client: Client) -> None:
    driver.mismatch()
    assert client.ask("nvmlDeviceGetCount()") == 8, "who began before goes on"
    with Client(driver) as late:
        assert late.ask("nvmlInit()") == Code.LIB_RM_VERSION_MISMATCH


def test_a_desktop_card_cannot_tell_everything(driver: FakeDriver, client: Client) -> None:
    driver.put(0, geforce(0).without("power_usage_mw"))
    questions = {
        "nvmlDeviceGetFanSpeed(held[0])": 30,
        "nvmlDeviceGetFanSpeed_v2(held[0], 2)": Code.INVALID_ARGUMENT,
        "nvmlDeviceGetPowerUsage(held[0])": Code.NOT_SUPPORTED,
        "nvmlDeviceGetEccMode(held[0])": Code.NOT_SUPPORTED,
        "nvmlDeviceGetTotalEccErrors(held[0], 1, 0)": Code.NOT_SUPPORTED,
        "nvmlDeviceGetMigMode(held[0])": Code.NOT_SUPPORTED,
        "nvmlDeviceGetMaxMigDeviceCount(held[0])": 0,
        "nvmlDeviceGetFieldValues(held[0], [82])[0].nvmlReturn": Code.NOT_SUPPORTED.value,
    }
    assert {question: client.ask(question) for question in questions} == questions


def test_slices_of_a_gpu(driver: FakeDriver, client: Client) -> None:
    worker = Process(4711, 100 * MIB, name="python", sm_percent=50)
    small = Slice("MIG-small", gpu_instance=9, memory_used_bytes=100 * MIB, processes=(worker,))
    driver.put(4, h100(4).sliced(None, small))
    client.ask("held.update(part=nvmlDeviceGetMigDeviceHandleByIndex(held[4], 1))")
    in_slice = {"pid": 4711, "usedGpuMemory": 100 * MIB, "gpuInstanceId": 9, "computeInstanceId": 0}
    questions = {
        "nvmlDeviceGetMigMode(held[4])": [1, 1],
        "nvmlDeviceGetMaxMigDeviceCount(held[4])": 7,
        "same(nvmlDeviceGetHandleByUUID('MIG-small'), held['part'])": True,
        "nvmlDeviceGetMigDeviceHandleByIndex(held[4], 0)": Code.NOT_FOUND,
        "nvmlDeviceGetMigDeviceHandleByIndex(held[4], 7)": Code.INVALID_ARGUMENT,
        "nvmlDeviceGetMigDeviceHandleByIndex(held[5], 0)": Code.NOT_SUPPORTED,
        "nvmlDeviceIsMigDeviceHandle(held['part'])": 1,
        "nvmlDeviceIsMigDeviceHandle(held[4])": 0,
        "same(nvmlDeviceGetDeviceHandleFromMigDeviceHandle(held['part']), held[4])": True,
        "nvmlDeviceGetIndex(held['part'])": 1,
        "nvmlDeviceGetName(held['part'])": "NVIDIA H100 80GB HBM3 MIG 1g.10gb",
        "nvmlDeviceGetGpuInstanceId(held['part'])": 9,
        "nvmlDeviceGetComputeInstanceId(held['part'])": 0,
        "nvmlDeviceGetAttributes(held['part']).memorySizeMB": 9856,
        "nvmlDeviceGetAttributes(held['part']).gpuInstanceSliceCount": 1,
        "nvmlDeviceGetMemoryInfo(held['part']).used": 100 * MIB,
        "nvmlDeviceGetComputeRunningProcesses(held['part'])": [in_slice],
        "nvmlDeviceGetComputeRunningProcesses(held[4])": [in_slice],
        "nvmlDeviceGetTemperature(held['part'], 0)": Code.NOT_SUPPORTED,
        "nvmlDeviceGetAttributes(held[4])": Code.NOT_SUPPORTED,
        "nvmlDeviceGetUtilizationRates(held[4])": Code.NOT_SUPPORTED,
        "nvmlDeviceGetProcessUtilization(held[4], 0)": Code.NOT_SUPPORTED,
        "nvmlDeviceGetTemperature(held[4], 0)": 30,
    }
    assert {question: client.ask(question) for question in questions} == questions
    driver.put(4, h100(4))
    assert client.ask("nvmlDeviceGetName(held['part'])") == Code.INVALID_ARGUMENT


def test_a_power_limit_is_set_and_read_back_by_others(driver: FakeDriver, client: Client) -> None:
    assert client.ask("nvmlDeviceSetPowerManagementLimit(held[0], 500000)") == Code.NO_PERMISSION
    driver.write(replace(driver.state, may_set=True))
    assert client.ask("nvmlDeviceSetPowerManagementLimit(held[0], 700001)") == Code.INVALID_ARGUMENT
    assert client.ask("nvmlDeviceSetPowerManagementLimit(held[0], 500000)") is None
    assert driver.settings()["gpu.0.power_limit_mw"] == 500_000
    with Client(driver) as other:
        other.ask("nvmlInit() or hold(0, 1)")
        assert other.ask("nvmlDeviceGetPowerManagementLimit(held[0])") == 500_000
        assert other.ask("nvmlDeviceGetEnforcedPowerLimit(held[0])") == 500_000
        assert other.ask("nvmlDeviceGetPowerManagementLimit(held[1])") == 700_000
        driver.unload()
        driver.load()
        other.ask("nvmlShutdown() or nvmlInit()")
        assert other.ask("nvmlDeviceGetPowerManagementLimit(held[0])") == 700_000, "gone with the driver"


def test_modes_are_set(driver: FakeDriver, client: Client) -> None:
    driver.write(replace(driver.state, may_set=True))
    client.ask("nvmlDeviceSetComputeMode(held[0], NVML_COMPUTEMODE_EXCLUSIVE_PROCESS)")
    client.ask("nvmlDeviceSetPersistenceMode(held[0], 0)")
    assert client.ask("nvmlDeviceGetComputeMode(held[0])") == 3
    assert client.ask("nvmlDeviceGetPersistenceMode(held[0])") == 0


def test_an_xid_wakes_who_waits(driver: FakeDriver, client: Client) -> None:
    driver.happen(Event(gpu=5, data=13))
    client.ask("held.update(events=nvmlEventSetCreate())")
    client.ask("[nvmlDeviceRegisterEvents(held[i], nvmlEventTypeXidCriticalError, held['events']) for i in range(8)]")
    assert client.ask("nvmlEventSetWait(held['events'], 0)") == Code.TIMEOUT, "what was before is not told"
    client.ask("begin(nvmlEventSetWait, held['events'], 60000)")
    wait_until(lambda: driver.calls()[-1].function == "nvmlEventSetWait_v2")
    driver.happen(Event(gpu=5, data=79))
    (event,) = client.ask("finish()")
    assert (event["eventType"], event["eventData"]) == (8, 79)
    assert client.ask("nvmlEventSetWait(held['events'], 0)") == Code.TIMEOUT
    driver.lose(5)
    assert client.ask("nvmlEventSetWait(held['events'], 60000)") == Code.GPU_IS_LOST
    assert client.ask("nvmlEventSetFree(held['events'])") is None


def test_a_field_fails_alone(driver: FakeDriver, client: Client) -> None:
    fields: dict[tuple[int, int], FieldValue | Code] = {
        (82, 0): Code.NO_PERMISSION,
        (138, 1): FieldValue(12),
        (1, 0): FieldValue(0.5, type=ValueType.DOUBLE),
    }
    driver.put(0, replace(h100(0), field_values=fields))
    answers = client.ask("nvmlDeviceGetFieldValues(held[0], [82, (138, 1), (138, 0), 1, 185, 9999])")
    assert [answer["nvmlReturn"] for answer in answers] == [4, 0, 3, 0, 0, 2]
    assert [answers[i]["value"][name] for i, name in ((1, "uiVal"), (3, "dVal"), (4, "uiVal"))] == [12, 0.5, 70_100]


def test_an_older_driver_lacks_functions(tmp_path: Path) -> None:
    old = FakeDriver.compile(tmp_path, without=("nvmlDeviceGetTemperatureV",))
    old.write(State(gpus=(h100(0),)))
    with Client(old) as client:
        client.ask("nvmlInit() or hold(0)")
        assert client.ask("nvmlDeviceGetTemperatureV(held[0], 0)") == Code.FUNCTION_NOT_FOUND
        assert client.ask("nvmlDeviceGetTemperature(held[0], 0)") == 30


def test_many_threads_at_once(driver: FakeDriver, client: Client) -> None:
    for index in EIGHT:
        client.ask(f"begin(repeat, 2000, nvmlDeviceGetPowerUsage, held[{index}])")
    for celsius in itertools.islice(itertools.cycle(range(30, 90)), 200):
        driver.put(0, replace(driver.state.gpus[0], temperature_c=celsius))
    assert sorted(client.ask("finish()")) == [[power(index)] for index in EIGHT]


def test_gpustat_agrees(driver: FakeDriver) -> None:
    busy = replace(
        h100(0),
        gpu_percent=97,
        temperature_c=71,
        power_usage_mw=612_345,
        enforced_power_limit_mw=650_000,
        memory_used_bytes=40_000 * MIB,
        processes=(Process(os.getpid(), 39_000 * MIB),),
    )
    driver.write(State(gpus=(busy, geforce(1), h100(2))))
    driver.lose(2)
    command = [sys.executable, "-m", "gpustat", "--json"]
    told = json.loads(subprocess.run(command, env=driver.environment(), capture_output=True, check=True).stdout)
    first, second, third = told["gpus"]
    assert told["driver_version"] == driver.state.driver_version
    assert (first["uuid"], first["name"]) == (busy.uuid, busy.name)
    assert (first["utilization.gpu"], first["temperature.gpu"], first["fan.speed"]) == (97, 71, None)
    assert (first["power.draw"], first["enforced.power.limit"]) == (612, 650)
    assert (first["memory.used"], first["memory.total"]) == (40_000, 81_559)
    assert [(each["pid"], each["gpu_memory_usage"]) for each in first["processes"]] == [(os.getpid(), 39_000)]
    assert (second["name"], second["fan.speed"]) == ("NVIDIA GeForce RTX 4090", 30)
    assert third["name"] == "((GPU is lost))"


def test_nvitop_shows_eight_gpus(driver: FakeDriver) -> None:
    command = [sys.executable, "-m", "nvitop", "-1", "--ascii"]
    done = subprocess.run(command, env=driver.environment(), capture_output=True, text=True, check=True)
    assert done.stderr == ""
    for index in EIGHT:
        assert h100(index).pci_bus_id in done.stdout
        assert f"{100 + index}W / 700W" in done.stdout


def test_without_gcc_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CompilerError, match="needs gcc: apt-get install gcc"):
        FakeDriver.compile(tmp_path, without=("nvmlInit",))


def test_a_misspelled_field_is_refused() -> None:
    with pytest.raises(ValueError, match="no field power_usage"):
        h100(0).without("power_usage")
    with pytest.raises(ValueError, match="no line ends"):
        State(gpus=(replace(h100(0), name="two\nlines"),)).text()


def test_a_state_of_too_many_gpus_is_refused() -> None:
    crowd: tuple[Gpu, ...] = tuple(map(h100, range(65)))
    with pytest.raises(ValueError, match="at most 64"):
        State(gpus=crowd).text()
