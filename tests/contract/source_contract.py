"""What every kind of source must keep, whatever it talks to.

A kind's tests subclass `SourceContract` in a module of their own and override the fixture `open_source`:

    class TestSlurmContract(SourceContract):
        @pytest.fixture
        def open_source(self, slurm: Slurm) -> OpenSource:
            return lambda: KIND.open(slurm.settings())

The factory must give a fresh, working source on each call; every test runs in an event loop of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine, Iterator
from enum import StrEnum
from typing import ClassVar, TypeAlias

import numpy as np
import pytest

from console.model.column import Column, Kind
from console.model.errors import SourceError
from console.model.snapshot import Snapshot
from console.model.state import GpuState, JobState, NodeState, ReservationState
from console.model.table import Table
from console.sources.port import Source

OpenSource: TypeAlias = Callable[[], Source]
Scene: TypeAlias = Callable[[], Coroutine[None, None, None]]

_YEAR_2000 = 946_684_800.0
_YEAR_2100 = 4_102_444_800.0
_STATES: dict[str, type[StrEnum]] = {
    "gpus": GpuState,
    "nodes": NodeState,
    "jobs": JobState,
    "reservations": ReservationState,
}


class SourceContract:
    """The suite; overrides may name the tables whose rows may come and go between two polls."""

    fleeting_tables: ClassVar[frozenset[str]] = frozenset({"jobs", "processes"})
    patience_s: ClassVar[float] = 30.0

    @pytest.fixture
    def open_source(self) -> OpenSource:
        raise NotImplementedError("the kind's tests give the fixture open_source")

    def test_a_poll_tells_something_under_the_name_of_the_source(self, open_source: OpenSource) -> None:
        (snapshot,) = self._polls(open_source, 1)
        assert snapshot.source
        assert sum(len(table) for table in snapshot.tables.values()) > 0
        for table in snapshot.tables.values():
            assert set(table["source"].values()) <= {snapshot.source}

    def test_a_snapshot_is_as_old_as_it_says(self, open_source: OpenSource) -> None:
        before = time.time()
        (snapshot,) = self._polls(open_source, 1)
        assert before - 1 <= snapshot.taken_at <= time.time() + 1

    def test_every_id_starts_with_the_name_of_the_source_and_is_unique(self, open_source: OpenSource) -> None:
        (snapshot,) = self._polls(open_source, 1)
        for table in tables_with_ids(snapshot):
            assert all(each.startswith(f"{snapshot.source}/") for each in table.ids)
            assert len(set(table.ids)) == len(table)

    def test_ids_stay_the_same_from_poll_to_poll(self, open_source: OpenSource) -> None:
        first, second = self._polls(open_source, 2)
        for table in tables_with_ids(first):
            if table.schema.name not in self.fleeting_tables:
                assert set(table.ids) == set(second[table.schema.name].ids)

    def test_the_gpus_of_every_pool_add_up(self, open_source: OpenSource) -> None:
        (snapshot,) = self._polls(open_source, 1)
        pools = snapshot["pools"]
        parts = ("gpus_busy", "gpus_idle", "gpus_reserved_idle", "gpus_down")
        total = np.sum([pools.numbers(part) for part in parts], axis=0) if len(pools) else np.zeros(0)
        assert np.array_equal(pools.numbers("gpus_total"), total, equal_nan=True)
        assert not np.any(pools.numbers("gpus_reserved") > pools.numbers("gpus_total"))
        assert not np.any(pools.numbers("gpus_reserved_idle") > pools.numbers("gpus_reserved"))

    def test_no_node_has_more_busy_gpus_than_gpus(self, open_source: OpenSource) -> None:
        (snapshot,) = self._polls(open_source, 1)
        nodes = snapshot["nodes"]
        assert not np.any(nodes.numbers("gpus_busy") > nodes.numbers("gpus_total"))

    def test_states_are_words_of_the_contract(self, open_source: OpenSource) -> None:
        (snapshot,) = self._polls(open_source, 1)
        for name, states in _STATES.items():
            assert set(snapshot[name]["state"].values()) <= {*(state.value for state in states), None}

    def test_numbers_are_finite_or_unknown_and_never_negative_counts(self, open_source: OpenSource) -> None:
        (snapshot,) = self._polls(open_source, 1)
        for place, column in number_columns(snapshot):
            assert not np.isinf(column.numbers).any(), place
            if column.kind is Kind.WHOLE:
                assert not np.any(column.numbers < 0), place
                assert np.array_equal(column.numbers, np.round(column.numbers), equal_nan=True), place

    def test_percentages_lie_between_0_and_100(self, open_source: OpenSource) -> None:
        (snapshot,) = self._polls(open_source, 1)
        for place, column in number_columns(snapshot):
            if place.endswith("_pct"):
                assert not np.any((column.numbers < 0) | (column.numbers > 100)), place

    def test_instants_are_plausible(self, open_source: OpenSource) -> None:
        (snapshot,) = self._polls(open_source, 1)
        for place, column in number_columns(snapshot):
            if column.kind is Kind.INSTANT:
                assert not np.any((column.numbers < _YEAR_2000) | (column.numbers > _YEAR_2100)), place
        for table in snapshot.tables.values():
            if "taken_at" in table.columns:
                assert not np.any(table.numbers("taken_at") > time.time() + 1), table.schema.name
        assert not np.any(snapshot["jobs"].numbers("submitted_at") > time.time() + 5)
        assert not np.any(snapshot["jobs"].numbers("started_at") > time.time() + 5)

    def test_what_is_referred_to_is_there(self, open_source: OpenSource) -> None:
        (snapshot,) = self._polls(open_source, 1)
        pools, nodes = {*snapshot["pools"].ids, None}, {*snapshot["nodes"].ids, None}
        gpus = {*snapshot["gpus"].ids, None}
        for name in ("gpus", "nodes"):
            assert set(snapshot[name]["pool"].values()) <= pools, name
        for name in ("gpus", "processes", "readings"):
            assert set(snapshot[name]["node"].values()) <= nodes, name
        assert set(snapshot["gpus"]["parent"].values()) <= gpus
        assert set(snapshot["processes"]["gpu"].values()) <= gpus

    def test_closing_twice_is_closing_once(self, open_source: OpenSource) -> None:
        async def close_twice() -> None:
            source = open_source()
            await source.poll()
            await source.close()
            await source.close()

        self._run(close_twice)

    def test_closing_before_the_first_poll_is_fine(self, open_source: OpenSource) -> None:
        async def close_at_once() -> None:
            await open_source().close()

        self._run(close_at_once)

    def test_a_poll_after_closing_answers_or_says_why_not(self, open_source: OpenSource) -> None:
        async def poll_closed() -> None:
            source = open_source()
            await source.poll()
            await source.close()
            with contextlib.suppress(SourceError):
                assert isinstance(await source.poll(), Snapshot)
            await source.close()

        self._run(poll_closed)

    def test_a_poll_that_was_cancelled_hurts_no_later_one(self, open_source: OpenSource) -> None:
        async def cancel_then_poll() -> None:
            source = open_source()
            try:
                cancelled = asyncio.create_task(source.poll())
                await asyncio.sleep(0)
                cancelled.cancel()
                await asyncio.gather(cancelled, return_exceptions=True)
                assert (await source.poll()).source == source.name
            finally:
                await source.close()

        self._run(cancel_then_poll)

    def _polls(self, open_source: OpenSource, times: int) -> list[Snapshot]:
        snapshots: list[Snapshot] = []

        async def poll() -> None:
            source = open_source()
            try:
                for _ in range(times):
                    snapshot = await source.poll()
                    assert snapshot.source == source.name
                    snapshots.append(snapshot)
            finally:
                await source.close()

        self._run(poll)
        return snapshots

    def _run(self, scene: Scene) -> None:
        async def with_deadline() -> None:
            async with asyncio.timeout(self.patience_s):
                await scene()

        asyncio.run(with_deadline())


def tables_with_ids(snapshot: Snapshot) -> Iterator[Table]:
    """The tables whose first column is an id of their own."""
    for table in snapshot.tables.values():
        if table.schema.key == "id":
            yield table


def number_columns(snapshot: Snapshot) -> Iterator[tuple[str, Column]]:
    """Every column of numbers with the place it stands at, such as `gpus.utilization_pct`."""
    for table in snapshot.tables.values():
        for name, column in table.columns.items():
            if not column.kind.coded:
                yield f"{table.schema.name}.{name}", column
