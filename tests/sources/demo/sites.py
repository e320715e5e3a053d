"""Simulated sites that several tests look at; those that are shared are not to be advanced."""

from __future__ import annotations

from functools import cache

from console.model.column import Value
from console.model.snapshot import Snapshot
from console.sources.demo.plan import PARTS
from console.sources.demo.snapshots import view_of
from console.sources.demo.world import World

NOON = 1_795_608_000.0  # a world that is first looked at soon after noon lives through twelve hours only
HOUR_S = 3600.0


def new_world(gpus: int = 400, seed: int = 7, hours: float = 0.25) -> World:
    """A site so many hours after noon."""
    return World(gpus, seed, NOON + hours * HOUR_S)


@cache
def old_world(gpus: int = 2066, seed: int = 7) -> World:
    """A site of the pictures' size, shared."""
    return new_world(gpus, seed)


def whole(world: World) -> Snapshot:
    """All of a site as one source sees it."""
    return view_of(world.layout, "site", None, None).at(world, world.now)


def part(world: World, name: str) -> Snapshot:
    """A part of a site as its source sees it."""
    chosen = next(each for each in PARTS if each.name == name)
    return view_of(world.layout, name, None, chosen).at(world, world.now)


def rows(snapshot: Snapshot) -> dict[str, list[dict[str, Value]]]:
    """Every row of every table."""
    return {name: table.rows() for name, table in snapshot.tables.items()}
