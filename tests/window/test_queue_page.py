"""The queue page: why jobs wait, and how long."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.insight.wait_spread import wait_spread
from console.model.column import Value
from console.model.fleet import Fleet
from console.model.table import empty, from_rows
from console.model.tables import JOBS
from console.model.wording import UNKNOWN
from console.window.pages.queue import QueuePage
from console.window.session import Session
from tests.window.conftest import deliver

JOB, NAME, USER, ACCOUNT, POOL, GPUS, STATE, WAITED, REASON, WHY, EXPECTED = range(11)


@pytest.fixture
def page(session: Session, fleet: Fleet, qtbot: QtBot) -> QueuePage:
    made = QueuePage(session)
    qtbot.addWidget(made)
    made.resize(1112, 732)
    made.show()
    qtbot.waitExposed(made)
    deliver(session, fleet)
    return made


def column(page: QueuePage, place: int) -> list[str]:
    return [page.model.cell(row, place).text for row in range(page.model.rowCount())]


def test_that_the_longest_wait_is_on_top_and_running_jobs_come_last(page: QueuePage) -> None:
    assert column(page, JOB) == ["8830", "ppo-7", "8831", "8840", "8812"]
    assert column(page, WAITED)[:2] == ["74 min", "41 min"]


def test_that_a_reason_stands_beside_its_plain_words(page: QueuePage) -> None:
    assert column(page, REASON)[0] == "Resources"
    assert column(page, WHY)[0] == "Waits for 16 free GPUs in h100; 3 are free now."


def test_that_an_expected_start_says_whose_estimate_it_is(page: QueuePage) -> None:
    assert column(page, EXPECTED)[0].startswith("starts ")
    assert column(page, EXPECTED)[1] == UNKNOWN
    assert column(page, EXPECTED)[4].startswith("ends by ")
    assert "scheduler's own estimate" in page.model.tooltip(0, EXPECTED)
    assert "UTC" in page.model.tooltip(0, EXPECTED)


def test_that_a_start_that_has_passed_is_called_late(page: QueuePage, session: Session, fleet: Fleet) -> None:
    row: dict[str, Value] = {
        "id": "a/1", "key": "1", "source": "alpha", "state": "pending", "expected_start_at": fleet.taken_at - 300,
        "taken_at": fleet.taken_at,
    }  # fmt: skip
    deliver(session, fleet.with_table(from_rows(JOBS, [row])))
    assert column(page, EXPECTED) == ["late by 5 min"]


def test_that_chips_filter_one_state_and_one_reason(page: QueuePage) -> None:
    page.states.toggled.emit("state:pending")
    assert len(column(page, JOB)) == 3
    page.reasons.toggled.emit("reason=Resources")
    assert page.filter_text() == "state:pending reason=Resources"
    assert column(page, JOB) == ["8830"]
    page.states.toggled.emit("state:held")
    assert page.filter_text() == "reason=Resources state:held"
    page.states.toggled.emit("state:held")
    assert page.filter_text() == "reason=Resources"


def test_that_chips_count_and_are_pressed_while_they_filter(page: QueuePage) -> None:
    page.take_filter("state:held")
    chips = page.states.buttons()
    assert [chip.accessibleName() for chip in chips] == ["Pending, 3", "Held, 1", "Running, 1"]
    assert [chip.isChecked() for chip in chips] == [False, True, False]
    QTest.keyClick(chips[0], Qt.Key.Key_Space)
    assert page.filter_text() == "state:pending"


def test_that_waits_are_shown_per_pool_that_is_waited_for(page: QueuePage) -> None:
    pools = [page.waits.cell(row, 0).text for row in range(page.waits.rowCount())]
    assert pools == ["alpha / h100", "kube-eu / h200"]
    assert page.waits.data(page.waits.index(0, 7)) == "under 60 min 1, under 4 h 1"


def test_that_an_arrays_tasks_wait_each(fleet: Fleet) -> None:
    now = fleet.taken_at
    rows: list[dict[str, Value]] = [
        {"id": "a/1", "pool": "alpha/h100", "state": "pending", "submitted_at": now - 30, "tasks": 40},
        {"id": "a/2", "pool": "alpha/h100", "state": "pending", "submitted_at": now - 2 * 86_400, "tasks": None},
        {"id": "a/3", "pool": "alpha/h100", "state": "pending"},
        {"id": "a/4", "pool": "gone", "state": "pending", "submitted_at": now},
        {"id": "a/5", "pool": "alpha/h100", "state": "held", "submitted_at": now},
    ]
    counts = wait_spread(fleet["pools"], from_rows(JOBS, rows), now)
    assert counts[0].tolist() == [40, 0, 0, 0, 0, 0, 0, 1]
    assert not np.any(counts[1:])


def test_that_an_empty_queue_says_so(page: QueuePage, session: Session, fleet: Fleet) -> None:
    healthy = fleet["sources"].take(fleet["sources"]["health"].where("ok"))
    deliver(session, fleet.with_table(empty(JOBS)).with_table(healthy))
    assert page.table.standing.text() == "No job runs or waits."
    page.grab()


def test_that_one_site_is_shown_alone(page: QueuePage, session: Session) -> None:
    session.choose_site("hall-2")
    assert column(page, JOB) == ["ppo-7"]
    session.choose_site("desk")
    assert page.table.standing.text() == "No job at desk."
    page.table.standing.step.click()
    assert session.site is None


def test_that_verbs_act_on_the_list_that_has_the_keyboard(page: QueuePage) -> None:
    page.table.selectRow(0)
    page.waits_table.selectRow(1)
    page.table.setFocus()
    assert page.selected() == ("alpha/8830",)
    page.waits_table.setFocus()
    assert page.selected() == ("kube-eu/h200",)
