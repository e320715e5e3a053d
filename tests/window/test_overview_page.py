"""The overview: figures that add up, and none where nothing is known."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.engine.messages import Ask, AskSeries, SeriesTold
from console.model.column import Value
from console.model.fleet import Fleet
from console.model.table import empty, from_rows
from console.model.tables import ALERTS, POOLS, SOURCES, SPEND
from console.model.wording import UNKNOWN
from console.window.pages.overview import OverviewPage
from console.window.pages.recorded import MEASURES
from console.window.session import Session
from console.window.widgets.tile import Tile
from tests.window.conftest import deliver


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> OverviewPage:
    made = OverviewPage(session)
    qtbot.addWidget(made)
    made.resize(1112, 732)
    made.show()
    qtbot.waitExposed(made)
    return made


def lines(tile: Tile) -> list[str]:
    return [line.text() for line in tile.lines if line.text()]


def told(subject: str, level: float) -> SeriesTold:
    times = np.arange(0.0, 60.0, 10.0)
    return SeriesTold(subject, times.tobytes(), {name: np.full(6, level).tobytes() for name in MEASURES})


def test_that_the_tiles_answer_at_a_glance(page: OverviewPage, session: Session, fleet: Fleet) -> None:
    deliver(session, fleet)
    tiles = page.tiles
    figures = [tile.figure.figure for tile in (tiles.gpus, tiles.power, tiles.cost, tiles.backlog, tiles.alerts)]
    assert figures == ["26", "18.5", "€60.00", "32", "3"]
    assert lines(tiles.gpus) == ["11 idle, 2 reserved, 2 held idle, 2 down"]
    assert lines(tiles.power) == ["headroom 9.82 kW", "95 % measured"]
    assert lines(tiles.alerts)[0] == "alpha/h100: GPU down: n047/gpu7"
    assert tiles.gpus.accessibleName() == "GPUs: 26 busy of 41, 11 idle, 2 reserved, 2 held idle, 2 down"
    page.grab()


def test_that_before_the_first_answer_nothing_is_claimed(page: OverviewPage) -> None:
    tiles = page.tiles
    for tile in (tiles.gpus, tiles.power, tiles.cost, tiles.backlog, tiles.alerts):
        assert tile.figure.figure == UNKNOWN
        assert lines(tile) == []
    assert page.table.standing.text() == "Waiting for the first answers."


def test_that_what_nobody_tells_is_a_dash(page: OverviewPage, session: Session, fleet: Fleet) -> None:
    bare = fleet.with_table(empty(SPEND)).with_table(empty(ALERTS)).with_table(
        from_rows(POOLS, [{"id": "a/b", "source": "a", "name": "b", "gpus_total": 4}])
    )  # fmt: skip
    deliver(session, Fleet(bare.taken_at, {name: bare[name] for name in ("sources", "pools", "alerts", "spend")}))
    tiles = page.tiles
    assert (tiles.power.figure.figure, lines(tiles.power)) == (UNKNOWN, ["no source measures power"])
    assert (tiles.cost.figure.figure, lines(tiles.cost)) == (UNKNOWN, ["no prices configured"])
    assert (tiles.backlog.figure.figure, lines(tiles.backlog)) == (UNKNOWN, ["no queue is connected"])
    assert (tiles.alerts.figure.figure, lines(tiles.alerts)) == ("0", ["nothing needs you"])
    assert page.model.cell(0, 3).text == UNKNOWN


def test_that_a_month_over_its_budget_is_a_warning(page: OverviewPage, session: Session, fleet: Fleet) -> None:
    deliver(session, fleet)
    cost = lines(page.tiles.cost)
    assert cost[0].endswith("$2.61 M of $3 M")
    assert cost[1:] == ["forecast $3.08 M", "bill 10 h old"]
    assert [cell.mark is not None for cell in page.tiles.cost.lines[1].cells()] == [True]


def test_that_pools_stand_in_the_order_of_their_sources(page: OverviewPage, session: Session, fleet: Fleet) -> None:
    deliver(session, fleet)
    names = [page.model.cell(place, 0).text for place in range(page.model.rowCount())]
    assert names == ["alpha / h100", "alpha / a100", "kube-eu / h200", "this host / local"]


def test_that_the_bar_says_what_it_shows(page: OverviewPage, session: Session, fleet: Fleet) -> None:
    deliver(session, fleet)
    text = page.model.data(page.model.index(0, 2))
    assert text == "24 GPUs: 17 busy, 3 idle, 2 held idle, 2 down"


def test_that_the_last_hour_is_asked_for_and_drawn(
    page: OverviewPage, session: Session, fleet: Fleet, asked: list[Ask]
) -> None:
    deliver(session, fleet)
    assert asked[-1] == AskSeries("fleet", MEASURES)
    session.take_told(told("fleet", 20.0))
    assert list(page.recorded.values["gpus_busy"]) == [20.0] * len(page.recorded.times)
    page.grab()


def test_that_a_chart_ends_with_the_figure_of_its_tile(page: OverviewPage, session: Session, fleet: Fleet) -> None:
    deliver(session, fleet)
    session.take_told(told("fleet", 20.0))
    assert page.last_hour.use.accessibleDescription() == page.tiles.gpus.figure.figure == "26"


def test_that_a_sites_hour_is_the_sum_of_its_pools(
    page: OverviewPage, session: Session, fleet: Fleet, asked: list[Ask]
) -> None:
    deliver(session, fleet)
    asked.clear()
    session.choose_site("hall-1")
    assert asked == [AskSeries("alpha/a100", MEASURES), AskSeries("alpha/h100", MEASURES)]
    session.take_told(told("alpha/a100", 3.0))
    session.take_told(told("alpha/h100", 17.0))
    assert list(page.recorded.values["gpus_busy"]) == [20.0] * len(page.recorded.times)
    assert page.last_hour.use.accessibleDescription() == page.tiles.gpus.figure.figure == "17"


def test_that_nothing_is_asked_while_nobody_looks(page: OverviewPage, asked: list[Ask]) -> None:
    page.hide()
    asked.clear()
    page.recorded.watch(False)
    assert not page.recorded.watching()


def test_that_tiles_lead_on_by_keyboard(page: OverviewPage, session: Session, fleet: Fleet, qtbot: QtBot) -> None:
    deliver(session, fleet)
    with qtbot.waitSignal(session.page_asked) as turned:
        QTest.keyClick(page.tiles.backlog, Qt.Key.Key_Return)
    assert turned.args == ["queue", ""]
    with qtbot.waitSignal(session.thing_opened) as opened:
        QTest.keyClick(page.tiles.alerts, Qt.Key.Key_Return)
    assert opened.args == ["alpha/h100"]


def test_that_a_tile_says_what_its_figure_rests_on(page: OverviewPage, session: Session, fleet: Fleet) -> None:
    deliver(session, fleet)
    tip = page.tiles.gpus.toolTip()
    assert "From this host 2 s, alpha 4 s" in tip
    assert "31 of 32 GPUs reported" in tip
    assert "runpod: the key is refused" in tip


def test_that_no_source_at_all_leads_to_the_connections(page: OverviewPage, session: Session, qtbot: QtBot) -> None:
    deliver(session, Fleet(5.0, {"sources": empty(SOURCES)}))
    assert page.table.standing.text() == "Nothing is connected yet."
    with qtbot.waitSignal(session.page_asked) as turned:
        page.table.standing.step.click()
    assert turned.args == ["connections", ""]


def test_that_a_source_that_fails_from_the_start_is_an_alert_beside_unknown_figures(
    page: OverviewPage, session: Session
) -> None:
    now = time.time()
    source: dict[str, Value] = {"name": "alpha", "health": "unreachable", "detail": "nothing listens there"}
    alert: dict[str, Value] = {"id": "alpha/source", "severity": "warning", "subject": "alpha", "text": "alpha: gone"}
    deliver(session, Fleet(now, {"sources": from_rows(SOURCES, [source]), "alerts": from_rows(ALERTS, [alert])}))
    assert page.tiles.alerts.figure.figure == "1"
    assert page.tiles.gpus.figure.figure == "—"


@pytest.mark.parametrize(("health", "dimmed"), [("ok", False), ("unreachable", True)])
def test_that_figures_are_dimmed_once_no_source_is_current(
    page: OverviewPage, session: Session, health: str, dimmed: bool
) -> None:
    now = time.time()
    source: dict[str, Value] = {"name": "alpha", "health": health, "taken_at": now, "poll_s": 5.0}
    pool: dict[str, Value] = {"id": "alpha/gpu", "source": "alpha", "gpus_busy": 8, "gpus_total": 8}
    deliver(session, Fleet(now, {"sources": from_rows(SOURCES, [source]), "pools": from_rows(POOLS, [pool])}))
    assert page.tiles.gpus.figure.figure == "8"
    assert page.tiles.gpus._stale is dimmed
