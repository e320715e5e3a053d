"""The source that looks at a simulated site."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Final

from console.model.column import Value
from console.model.errors import Refused
from console.model.identity import local_name
from console.model.snapshot import Snapshot
from console.sources.demo.plan import Answers, PartPlan
from console.sources.demo.shared import SharedWorld
from console.sources.demo.snapshots import View, view_of
from console.sources.demo.world import World

_SELDOM_S: Final = 60.0
_SINGULAR: Final = {"processes": "process"}


class DemoSource:
    """Polls one part of a simulated site, or all of it.

    Args:
        name: of the source.
        site: of the source; None to give each pool the plan's.
        part: what it sees; None for everything.
        world: the site.
        clock: seconds since the epoch.
    """

    def __init__(
        self, name: str, site: str | None, part: PartPlan | None, world: SharedWorld, clock: Callable[[], float]
    ) -> None:
        self._name, self._site, self._part = name, site, part
        self._world = world
        self._clock = clock
        self._view: View | None = None
        self._seen: World | None = None
        self._last: Snapshot | None = None

    @property
    def name(self) -> str:
        """The name from the configuration."""
        return self._name

    async def poll(self) -> Snapshot:
        """What the simulated site says now; the first poll lets it live through half a day and takes a while.

        Raises:
            Refused: for the part whose key is refused.
        """
        answers = self._part.answers if self._part else Answers.AT_ONCE
        if answers is Answers.REFUSES:
            raise Refused(
                "the key is refused", where=self._name, todo="make a new key there (this account is simulated)"
            )
        now = self._clock()
        if answers is Answers.SELDOM and self._last is not None and 0 <= now - self._last.taken_at < _SELDOM_S:
            return self._last
        # The world lives in a thread, which a cancelled poll leaves to finish: the next one finds it further on.
        self._last = await asyncio.to_thread(self._world.look, now, lambda world: self._look(world, now))
        return self._last

    def remembered(self, at: float) -> Snapshot | None:
        """What the simulated site said at an instant; nothing of a part that does not answer."""
        if self._part and self._part.answers is Answers.REFUSES:
            return None
        return self._world.look(at, lambda world: self._look(world, at))

    async def close(self) -> None:
        """Nothing is held."""

    def raw(self, thing: str) -> str | None:
        """The rows about an id as the simulated site would tell them: what is unknown is left out."""
        told = {} if self._last is None else self._last.tables
        rows = {name: table.find(thing) for name, table in told.items() if table.schema.key == "id"}
        found = {_SINGULAR.get(name, name.rstrip("s")): _known(row) for name, row in rows.items() if row is not None}
        if not found:
            return None
        return json.dumps({"simulated": True, "name": local_name(thing), **found}, indent=2, ensure_ascii=False)

    def _look(self, world: World, now: float) -> Snapshot:
        if self._view is None or world is not self._seen:
            self._seen, self._view = world, view_of(world.layout, self._name, self._site, self._part)
        return self._view.at(world, now)


def _known(row: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in row.items() if value is not None}
