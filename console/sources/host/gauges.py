"""Load, swap, temperatures, traffic and uptime, each as far as this platform tells it."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

import psutil

from console.sources.host.gauge import Gauge
from console.sources.host.rates import Rates

_log = logging.getLogger(__name__)

# One end of a pair whose other end is counted too, or a bridge over cards that are.
_VIRTUAL: Final = ("veth", "cali", "lxc", "cni", "docker", "br-", "virbr", "vnet", "tap", "ifb", "dummy", "Loopback")
_BITS_PER_MBIT: Final = 1_000_000


class Gauges:
    """Everything that is read anew at each poll; keeps the counters that become rates."""

    def __init__(self) -> None:
        self._disk_rates: Rates[str] = Rates()
        self._network_rates: Rates[tuple[str, str]] = Rates()

    def read(self, at_s: float) -> list[Gauge]:
        """All gauges that can be read; rates are unknown on the first reading."""
        readers = (_load, _swap, _temperatures, _uptime, self._disk_traffic, self._network_traffic)
        return [gauge for read in readers for gauge in _readable(read, at_s)]

    def _disk_traffic(self, at_s: float) -> Iterator[Gauge]:
        counters = psutil.disk_io_counters()
        if counters is None:
            return
        rates = self._disk_rates.update({"read": counters.read_bytes, "write": counters.write_bytes}, at_s)
        for direction in ("read", "write"):
            yield Gauge("disk I/O", direction, rates.get(direction), None, "bytes/s")

    def _network_traffic(self, at_s: float) -> Iterator[Gauge]:
        cards = psutil.net_io_counters(pernic=True)
        counters = {(card, "up"): float(each.bytes_sent) for card, each in cards.items()}
        counters |= {(card, "down"): float(each.bytes_recv) for card, each in cards.items()}
        rates = self._network_rates.update(counters, at_s)
        for card, limit in _cards().items():
            for direction in ("up", "down"):
                if (card, direction) in counters:
                    yield Gauge("network", f"{card} {direction}", rates.get((card, direction)), limit, "bytes/s")


def _readable(read: Callable[[float], Iterator[Gauge]], at_s: float) -> list[Gauge]:
    """What a reader tells; nothing where this platform, kernel or container does not."""
    try:
        return list(read(at_s))
    except (OSError, RuntimeError, RuntimeWarning, NotImplementedError, ValueError, AttributeError, psutil.Error):
        _log.debug("%s cannot be read here", read.__name__, exc_info=True)
        return []


def load_average() -> tuple[float, float, float] | None:
    """Runnable processes over 1, 5 and 15 minutes; None where the system does not count them."""
    if sys.platform == "win32":  # psutil emulates it there and tells 0 until it has watched for a while
        return None
    try:
        return psutil.getloadavg()
    except OSError:
        return None


def _load(_: float) -> Iterator[Gauge]:
    for minutes, value in zip((1, 5, 15), load_average() or (), strict=False):
        yield Gauge("load", f"{minutes} min", value, psutil.cpu_count(), "")


def _swap(_: float) -> Iterator[Gauge]:
    swap = psutil.swap_memory()
    if swap.total:
        yield Gauge("memory", "swap", swap.used, swap.total, "bytes")


def _temperatures(_: float) -> Iterator[Gauge]:
    for chip, sensors in psutil.sensors_temperatures().items():  # missing on macOS and Windows
        for sensor in sensors:
            if sensor.current is not None:
                yield Gauge("temperature", f"{chip} {sensor.label}".strip(), sensor.current, sensor.high, "°C")


def _uptime(_: float) -> Iterator[Gauge]:
    yield Gauge("system", "uptime", max(0.0, time.time() - psutil.boot_time()), None, "s")


def _cards() -> dict[str, float | None]:
    """Network cards that are up, with bytes per second at full speed where the card tells it."""
    return {
        card: stats.speed * _BITS_PER_MBIT / 8 if stats.speed > 0 else None
        for card, stats in psutil.net_if_stats().items()
        if stats.isup and not _is_virtual(card, getattr(stats, "flags", ""))
    }


def _is_virtual(card: str, flags: str) -> bool:
    return "loopback" in flags.split(",") or card.startswith(_VIRTUAL)
