"""What a table model announces, and what its cells say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from console.insight.filter import parse_filter
from console.model.errors import SettingsError
from console.model.tables import GPUS
from console.window.tables.cell import Look, Mark
from console.window.tables.freshness import Freshness
from console.window.tables.gpu_columns import gpu_columns
from console.window.tables.model import TableModel
from tests.window.gpu_rows import NOW, Row, fresh, gpus, node

NAME, STATE, UTIL, MEM, POWER, CAP, TEMP, THROTTLE = range(8)


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[TableModel]:
    made = TableModel(GPUS, gpu_columns())
    yield made
    made.deleteLater()


def names(model: TableModel) -> list[str]:
    return [model.cell(place, NAME).text for place in range(model.rowCount())]


def test_that_node2_comes_before_node10(model: TableModel) -> None:
    model.show_table(gpus({"node": "n10"}, {"node": "n2", "index": 1}, {"node": "n2"}), fresh())
    model.sort(NAME)
    assert names(model) == ["alpha n2 · 0", "alpha n2 · 1", "alpha n10 · 0"]


def test_that_unknown_values_sort_last_either_way(model: TableModel) -> None:
    model.show_table(
        gpus({"node": "a"}, {"node": "b", "utilization_pct": 5.0}, {"node": "c", "utilization_pct": 9.0}), fresh()
    )
    model.sort(UTIL)
    assert names(model) == ["alpha b · 0", "alpha c · 0", "alpha a · 0"]
    model.sort(UTIL, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["alpha c · 0", "alpha b · 0", "alpha a · 0"]


def test_that_the_unknown_is_an_em_dash_and_never_zero(model: TableModel) -> None:
    model.show_table(gpus({"node": "a", "power_w": 0.0}), fresh())
    assert model.cell(0, UTIL).text == "—"
    assert model.cell(0, POWER).text == "0"


def test_that_a_state_has_its_word_and_its_mark(model: TableModel) -> None:
    states = ("busy", "idle", "reserved_idle", "down", None)
    rows: list[Row] = [{"node": f"n{place}", "state": state} for place, state in enumerate(states)]
    model.show_table(gpus(*rows), fresh())
    cells = [model.cell(place, STATE) for place in range(5)]
    assert [cell.text for cell in cells] == ["busy", "idle", "reserved, idle", "down", "unknown"]
    assert [cell.mark for cell in cells] == [None, None, Mark.HELD, Mark.DOWN, Mark.UNKNOWN]


def test_that_a_temperature_near_its_slowdown_is_a_warning(model: TableModel) -> None:
    hot: list[Row] = [
        {"node": f"n{celsius}", "temperature_c": celsius, "temperature_slowdown_c": 90.0}
        for celsius in (70.0, 85.0, 90.0)
    ]
    model.show_table(gpus(*hot), fresh())
    assert [model.cell(place, TEMP).look for place in range(3)] == [Look.PLAIN, Look.WARNING, Look.DOWN]


def test_that_a_refresh_announces_the_changed_columns_alone(model: TableModel, qtbot: QtBot) -> None:
    model.show_table(gpus(*node("n1", utilization_pct=5.0)), fresh())
    announced: list[tuple[QModelIndex, QModelIndex]] = []
    model.dataChanged.connect(lambda top, bottom: announced.append((top, bottom)))
    with qtbot.assertNotEmitted(model.layoutChanged):
        model.show_table(gpus(*node("n1", utilization_pct=6.0)), fresh(), frozenset({"utilization_pct"}))
    ((top, bottom),) = announced
    assert (top.row(), top.column(), bottom.row(), bottom.column()) == (0, UTIL, 7, UTIL)
    assert model.cell(0, UTIL).text == "6"


def test_that_nothing_is_announced_when_nothing_changed(model: TableModel, qtbot: QtBot) -> None:
    table = gpus(*node("n1"))
    model.show_table(table, fresh())
    with qtbot.assertNotEmitted(model.dataChanged), qtbot.assertNotEmitted(model.layoutChanged):
        model.show_table(table, fresh(), frozenset())


def test_that_another_order_is_a_new_layout(model: TableModel, qtbot: QtBot) -> None:
    model.sort(UTIL)
    model.show_table(gpus({"node": "a", "utilization_pct": 1.0}, {"node": "b", "utilization_pct": 2.0}), fresh())
    with qtbot.waitSignal(model.layoutChanged):
        model.show_table(gpus({"node": "a", "utilization_pct": 3.0}, {"node": "b", "utilization_pct": 2.0}), fresh())
    assert names(model) == ["alpha b · 0", "alpha a · 0"]


def test_that_a_filter_holds_for_the_next_table_too(model: TableModel) -> None:
    model.show_table(gpus({"node": "a", "utilization_pct": 1.0}, {"node": "b", "utilization_pct": 50.0}), fresh())
    model.set_filter(parse_filter("util<20"))
    assert names(model) == ["alpha a · 0"]
    model.show_table(gpus({"node": "a", "utilization_pct": 90.0}, {"node": "b", "utilization_pct": 5.0}), fresh())
    assert names(model) == ["alpha b · 0"]


def test_that_a_filter_that_does_not_fit_changes_nothing(model: TableModel) -> None:
    model.show_table(gpus({"node": "a"}, {"node": "b"}), fresh())
    with pytest.raises(SettingsError):
        model.set_filter(parse_filter("wait>2h"))
    assert model.rowCount() == 2


def test_that_rows_older_than_three_polls_are_stale_with_their_age(model: TableModel) -> None:
    model.show_table(gpus({"node": "a"}, age_s=14.0), fresh())
    assert model.stale_age(0) == ""
    model.tick(fresh(now=NOW + 2))
    assert model.stale_age(0) == "16 s"


@pytest.mark.parametrize("late", [fresh(alive=False), fresh(health="unreachable"), fresh(health="refused")])
def test_that_a_source_or_engine_that_is_gone_makes_its_rows_stale(model: TableModel, late: Freshness) -> None:
    model.show_table(gpus({"node": "a"}), late)
    assert model.stale_age(0) == "1 s"


def test_that_a_tooltip_says_where_a_figure_is_from(model: TableModel) -> None:
    model.show_table(gpus({"node": "a", "power_w": 688.0}), fresh())
    tip = model.tooltip(0, POWER)
    assert tip.startswith("Power W: 688\nFrom alpha · Slurm 24.11\nTaken ")
    assert "1 s ago" in tip


def test_that_markup_in_a_name_stays_text(model: TableModel) -> None:
    model.show_table(gpus({"node": "<b>x</b>"}), fresh())
    tip = model.data(model.index(0, NAME), Qt.ItemDataRole.ToolTipRole)
    assert isinstance(tip, str)
    assert "&lt;b&gt;" in tip


def test_that_qt_finds_nothing_wrong_with_the_model(model: TableModel, qtmodeltester: ModelTester) -> None:
    model.show_table(gpus(*node("n1"), *node("n2")), fresh())
    model.sort(UTIL)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.set_filter(parse_filter("node:n2"))
    model.show_table(gpus(*node("n1"), *node("n2"), *node("n3")), fresh())
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
