"""The fleet page: table and heat map are two views of the same rows."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.model.fleet import Fleet
from console.model.table import from_rows
from console.model.tables import GPUS, SOURCES
from console.window.pages.fleet import FleetPage
from console.window.session import Session
from tests.window.conftest import deliver

SLOW = "alpha/n047/gpu3"


@pytest.fixture
def page(session: Session, fleet: Fleet, qtbot: QtBot) -> FleetPage:
    made = FleetPage(session)
    qtbot.addWidget(made)
    made.resize(1100, 730)
    made.show()
    qtbot.waitExposed(made)
    deliver(session, fleet)
    return made


def shown(page: FleetPage) -> list[str]:
    return page.model.listing.ids(slice(None))


def test_that_the_gpu_that_misbehaves_is_found(page: FleetPage) -> None:
    page.take_filter("util<20 state:busy")
    assert shown(page) == [SLOW]
    assert page.filter_box.accessibleDescription() == "1 of 41"
    assert page.heat.heat_map.picture.counts()[2] == "1 of 24 GPUs"


def test_that_both_views_share_the_selection(page: FleetPage) -> None:
    page.table.selectRow(shown(page).index(SLOW))
    picture = page.heat.heat_map.picture
    assert [picture.id_of(int(cell)) for cell in picture.cells_of(page.selection.ids)] == [SLOW]
    cell = int(picture.cells_of(frozenset({"kube-eu/g3/gpu2"}))[0])
    area = page.heat.heat_map.cell_area(cell)
    QTest.mouseClick(
        page.heat.heat_map.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, area.center()
    )
    assert page.selected() == ("kube-eu/g3/gpu2",)
    assert shown(page)[page.table.currentIndex().row()] == "kube-eu/g3/gpu2"


def test_that_both_views_share_the_sort(page: FleetPage) -> None:
    page.choices.grouping_chip.choose("none")
    page.table.headings.setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    picture = page.heat.heat_map.picture
    assert [picture.id_of(cell) for cell in range(len(picture.layout.rows))] == shown(page)


def test_that_a_cell_and_a_row_open_the_same_thing(page: FleetPage, session: Session, qtbot: QtBot) -> None:
    page.selection.choose(frozenset({SLOW}), SLOW)
    for view in (page.table, page.heat.heat_map):
        with qtbot.waitSignal(session.thing_opened) as opened:
            QTest.keyClick(view, Qt.Key.Key_Return)
        assert opened.args == [SLOW]


def test_that_a_brush_writes_the_filter_and_clearing_it_gives_the_brush_up(page: FleetPage) -> None:
    page.take_filter("state:busy")
    page.heat.histogram.brushed.emit((8.0, 16.0))
    assert page.filter_text() == "state:busy util>=8 util<16"
    assert shown(page) == [SLOW]
    page.heat.histogram.brushed.emit(None)
    assert page.filter_text() == "state:busy"


def test_that_a_filter_that_does_not_fit_keeps_the_last_rows(page: FleetPage) -> None:
    page.take_filter("node:n047")
    page.take_filter("wait>2h")
    assert len(shown(page)) == 8
    assert "no field" in page.filter_box.accessibleDescription()


def test_that_one_site_is_shown_alone(page: FleetPage, session: Session) -> None:
    session.choose_site("hall-2")
    assert {each.partition("/")[0] for each in shown(page)} == {"kube-eu"}
    assert len(page.heat.heat_map.picture.layout.rows) == 8


def test_that_no_match_says_so_and_how_to_go_on(page: FleetPage) -> None:
    page.take_filter("nobody")
    assert page.table.standing.text() == "No GPU matches “nobody”."
    page.table.standing.step.click()
    assert page.filter_text() == ""
    assert page.table.standing.text() == ""


def test_that_a_source_that_never_answered_is_named(page: FleetPage) -> None:
    assert page.trouble.isVisible()
    assert page.trouble.label.text() == "Not in these figures: runpod (the key is refused)"


def test_that_a_lost_engine_leaves_the_last_values_as_stale(page: FleetPage, session: Session) -> None:
    assert page.model.stale_age(0) == ""
    session.lose_engine("The engine stopped.")
    assert page.model.stale_age(0) != ""
    assert len(shown(page)) == 41
    assert page.heat.heat_map.picture.shown.stale.all()
    page.grab()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "Nothing is connected yet."),
        ([{"name": "a", "health": None, "taken_at": None}], "Waiting for the first answers."),
        ([{"name": "a", "health": "refused", "detail": "the key is refused"}],
         "No source answers. a: the key is refused."),
        ([{"name": "a", "health": "ok", "taken_at": 1.0}], "No source tells of GPUs."),
    ],
)  # fmt: skip
def test_that_an_empty_page_says_why(
    rows: list[dict[str, str | float | None]], sentence: str, session: Session, qtbot: QtBot
) -> None:
    page = FleetPage(session)
    qtbot.addWidget(page)
    page.show()
    assert page.table.standing.text() == "Waiting for the first answers."
    deliver(session, Fleet(2.0, {"sources": from_rows(SOURCES, rows)}))
    assert page.table.standing.text() == sentence


def test_that_a_divided_gpu_gives_way_to_its_slices(session: Session, qtbot: QtBot) -> None:
    page = FleetPage(session)
    qtbot.addWidget(page)
    page.show()
    gpus = from_rows(
        GPUS,
        [
            {"id": "a/n/gpu0", "source": "a", "node": "a/n", "index": 0},
            {"id": "a/n/gpu0/1", "source": "a", "node": "a/n", "index": 0, "parent": "a/n/gpu0"},
        ],
    )
    deliver(session, Fleet(2.0, {"gpus": gpus}))
    assert shown(page) == ["a/n/gpu0/1"]


@pytest.mark.parametrize(
    "measure", ["utilisation", "memory", "power", "temperature", "throttling", "ecc", "owner", "state"]
)
def test_that_every_measure_can_be_drawn(page: FleetPage, measure: str, session: Session) -> None:
    page.choices.measure_chip.choose(measure)
    assert session.layout.get("fleet-measure") in {measure, None}
    assert page.heat.legend.accessibleName()
    page.grab()


def test_that_hovering_a_cell_tells_where_its_value_is_from(page: FleetPage) -> None:
    row = page.model.listing.table.rows_by_id[SLOW]
    text = page.heat.describe(row)
    assert text.startswith("alpha n047 · 3 · busy\nUtilisation: 12 %\nvision\nFrom alpha")


def test_that_values_are_drawn_where_rows_come_and_go(page: FleetPage, session: Session, fleet: Fleet) -> None:
    page.selection.choose(frozenset({SLOW}), SLOW)
    gpus = fleet["gpus"]
    deliver(session, fleet.with_table(gpus.take(np.arange(8, len(gpus)))))
    assert page.selected() == (SLOW,)
    deliver(session, fleet)
    assert page.selected() == (SLOW,)
    assert page.heat.heat_map.cell_at(QPoint(5, 25)) == 0
