"""The heat map by keyboard and mouse, and what it draws."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.model.column import Mask
from console.model.table import Table
from console.window.tables.selection import Selection
from console.window.theme.theme import qcolor, theme
from console.window.widgets.heat_map import HeatMap
from console.window.widgets.heat_picture import Shown
from console.window.widgets.measures import codes, measures
from tests.window.gpu_rows import gpus, node

Key = Qt.Key
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def shown(table: Table, passing: Mask | None = None) -> Shown:
    every = np.ones(len(table), dtype=bool)
    return Shown(table, codes(measures()[0], table), every if passing is None else passing, ~every, None)


@pytest.fixture
def heat_map(qtbot: QtBot) -> HeatMap:
    made = HeatMap(Selection(), lambda row: f"row {row}")
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show_cells(shown(gpus(*node("n1", utilization_pct=100.0), *node("n2", utilization_pct=0.0))))
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def middle(heat_map: HeatMap, cell: int) -> QPoint:
    return heat_map.cell_area(cell).center()


def test_that_arrows_walk_and_enter_opens(heat_map: HeatMap, qtbot: QtBot) -> None:
    QTest.keyClick(heat_map, Key.Key_Home)
    QTest.keyClick(heat_map, Key.Key_Right)
    assert heat_map.selection.ids == {"alpha/n1/gpu1"}
    with qtbot.waitSignal(heat_map.cell_opened) as opened:
        QTest.keyClick(heat_map, Key.Key_Return)
    assert opened.args == ["alpha/n1/gpu1"]


def test_that_shift_extends_and_space_marks(heat_map: HeatMap) -> None:
    QTest.keyClick(heat_map, Key.Key_Home)
    QTest.keyClick(heat_map, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(heat_map, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert heat_map.selection.ids == {"alpha/n1/gpu0", "alpha/n1/gpu1", "alpha/n1/gpu2"}
    QTest.keyClick(heat_map, Key.Key_Space)
    assert heat_map.selection.ids == {"alpha/n1/gpu0", "alpha/n1/gpu1"}


def test_that_a_click_selects_and_a_double_click_opens(heat_map: HeatMap, qtbot: QtBot) -> None:
    QTest.mouseClick(heat_map.viewport(), LEFT, NONE, middle(heat_map, 9))
    assert heat_map.selection.current == "alpha/n2/gpu1"
    QTest.mouseClick(heat_map.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, middle(heat_map, 3))
    assert heat_map.selection.ids == {"alpha/n2/gpu1", "alpha/n1/gpu3"}
    with qtbot.waitSignal(heat_map.cell_opened) as opened:
        QTest.mouseDClick(heat_map.viewport(), LEFT, NONE, middle(heat_map, 3))
    assert opened.args == ["alpha/n1/gpu3"]
    QTest.mouseClick(heat_map.viewport(), LEFT, NONE, QPoint(390, 190))
    assert heat_map.selection.ids == frozenset()


def test_that_the_focus_can_be_seen(heat_map: HeatMap) -> None:
    heat_map.clearFocus()
    heat_map.setFocus(Qt.FocusReason.TabFocusReason)
    assert heat_map.selection.current == "alpha/n1/gpu0"
    assert heat_map.selection.ids == frozenset()


def test_that_a_value_is_drawn_in_its_colour(heat_map: HeatMap) -> None:
    image = heat_map.viewport().grab().toImage()
    tokens = theme().tokens
    assert image.pixelColor(middle(heat_map, 0)) == qcolor(tokens.heat[-1])
    assert image.pixelColor(middle(heat_map, 9)) == qcolor(tokens.heat[0])


def test_that_a_down_gpu_is_hollow_and_held_ones_are_amber(heat_map: HeatMap) -> None:
    heat_map.show_cells(shown(gpus(*node("n1", 1, state="down"), *node("n2", 1, state="reserved_idle"))))
    image, tokens = heat_map.viewport().grab().toImage(), theme().tokens
    assert image.pixelColor(middle(heat_map, 0)) == qcolor(tokens.ground)
    assert image.pixelColor(heat_map.cell_area(0).topLeft()) == qcolor(tokens.down)
    assert image.pixelColor(middle(heat_map, 1)) == qcolor(tokens.warning)


def test_that_headings_count_what_passes(heat_map: HeatMap) -> None:
    table = gpus(*node("n1"), *node("n2", 1, pool="alpha/a100"))
    heat_map.show_cells(shown(table))
    assert heat_map.picture.counts() == ["1 GPU", "8 GPUs"]
    heat_map.show_cells(shown(table, np.arange(9) < 3))
    assert heat_map.picture.counts() == ["0 of 1 GPUs", "3 of 8 GPUs"]


def test_that_ten_thousand_cells_scroll_and_are_found(heat_map: HeatMap) -> None:
    rows = [row for number in range(1250) for row in node(f"n{number}")]
    heat_map.show_cells(shown(gpus(*rows)))
    bar = heat_map.verticalScrollBar()
    assert bar.maximum() > 0
    heat_map.selection.choose(frozenset({"alpha/n1249/gpu7"}), "alpha/n1249/gpu7")
    QTest.keyClick(heat_map, Key.Key_Left)
    assert heat_map.selection.current == "alpha/n1249/gpu6"
    assert bar.value() > 0
    assert heat_map.viewport().rect().contains(heat_map.cell_area(heat_map.current_cell()))
    heat_map.selection.choose(frozenset(heat_map.picture.shown.gpus.ids), None)
    heat_map.viewport().grab()
