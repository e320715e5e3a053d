"""What takes nodes away from the jobs: faults, drains, reservations and maintenance, as they come and go."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Sequence
from typing import Final

import numpy as np

from console.model.column import Floats
from console.sources.demo.bookings import Booking, Calendar
from console.sources.demo.faults import Fault, FaultKind, FaultStream
from console.sources.demo.layout import Layout
from console.sources.demo.occupancy import Occupancy

HOUR_S: Final = 3600.0
_LOOK_BACK_H: Final = 48  # faults of so many hours before the site begins may still be there
_HORIZON_S: Final = 3 * 86400.0


class Upkeep:
    """Applies faults and reservations to the occupancy, and knows those that hold now."""

    def __init__(self, layout: Layout, occupancy: Occupancy) -> None:
        self.faults: list[Fault] = []
        self.bookings: tuple[Booking, ...] = ()
        self.calendars = tuple(Calendar(pool.number, layout) for pool in layout.pools)
        self.free_until: Sequence[Floats] = ()
        self._occupancy = occupancy
        self._streams = tuple(FaultStream(pool.number, layout) for pool in layout.pools)
        self._coming: deque[Fault] = deque()
        self._mended: list[tuple[float, int, Fault]] = []

    def begin(self, now: float) -> None:
        """Apply what had begun before the site begins."""
        hour = int(now // HOUR_S)
        earlier = [fault for before in range(hour - _LOOK_BACK_H, hour) for fault in self._of_hour(before)]
        for fault in earlier:
            if fault.ends_at > now:
                self._break(fault)
        self.look_ahead(now)

    def expect(self, hour: int, now: float) -> None:
        """Learn what breaks in an hour, and what is reserved in the days after it."""
        self._coming = deque(self._of_hour(hour))
        self.look_ahead(now)

    def look_ahead(self, now: float) -> None:
        """Work out until when each node is free."""
        self.free_until = tuple(each.free_until(now, _HORIZON_S) for each in self.calendars)

    def mend(self, now: float) -> bool:
        """Take back the faults that are mended; whether any were."""
        mended = False
        while self._mended and self._mended[0][0] <= now:
            _, _, fault = heapq.heappop(self._mended)
            self._count(fault, -1)
            self.faults.remove(fault)
            mended = True
        return mended

    def break_due(self, now: float) -> list[Fault]:
        """Apply the faults that are due, and return them."""
        due: list[Fault] = []
        while self._coming and self._coming[0].starts_at <= now:
            due.append(self._coming.popleft())
            self._break(due[-1])
        return due

    def stopped_by(self, fault: Fault) -> frozenset[int]:
        """The serial numbers of the jobs that a fault stops."""
        if fault.words.kind is FaultKind.DRAIN:
            return frozenset()
        if fault.words.kind is FaultKind.NODE:
            return self._occupancy.jobs_on_nodes(np.array([fault.node]))
        serial = int(self._occupancy.gpu_job[fault.gpu])
        return frozenset({serial} if serial >= 0 else ())

    def turn_pages(self, now: float) -> tuple[list[Booking], list[Booking]]:
        """Apply the reservations that begin and end by now, and return both."""
        active = tuple(each for calendar in self.calendars for each in calendar.active(now))
        if active == self.bookings:
            return [], []
        begun = [each for each in active if each not in self.bookings]
        ended = [each for each in self.bookings if each not in active]
        self.bookings = active
        for each, step in [*((each, -1) for each in ended), *((each, 1) for each in begun)]:
            counts = self._occupancy.node_maintenance if each.is_maintenance else self._occupancy.node_reserved
            counts[each.nodes] += step
        self.look_ahead(now)
        return begun, ended

    def _of_hour(self, hour: int) -> list[Fault]:
        faults = [fault for stream in self._streams for fault in stream.of_hour(hour)]
        return sorted(faults, key=lambda each: each.starts_at)

    def _break(self, fault: Fault) -> None:
        self.faults.append(fault)
        self._count(fault, 1)
        heapq.heappush(self._mended, (fault.ends_at, fault.gpu, fault))

    def _count(self, fault: Fault, step: int) -> None:
        match fault.words.kind:
            case FaultKind.GPU:
                self._occupancy.gpu_faults[fault.gpu] += step
            case FaultKind.NODE:
                self._occupancy.node_faults[fault.node] += step
            case FaultKind.DRAIN:
                self._occupancy.node_drains[fault.node] += step
