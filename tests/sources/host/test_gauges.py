"""What other platforms tell, and do not tell, of a machine."""

from __future__ import annotations

from typing import NamedTuple

import psutil
import pytest

from console.sources.host.disks import Disks
from console.sources.host.gauge import Gauge, gauge_rows
from console.sources.host.gauges import Gauges, load_average


class Sensor(NamedTuple):
    label: str
    current: float | None
    high: float | None = None
    critical: float | None = None


class Swap(NamedTuple):
    used: int
    total: int


class Part(NamedTuple):
    device: str
    mountpoint: str
    fstype: str
    opts: str


class Usage(NamedTuple):
    used: int
    free: int


class Card(NamedTuple):
    isup: bool
    speed: int
    flags: str


class Traffic(NamedTuple):
    bytes_sent: int
    bytes_recv: int


class Disk(NamedTuple):
    read_bytes: int
    write_bytes: int


def gauges(group: str, at_s: float = 1.0) -> list[Gauge]:
    return [gauge for gauge in Gauges().read(at_s) if gauge.group == group]


def test_every_sensor_is_told_with_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    chips = {"coretemp": [Sensor("Package id 0", 71.0, 90.0, 100.0)], "acpitz": [Sensor("", 27.8)]}
    monkeypatch.setattr(psutil, "sensors_temperatures", lambda: chips, raising=False)
    assert gauges("temperature") == [
        Gauge("temperature", "coretemp Package id 0", 71.0, 90.0, "°C"),
        Gauge("temperature", "acpitz", 27.8, None, "°C"),
    ]


def test_a_sensor_without_a_value_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "sensors_temperatures", lambda: {"nvme": [Sensor("", None)]}, raising=False)
    assert gauges("temperature") == []


def test_a_system_without_sensors_tells_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(psutil, "sensors_temperatures", raising=False)
    assert gauges("temperature") == []
    assert gauges("system")


@pytest.mark.parametrize("error", [OSError("disabled"), RuntimeError("no counters"), psutil.AccessDenied()])
def test_what_the_system_refuses_is_left_out(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr(psutil, "swap_memory", refuse)
    assert gauges("memory") == []
    assert gauges("system")


def test_swap_is_told_where_there_is_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "swap_memory", lambda: Swap(3, 10))
    assert gauges("memory") == [Gauge("memory", "swap", 3, 10, "bytes")]
    monkeypatch.setattr(psutil, "swap_memory", lambda: Swap(0, 0))
    assert gauges("memory") == []


def test_windows_has_no_load_average_to_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert load_average() is None
    assert gauges("load") == []


def test_a_kernel_that_hides_its_load_average_leaves_it_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError("/proc is not mounted")

    monkeypatch.setattr(psutil, "getloadavg", refuse)
    assert load_average() is None


def test_network_rates_carry_the_link_speed_and_leave_virtual_cards_out(monkeypatch: pytest.MonkeyPatch) -> None:
    traffic = {name: Traffic(1000, 2000) for name in ("eth0", "wlan0", "lo", "veth12", "down0", "vanished0")}
    cards = {
        "eth0": Card(True, 1000, "up,broadcast,running"),
        "wlan0": Card(True, 0, "up,broadcast,running"),
        "lo": Card(True, 0, "up,loopback,running"),
        "veth12": Card(True, 10_000, "up,running"),
        "down0": Card(False, 0, ""),
        "new0": Card(True, 0, ""),
    }
    monkeypatch.setattr(psutil, "net_io_counters", lambda pernic: traffic)
    monkeypatch.setattr(psutil, "net_if_stats", lambda: cards)
    read = Gauges()
    read.read(1.0)
    traffic["eth0"] = Traffic(3000, 2500)
    assert [gauge for gauge in read.read(2.0) if gauge.group == "network"] == [
        Gauge("network", "eth0 up", 2000.0, 125_000_000.0, "bytes/s"),
        Gauge("network", "eth0 down", 500.0, 125_000_000.0, "bytes/s"),
        Gauge("network", "wlan0 up", 0.0, None, "bytes/s"),
        Gauge("network", "wlan0 down", 0.0, None, "bytes/s"),
    ]


def test_disk_traffic_is_told_as_bytes_per_second(monkeypatch: pytest.MonkeyPatch) -> None:
    counters = iter([Disk(0, 100), Disk(4096, 100)])
    monkeypatch.setattr(psutil, "disk_io_counters", lambda: next(counters))
    read = Gauges()
    assert [gauge.value for gauge in read.read(1.0) if gauge.group == "disk I/O"] == [None, None]
    assert [gauge.value for gauge in read.read(3.0) if gauge.group == "disk I/O"] == [2048.0, 0.0]


def test_a_machine_without_disk_counters_tells_no_disk_traffic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "disk_io_counters", lambda: None)
    assert gauges("disk I/O") == []


def test_each_device_is_one_disk_and_what_cannot_be_asked_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [
        Part("/dev/sda1", "/var/lib/docker", "ext4", "rw"),
        Part("/dev/sda1", "/", "ext4", "rw"),
        Part("/dev/loop3", "/snap/core/1", "squashfs", "ro"),
        Part("/dev/sr0", "D:\\", "", "cdrom"),
        Part("/dev/sdb1", "/secret", "xfs", "rw"),
    ]

    def usage(place: str) -> Usage:
        if place == "/secret":
            raise PermissionError(place)
        return Usage(30, 60)

    monkeypatch.setattr(psutil, "disk_partitions", lambda all: parts)  # noqa: A006  # as psutil names it
    monkeypatch.setattr(psutil, "disk_usage", usage)
    assert Disks().read() == [Gauge("disk", "/", 30, 90, "bytes")]


def test_a_container_that_hides_its_file_systems_has_no_disks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(all: bool) -> None:  # noqa: A002  # as psutil names it
        raise FileNotFoundError("/proc/filesystems")

    monkeypatch.setattr(psutil, "disk_partitions", refuse)
    assert Disks().read() == []


def test_gauges_of_one_name_are_numbered() -> None:
    twice = [Gauge("temperature", "nvme", 40.0, None, "°C"), Gauge("temperature", "nvme", 50.0, None, "°C")]
    rows = gauge_rows(twice, "here", "here/box", taken_at=5.0)
    assert [row["id"] for row in rows] == ["here/box/temperature/nvme", "here/box/temperature/nvme#2"]
    assert [row["name"] for row in rows] == ["nvme", "nvme #2"]
