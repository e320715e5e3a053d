"""Lines that lose no peak, cross no silence and say what they show."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.window.widgets.area_chart import SPAN_S, AreaChart
from console.window.widgets.histogram import BINS, Histogram
from console.window.widgets.polyline import runs
from console.window.widgets.stacked_bar import widths

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=400), st.integers(2, 60))
def test_that_no_peak_is_lost_between_two_pixels(values: list[float], width: int) -> None:
    times, heights = np.arange(len(values), dtype=float), np.array(values)
    (run,) = runs(times, heights, 0.0, float(max(len(values) - 1, 1)), width)
    assert run.high.max() == heights.max()
    assert run.low.min() == heights.min()
    assert np.all(np.diff(run.x) > 0)
    assert run.x[-1] < width


def test_that_the_unknown_is_a_gap() -> None:
    values = np.array([1.0, 2.0, np.nan, 3.0, 4.0])
    assert [len(run.x) for run in runs(np.arange(5.0), values, 0.0, 4.0, 100)] == [2, 2]


def test_that_a_silence_is_a_gap() -> None:
    times = np.array([0.0, 10.0, 20.0, 90.0, 100.0])
    assert len(runs(times, np.ones(5), 0.0, 100.0, 100)) == 2


def test_that_nothing_is_drawn_of_nothing() -> None:
    assert runs(np.empty(0), np.empty(0), 0.0, 1.0, 100) == []
    assert runs(np.arange(3.0), np.full(3, np.nan), 0.0, 2.0, 100) == []


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=5).filter(any), st.integers(40, 400))
def test_that_a_bar_fills_its_room_and_hides_nobody(counts: list[int], room: int) -> None:
    wide = widths([float(count) for count in counts], room)
    assert sum(wide) == room
    assert all(width >= 2 for width, count in zip(wide, counts, strict=True) if count)


@pytest.fixture
def chart(qtbot: QtBot) -> AreaChart:
    made = AreaChart()
    qtbot.addWidget(made)
    made.resize(361, 60)
    made.show()
    return made


def test_that_a_chart_says_its_newest_value(chart: AreaChart) -> None:
    chart.set_series(np.array([0.0, 10.0]), np.array([5.0, 688.0]), "Power", "W", (0.0, 700.0))
    assert (chart.accessibleName(), chart.accessibleDescription()) == ("Power", "688 W")
    chart.set_series(np.array([0.0, 10.0]), np.array([5.0, np.nan]), "Power", "W", (0.0, 700.0))
    assert chart.accessibleDescription() == "— W"


def test_that_pointing_at_a_chart_tells_the_instant(chart: AreaChart, qtbot: QtBot) -> None:
    chart.set_series(np.arange(0.0, SPAN_S, 10), np.ones(360), "Power", "W", (0.0, 2.0), end=SPAN_S)
    with qtbot.waitSignal(chart.pointed) as pointed:
        QTest.mouseMove(chart, QPoint(180, 40))
    assert pointed.args is not None
    assert pointed.args[0] == pytest.approx(SPAN_S / 2)
    chart.grab()


def test_that_an_empty_chart_can_be_drawn(chart: AreaChart) -> None:
    chart.set_series(np.empty(0), np.empty(0), "Power", "W", (0.0, 0.0))
    chart.grab()


@pytest.fixture
def histogram(qtbot: QtBot) -> Histogram:
    made = Histogram()
    qtbot.addWidget(made)
    made.set_values(np.array([1.0, 99.0, np.nan, 250.0]), 0.0, 100.0)
    made.resize(BINS * 12, 26)
    made.show()
    made.setFocus()
    return made


def test_that_a_drag_filters_between_two_bounds(histogram: Histogram, qtbot: QtBot) -> None:
    with qtbot.waitSignal(histogram.brushed) as brushed:
        QTest.mousePress(histogram, LEFT, NONE, QPoint(12 * 5 + 2, 10))
        QTest.mouseMove(histogram, QPoint(12 * 9 + 2, 10))
        QTest.mouseRelease(histogram, LEFT, NONE, QPoint(12 * 9 + 2, 10))
    assert brushed.args == [(20.0, 40.0)]


def test_that_the_ends_of_the_range_are_open(histogram: Histogram, qtbot: QtBot) -> None:
    with qtbot.waitSignal(histogram.brushed) as brushed:
        QTest.mouseClick(histogram, LEFT, NONE, QPoint(1, 10))
    assert brushed.args == [(None, 4.0)]
    with qtbot.waitSignal(histogram.brushed) as brushed:
        QTest.mouseClick(histogram, LEFT, NONE, QPoint(12 * BINS - 1, 10))
    assert brushed.args == [(96.0, None)]


def test_that_a_stretch_is_made_and_cleared_by_keyboard(histogram: Histogram, qtbot: QtBot) -> None:
    with qtbot.waitSignals([histogram.brushed] * 2):
        QTest.keyClick(histogram, Key.Key_Right, SHIFT)
        QTest.keyClick(histogram, Key.Key_Right, SHIFT)
    with qtbot.waitSignal(histogram.brushed) as brushed:
        QTest.keyClick(histogram, Key.Key_Delete)
    assert brushed.args == [None]
    histogram.grab()
