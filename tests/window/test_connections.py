from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.engine.messages import Ask, PollNow
from console.model.fleet import Fleet
from console.window.frame.window import MainWindow
from console.window.pages.connections import ConnectionsPage
from console.window.session import Session
from tests.window.conftest import deliver, press


def page_of(window: MainWindow) -> ConnectionsPage:
    press(window, "Ctrl+4")
    page = window.pages.page()
    assert isinstance(page, ConnectionsPage)
    return page


def test_that_every_source_is_a_row_with_its_health_in_words(window: MainWindow) -> None:
    page = page_of(window)
    told = {
        page.model.cell(row, 0).text: (page.model.cell(row, 3).mark, page.model.cell(row, 3).text)
        for row in range(page.model.rowCount())
    }
    assert told["alpha"] == ("✓", "ok")
    assert told["hall-1 bmc"] == ("◐", "stale")
    assert told["runpod"] == ("▲", "refused")


def test_that_the_first_source_is_selected_and_told_in_full(window: MainWindow) -> None:
    page = page_of(window)
    assert page.detail.name.text() == "this host"
    press(window, "Down")
    assert page.detail.name.text() == "alpha"
    assert {fact.label: fact.value for fact in page.detail.facts.facts()}["May change things"] == "yes"


def test_that_a_source_in_trouble_says_what_to_do(window: MainWindow) -> None:
    page = page_of(window)
    press(window, "End")
    press(window, "Ctrl+End")
    assert page.detail.name.text() == "runpod"
    assert "Put a new key into the keyring" in page.detail.sentence.accessibleName()


def test_that_one_source_can_be_polled_now(window: MainWindow, asked: list[Ask]) -> None:
    page = page_of(window)
    page.detail.poll_wanted.emit("alpha")
    assert PollNow("alpha") in asked


def test_that_without_sources_the_page_says_how_to_add_one(window: MainWindow, session: Session) -> None:
    page = page_of(window)
    deliver(session, Fleet(session.fleet.taken_at, {}))
    assert page.empty.isVisible()
    assert not page.table.isVisible()


def test_that_the_block_to_paste_is_copied(window: MainWindow) -> None:
    page = page_of(window)
    page.add.kinds.drop.actions()[1].trigger()
    page.add.copy_block()
    assert QApplication.clipboard().text().startswith('[[source]]\nkind = "slurm"')
    assert "ssh = " in QApplication.clipboard().text()


def test_that_every_block_is_configuration_that_can_be_read(qtbot: QtBot) -> None:
    from pathlib import Path  # noqa: PLC0415

    from console.settings.configuration import read  # noqa: PLC0415
    from console.window.connections.recipes import recipes  # noqa: PLC0415

    for recipe in recipes():
        site = b'[[site]]\nname = "hall-1"\n'
        assert read(site + recipe.toml.encode(), Path("switchroom.toml")).sources


def test_that_the_configuration_can_be_read_again(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    with qtbot.waitSignal(window.engine_wanted):
        page.add.reload_wanted.emit()
