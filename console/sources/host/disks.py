"""How full the local file systems are."""

from __future__ import annotations

import psutil

from console.sources.host.gauge import Gauge

_READ_ONLY_IMAGES = frozenset({"squashfs", "iso9660", "udf", "erofs"})


class Disks:
    """Asks every local file system; a broken disk can keep the asking thread for ever.

    Network file systems are left out: psutil lists those that the kernel backs by a device.
    """

    def __init__(self) -> None:
        self.asking: str | None = None

    def read(self) -> list[Gauge]:
        """Used and usable bytes by mount point; one that refuses is left out."""
        try:
            return [gauge for place in _mount_points() if (gauge := self._ask(place))]
        finally:
            self.asking = None

    def _ask(self, place: str) -> Gauge | None:
        self.asking = place
        try:
            usage = psutil.disk_usage(place)
        except OSError:
            return None
        # What only root may fill is no room for anybody: the limit is what used and free come to, as in df.
        return Gauge("disk", place, usage.used, usage.used + usage.free, "bytes")


def _mount_points() -> list[str]:
    """One mount point a device: the shortest, since the others are bind mounts of parts of it."""
    try:
        parts = psutil.disk_partitions(all=False)
    except (OSError, psutil.Error):  # a container without /proc/filesystems
        return []
    by_device: dict[str, str] = {}
    for part in sorted(parts, key=lambda part: len(part.mountpoint)):
        if part.fstype and part.fstype not in _READ_ONLY_IMAGES:
            by_device.setdefault(part.device, part.mountpoint)
    return list(by_device.values())
