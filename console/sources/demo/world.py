"""The simulated site as it lives: one world that all its sources look at.

Everything that happens at once (a job starts, a GPU fails, a reservation ends) happens at a tick, every ten seconds
since the site's beginning; what flows (power, temperature, energy) is computed for the instant that is asked for. So
the world at an instant depends on its seed, its size and that instant, never on who polled when.

A world begins half a day or more before it is first looked at, at noon or midnight UTC: worlds that are first looked
at in the same half of a day are the same world. Reserving and releasing, when they come, are changes that a tick
applies, as it does now those of the calendar.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from console.model.column import Indices
from console.sources.demo.activity import Activity
from console.sources.demo.chance import between, uniform
from console.sources.demo.dispatch import Dispatch
from console.sources.demo.drive import Driver
from console.sources.demo.layout import lay_out
from console.sources.demo.occupancy import Occupancy
from console.sources.demo.telemetry import Exporter
from console.sources.demo.upkeep import Upkeep

TICK_S: Final = 10.0
HALF_DAY_S: Final = 43_200.0
_TICKS_PER_HOUR: Final = 360
_TICKS_PER_PASS: Final = 3
_TICKS_PER_LOOK: Final = 6  # reservations begin and end; holds run out without a queue changing
_SALT_ENERGY: Final = 51
_ENERGY_J: Final = 4e9  # what a GPU's counter says after a few months, at most


class World:
    """One simulated site. It lives in one thread at a time.

    Args:
        gpus: how many GPUs it has, in all its pools.
        seed: of everything that chance decides.
        now: when it is first looked at, seconds since the epoch.
    """

    def __init__(self, gpus: int, seed: int, now: float) -> None:
        self.origin = self.now = (now // HALF_DAY_S - 1) * HALF_DAY_S
        self.version = 0  # another one after each tick that changed more than what flows
        self.changed_at = self.origin  # the last such tick
        self.layout = lay_out(gpus, seed)
        self.occupancy = Occupancy(self.layout)
        self.upkeep = Upkeep(self.layout, self.occupancy)
        self.dispatch = Dispatch(self.layout, self.occupancy)
        self._driver = Driver(self.layout)
        everything = np.arange(gpus)
        energy_j = between(0.1 * _ENERGY_J, _ENERGY_J, uniform(seed, _SALT_ENERGY, everything))
        self.activity = Activity(self.layout, self.origin, self._driver.idle(everything), energy_j)
        self.exporter = Exporter(self.layout, self.occupancy, self.activity)
        self._ticks = 0
        self._begin()
        self.advance(now)

    def advance(self, now: float) -> None:
        """Let every tick until now happen; a clock that was set back leaves the world as it is."""
        while self.origin + (self._ticks + 1) * TICK_S <= now:
            self._ticks += 1
            at, version = self.origin + self._ticks * TICK_S, self.version
            self._tick(at)
            self.changed_at = at if self.version != version else self.changed_at
        self.now = max(self.now, now)

    def _begin(self) -> None:
        self.upkeep.begin(self.origin)
        self._expect(self.origin)
        self._turn_pages(self.origin)
        started = self.dispatch.begin(self.origin, self.upkeep.free_until)
        if started:
            self.activity.change(self._driver.running(started), self.origin)

    def _tick(self, now: float) -> None:
        if self._ticks % _TICKS_PER_HOUR == 0:
            self._expect(now)
        completed = self.dispatch.completing
        freed = [*self.dispatch.complete(now), *self._break(now)]
        if self._ticks % _TICKS_PER_LOOK == 0:
            freed += self._turn_pages(now)
        if freed:
            self.activity.change(self._driver.idle(np.concatenate(freed)), now)
        mended, submitted = self.upkeep.mend(now), self.dispatch.submit_due(now)
        self._start(now)
        if freed or mended or submitted or completed or self.dispatch.completing:
            self.version += 1

    def _start(self, now: float) -> None:
        """The schedulers look twice a minute, and once at the queues where nothing seems to have changed."""
        if self._ticks % _TICKS_PER_PASS:
            return
        started = self.dispatch.start(now, self.upkeep.free_until, everywhere=self._ticks % _TICKS_PER_LOOK == 0)
        self.version += 1
        if started:
            self.activity.change(self._driver.running(started), now)

    def _expect(self, now: float) -> None:
        hour = round(now / 3600.0)
        self.upkeep.expect(hour, now)
        self.dispatch.expect(hour)

    def _break(self, now: float) -> list[Indices]:
        """What fails now, and the GPUs that it takes from their jobs."""
        freed: list[Indices] = []
        for fault in self.upkeep.break_due(now):
            freed += self.dispatch.interrupt(self.upkeep.stopped_by(fault), now)
            self.version += 1
        return freed

    def _turn_pages(self, now: float) -> list[Indices]:
        """What reservations begin and end now, and the GPUs that they take from others."""
        begun, ended = self.upkeep.turn_pages(now)
        freed: list[Indices] = []
        for booking in ended:
            freed += self.dispatch.withdraw_booked(booking, now)
        for booking in begun:
            freed += self.dispatch.interrupt(self.occupancy.jobs_on_nodes(booking.nodes), now)
            self.dispatch.submit_booked(booking, now)
        self.version += len(begun) + len(ended)
        return freed
