from __future__ import annotations

import asyncio

import pytest

from console.engine.assembly import assemble
from console.engine.poller import Poller, error_health
from console.model.errors import (
    BadAnswer,
    ConsoleError,
    Forbidden,
    RateLimited,
    Refused,
    SettingsError,
    TimedOut,
    Unreachable,
    Unsupported,
)
from console.model.snapshot import Snapshot
from console.model.state import Health
from console.model.table import from_rows
from console.model.tables import GPUS
from console.settings.structs import SourceSettings
from tests.engine.scripted import Hang, Scripted, finder, gone


def snapshot(taken_at: float) -> Snapshot:
    return Snapshot("a", taken_at, {"gpus": from_rows(GPUS, [{"id": "a/g0", "state": "busy", "power_w": 300.0}])})


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def poller_of(*answers: Snapshot | Exception | Hang, clock: Clock | None = None) -> tuple[Poller, Scripted]:
    source = Scripted("a", answers)
    settings = SourceSettings(kind="scripted", name="a", site="hall-1")
    return Poller(settings, clock or Clock(), finder(source)), source


def test_a_source_that_answers_is_ok() -> None:
    poller, _ = poller_of(snapshot(1000.0))
    asyncio.run(poller.poll())
    assert poller.health(1001.0) == (Health.OK, "", "")


def test_a_source_that_never_answered_yet_has_no_health() -> None:
    poller, _ = poller_of(snapshot(1000.0))
    assert poller.health(1000.0)[0] is None


def test_an_answer_older_than_three_polls_is_stale() -> None:
    poller, _ = poller_of(snapshot(1000.0))
    asyncio.run(poller.poll())
    assert poller.health(1015.0)[0] is Health.OK
    assert poller.health(1016.0)[0] is Health.STALE


def test_a_source_that_fails_keeps_its_last_values_and_says_why() -> None:
    poller, _ = poller_of(snapshot(1000.0), gone())

    async def twice() -> None:
        await poller.poll()
        await poller.poll()

    asyncio.run(twice())
    fleet = assemble([poller], 1010.0)
    assert fleet["gpus"]["power_w"].values() == [300.0]
    row = fleet["sources"].row(0)
    assert (row["health"], row["detail"], row["todo"]) == ("unreachable", "connection refused", "start it")
    assert row["taken_at"] == 1000.0


def test_a_source_comes_back_by_itself() -> None:
    poller, _ = poller_of(gone(), snapshot(1000.0))

    async def twice() -> None:
        await poller.poll()
        await poller.poll()

    asyncio.run(twice())
    assert poller.health(1001.0)[0] is Health.OK
    assert poller.standing.failures == 0


def test_a_source_that_hangs_is_given_up_at_its_deadline() -> None:
    poller, _ = poller_of(Hang())
    asyncio.run(poller.poll())
    assert isinstance(poller.standing.error, TimedOut)


def test_a_bug_in_a_source_is_told_in_one_sentence() -> None:
    poller, _ = poller_of(KeyError("surprise"))
    asyncio.run(poller.poll())
    health, detail, _ = poller.health(1000.0)
    assert health is Health.UNREACHABLE
    assert detail == "an answer that the console could not handle (KeyError)"


def test_a_kind_that_does_not_exist_is_misconfigured_and_hurts_nobody() -> None:
    poller = Poller(SourceSettings(kind="slrum", name="a"))
    asyncio.run(poller.poll())
    health, detail, todo = poller.health(0.0)
    assert health is Health.MISCONFIGURED
    assert "slrum" in detail
    assert todo == 'did you mean "slurm"?'


@pytest.mark.parametrize(
    ("error", "health"),
    [
        (Unreachable("x"), Health.UNREACHABLE),
        (TimedOut("x"), Health.UNREACHABLE),
        (BadAnswer("x"), Health.UNREACHABLE),
        (Refused("x"), Health.REFUSED),
        (Forbidden("x"), Health.REFUSED),
        (SettingsError("x"), Health.MISCONFIGURED),
        (Unsupported("x"), Health.MISCONFIGURED),
        (RateLimited("x"), Health.STALE),
    ],
)
def test_each_error_has_its_health(error: ConsoleError, health: Health) -> None:
    assert error_health(error) is health


def test_each_failure_in_a_row_doubles_the_wait_up_to_a_minute() -> None:
    poller, _ = poller_of(gone())
    waits = []

    async def fail_often() -> None:
        for _ in range(20):
            await poller.poll()
            waits.append(poller.delay_s())

    asyncio.run(fail_often())
    assert 9.0 <= waits[0] <= 11.0
    assert 54.0 <= waits[-1] <= 66.0


def test_a_rate_limit_is_respected_to_the_second() -> None:
    poller, _ = poller_of(RateLimited("too often", retry_after_s=120))
    asyncio.run(poller.poll())
    assert poller.delay_s() == 120


def test_polls_of_many_sources_drift_apart() -> None:
    poller, _ = poller_of(snapshot(1000.0))
    assert len({poller.delay_s() for _ in range(20)}) > 10


def test_a_poll_that_is_wanted_now_ends_the_wait() -> None:
    poller, source = poller_of(snapshot(1000.0))

    async def ask_again() -> int:
        polled = asyncio.Event()
        running = asyncio.create_task(poller.run(polled.set))
        for _ in range(3):
            await asyncio.wait_for(polled.wait(), 5)
            polled.clear()
            poller.poll_soon()
        running.cancel()
        return source.polls

    assert asyncio.run(ask_again()) >= 3


def test_a_clock_that_is_set_back_an_hour_delays_no_poll_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    poller, source = poller_of(snapshot(1000.0), clock=clock)
    monkeypatch.setattr("console.engine.poller._LONGEST_BACK_OFF_S", 0.01)
    poller.poll_s = 0.01

    async def set_back() -> int:
        polled = asyncio.Event()

        def later() -> None:
            clock.now -= 3600
            polled.set()

        running = asyncio.create_task(poller.run(later))
        for _ in range(3):
            await asyncio.wait_for(polled.wait(), 5)
            polled.clear()
        running.cancel()
        return source.polls

    settings = SourceSettings(kind="scripted", name="a", poll_s=0.01)
    poller.settings = settings
    assert asyncio.run(set_back()) >= 3


def test_closing_closes_the_source_once_it_was_opened() -> None:
    poller, source = poller_of(snapshot(1000.0))

    async def poll_and_close() -> None:
        await poller.poll()
        await poller.close()

    asyncio.run(poll_and_close())
    assert source.closed == 1


def test_closing_before_the_first_poll_opens_nothing() -> None:
    poller, source = poller_of(snapshot(1000.0))
    asyncio.run(poller.close())
    assert source.closed == 0
