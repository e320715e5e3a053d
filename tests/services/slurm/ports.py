"""Ports for one cluster, kept from every other cluster on the machine for as long as it runs."""

from __future__ import annotations

import random
import socket

from tests.services.slurm.waiting import ServiceError

# Below the range from which the kernel takes ports for outgoing connections, so that none is lost between look and use.
_FIRST, _LAST = 20_000, 32_000


def _bind(port: int) -> socket.socket | None:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        return None
    return listener


def _free(port: int) -> bool:
    listener = _bind(port)
    if listener is not None:
        listener.close()
    return listener is not None


class PortBlock:
    """Consecutive ports; the one before them is held open and so tells other clusters that the block is taken."""

    def __init__(self, count: int) -> None:
        self._lock: socket.socket | None = None
        bases = list(range(_FIRST, _LAST - count, count + 1))
        random.shuffle(bases)
        for base in bases:
            self._lock = _bind(base)
            if self._lock is not None and all(_free(base + 1 + index) for index in range(count)):
                self._lock.listen()
                self.first = base + 1
                return
            self.release()
        raise ServiceError(f"No {count} consecutive free ports between {_FIRST} and {_LAST}.")

    def release(self) -> None:
        """Give the block back."""
        if self._lock is not None:
            self._lock.close()
