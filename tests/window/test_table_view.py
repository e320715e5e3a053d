"""A table without a mouse: selection by id, marks, sort and columns."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.insight.filter import parse_filter
from console.model.tables import GPUS
from console.window.tables.gpu_columns import gpu_columns
from console.window.tables.layout_store import MemoryStore
from console.window.tables.model import TableModel
from console.window.tables.view import TableView
from tests.window.gpu_rows import fresh, gpus, node

UTIL = 2
Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def view(qtbot: QtBot, store: MemoryStore) -> TableView:
    made = _view(qtbot, store)
    made.table.show_table(gpus(*node("n1"), *node("n2")), fresh())
    made.setFocus()
    return made


def _view(qtbot: QtBot, store: MemoryStore) -> TableView:
    made = TableView(TableModel(GPUS, gpu_columns()), "gpus", store=store)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def sort_of(view: TableView) -> tuple[int, bool] | None:
    return view.table.sorted_by


def place_of(view: TableView, thing: str) -> int:
    return int(view.table.listing.places_of(frozenset({thing}))[0])


def test_that_arrows_and_enter_open_a_row(view: TableView, qtbot: QtBot) -> None:
    QTest.keyClick(view, Key.Key_Down)
    QTest.keyClick(view, Key.Key_Down)
    with qtbot.waitSignal(view.row_opened) as opened:
        QTest.keyClick(view, Key.Key_Return)
    assert opened.args == [view.table.id_at(view.currentIndex().row())]


def test_that_a_double_click_opens_a_row(view: TableView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.row_opened) as opened:
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(20, 40))
    assert opened.args == ["alpha/n1/gpu1"]


def test_that_space_marks_and_unmarks(view: TableView, qtbot: QtBot) -> None:
    view.selectRow(1)
    QTest.keyClick(view, Key.Key_Space)
    assert view.shared.ids == frozenset()
    QTest.keyClick(view, Key.Key_Space)
    assert view.shared.ids == {"alpha/n1/gpu1"}


def test_that_the_current_row_counts_where_none_is_marked(view: TableView) -> None:
    view.selectRow(3)
    view.selectionModel().clearSelection()
    assert view.selected_ids() == ("alpha/n1/gpu3",)


def test_that_selection_and_current_row_follow_their_ids(view: TableView, qtbot: QtBot) -> None:
    view.sort_by("util", descending=True)
    view.selectRow(place_of(view, "alpha/n1/gpu5"))
    later = [{**row, "utilization_pct": float(place)} for place, row in enumerate((*node("n1"), *node("n2")))]
    view.table.show_table(gpus(*later), fresh())
    assert view.selected_ids() == ("alpha/n1/gpu5",)
    rows = [index.row() for index in view.selectionModel().selectedRows()]
    assert rows == [place_of(view, "alpha/n1/gpu5")] == [view.currentIndex().row()]


def test_that_what_is_marked_survives_its_absence(view: TableView) -> None:
    view.selectRow(8)
    assert view.selected_ids() == ("alpha/n2/gpu0",)
    view.table.show_table(gpus(*node("n1")), fresh())
    assert view.selected_ids() == ()
    assert not view.selectionModel().hasSelection()
    view.table.show_table(gpus(*node("n0"), *node("n1"), *node("n2")), fresh())
    assert view.selected_ids() == ("alpha/n2/gpu0",)
    assert [index.row() for index in view.selectionModel().selectedRows()] == [16]


def test_that_a_verb_never_acts_on_what_the_filter_hides(view: TableView) -> None:
    view.selectAll()
    view.table.set_filter(parse_filter("node:n2"))
    assert len(view.selected_ids()) == 8
    assert all(each.startswith("alpha/n2/") for each in view.selected_ids())


def test_that_a_refresh_tells_nobody_of_a_new_selection(view: TableView, qtbot: QtBot) -> None:
    view.selectRow(2)
    with qtbot.assertNotEmitted(view.shared.changed):
        view.table.show_table(gpus(*node("n0"), *node("n1")), fresh())


def test_that_headings_sort_by_keyboard(view: TableView, qtbot: QtBot) -> None:
    view.setCurrentIndex(view.table.index(0, 0))
    QTest.keyClick(view, Key.Key_Up)
    assert view.headings.hasFocus()
    for _ in range(UTIL):
        QTest.keyClick(view.headings, Key.Key_Right)
    QTest.keyClick(view.headings, Key.Key_Return)
    assert sort_of(view) == (UTIL, True)
    QTest.keyClick(view.headings, Key.Key_Return)
    assert sort_of(view) == (UTIL, False)
    QTest.keyClick(view.headings, Key.Key_Return)
    assert sort_of(view) is None
    QTest.keyClick(view.headings, Key.Key_Down)
    assert view.hasFocus()


def test_that_a_click_on_a_heading_sorts_the_largest_first(view: TableView, qtbot: QtBot) -> None:
    middle = view.headings.sectionViewportPosition(UTIL) + 10
    QTest.mouseClick(view.headings.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(middle, 10))
    assert sort_of(view) == (UTIL, True)


def test_that_columns_sort_and_widths_come_back(view: TableView, store: MemoryStore, qtbot: QtBot) -> None:
    chooser = view.headings.chooser()
    model_action = next(action for action in chooser.actions() if action.text() == "Model")
    model_action.trigger()
    view.headings.resizeSection(UTIL, 111)
    view.headings.setSortIndicator(UTIL, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: "descending" in (store.get("table-gpus") or ""))
    again = _view(qtbot, store)
    assert not again.headings.isSectionHidden(10)
    assert again.headings.sectionSize(UTIL) == 111
    assert sort_of(again) == (UTIL, True)
    again.reset_layout()
    assert again.headings.isSectionHidden(10)
    assert again.headings.sectionSize(UTIL) != 111
    assert sort_of(again) is None


@pytest.mark.parametrize("kept", ["{", "[]", '{"version": 99}', '{"version": 1, "widths": {"util": "x"}, "places": 3}'])
def test_that_a_layout_that_cannot_be_read_is_as_none(kept: str, store: MemoryStore, qtbot: QtBot) -> None:
    store.set("table-gpus", kept)
    assert _view(qtbot, store).headings.sectionSize(0) > 0


def test_that_columns_fill_the_room(view: TableView) -> None:
    assert view.headings.length() == view.viewport().width()


def test_that_the_menu_key_asks_for_the_verbs_of_what_is_selected(view: TableView, qtbot: QtBot) -> None:
    view.selectRow(1)
    with qtbot.waitSignal(view.menu_asked) as asked:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
        QApplication.sendEvent(view.viewport(), event)
    assert asked.args is not None
    assert asked.args[0] == ("alpha/n1/gpu1",)
