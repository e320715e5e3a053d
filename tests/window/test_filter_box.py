"""Typing a filter: applied when it is one, explained when it is not."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.insight.filter import parse_filter
from console.window.widgets.filter_box import FilterBox


@pytest.fixture
def box(qtbot: QtBot) -> FilterBox:
    made = FilterBox("Filter")
    qtbot.addWidget(made)
    made.resize(400, 26)
    made.show()
    return made


def test_that_typing_filters_after_a_moment(box: FilterBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.filtered) as filtered:
        QTest.keyClicks(box, "util<20")
    assert filtered.args == [parse_filter("util<20")]


def test_that_a_slip_is_explained_and_filters_nothing(box: FilterBox, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(box.filtered):
        box.set_text_now("utl<20")
    assert "did you mean util?" in box.accessibleDescription()
    assert "did you mean util?" in box.toolTip()
    assert box.property("invalid")
    box.grab()
    box.set_text_now("util<20")
    assert not box.property("invalid")
    assert not box.toolTip()


def test_that_it_says_how_many_pass(box: FilterBox) -> None:
    box.set_count(7, 1952)
    assert box.accessibleDescription() == "7 of 1,952"
    box.set_count(1952, 1952)
    assert box.accessibleDescription() == "1,952"
