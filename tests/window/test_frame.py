"""What the frame tells of sources, engine, sites and alerts."""

from __future__ import annotations

import time

from pytestqt.qtbot import QtBot

from console.engine.messages import CostTold, FailureTold, StartTold
from console.model.column import texts
from console.model.fleet import Fleet
from console.window.frame.live import LiveState
from console.window.frame.memory import Memory
from console.window.frame.source_standing import Standing, Trouble
from console.window.frame.window import MainWindow
from console.window.layout import Layout
from console.window.session import Session
from console.window.theme.theme import Choice, theme
from console.window.theme.tokens import DARK, HIGH_CONTRAST, LIGHT
from tests.window.conftest import deliver, press
from tests.window.small_fleet import small_fleet


def standings(window: MainWindow) -> dict[str, Standing]:
    window.status_bar.show_time(time.time())
    return {button.standing.name: button.standing for button in window.status_bar.strip.buttons}


def with_health(fleet: Fleet, health: str) -> Fleet:
    sources = fleet["sources"]
    return fleet.with_table(sources.with_columns(health=texts([health] * len(sources))))


def test_that_the_status_bar_tells_age_staleness_and_refusal_in_words(window: MainWindow) -> None:
    told = standings(window)
    assert told["alpha"].trouble is Trouble.NONE
    assert told["alpha"].text.startswith("alpha ")
    assert told["hall-1 bmc"].trouble is Trouble.OLD
    assert "stale" in told["hall-1 bmc"].text
    assert told["runpod"] == Standing("runpod", Trouble.GONE, "runpod: the key is refused")


def test_that_a_source_that_has_not_answered_yet_is_no_trouble(window: MainWindow, session: Session) -> None:
    sources = session.fleet["sources"]
    unknown = texts([None] * len(sources))
    deliver(session, session.fleet.with_table(sources.with_columns(health=unknown, detail=unknown)))
    assert standings(window)["runpod"] == Standing("runpod", Trouble.UNTOLD, "runpod: no answer yet")


def test_that_a_click_on_a_source_opens_it(window: MainWindow) -> None:
    button = next(each for each in window.status_bar.strip.buttons if each.standing.name == "runpod")
    button.click()
    assert window.drawer.isVisible()
    assert "put a new key into the keyring" in window.drawer.tabs["now"].sentence.accessibleName().lower()  # type: ignore[attr-defined]


def test_that_sources_in_trouble_stay_where_not_all_fit(window: MainWindow) -> None:
    window.resize(720, 480)
    standings(window)
    strip = window.status_bar.strip
    strip.resize(390, 20)
    shown = {button.standing.name for button in strip.buttons if not button.isHidden()}
    assert "runpod" in shown
    assert "this host" not in shown


def test_that_a_source_that_is_lost_and_back_is_told_each_time(window: MainWindow, session: Session) -> None:
    deliver(session, with_health(session.fleet, "unreachable"))
    assert standings(window)["kube-eu"].trouble is Trouble.GONE
    assert len(session.fleet["gpus"]) == 41
    deliver(session, with_health(session.fleet, "ok"))
    assert standings(window)["kube-eu"].trouble is Trouble.NONE


def test_that_a_lost_engine_is_told_and_every_value_is_stale(window: MainWindow, session: Session) -> None:
    session.lose_engine("The engine stopped; the values are as of 10:42:07. Starting it again.")
    assert window.notice.text().startswith("The engine stopped")
    assert window.top_bar.live.word() == "Stopped"
    assert standings(window)["alpha"].trouble is Trouble.OLD
    session.find_engine()
    assert window.notice.text() == ""
    assert window.top_bar.live.word() == "Live"


def test_that_a_configuration_that_was_spoilt_meanwhile_leaves_the_last_values(
    window: MainWindow, session: Session
) -> None:
    session.take_told(FailureTold('there is no kind of source "slurp"', "switchroom.toml, line 3", "fix it"))
    assert window.notice.text().startswith('switchroom.toml, line 3: There is no kind of source "slurp". Fix it.')
    assert window.pages.isVisible()
    assert not session.engine_alive


def test_that_an_engine_that_cannot_start_is_told_with_the_next_step(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    session.fleet = Fleet(0.0)
    session.take_told(FailureTold('there is no kind of source "slurp"', "switchroom.toml, line 3", "fix it"))
    assert window.failed.isVisible()
    assert window.failed.sentence.text() == 'There is no kind of source "slurp".'
    assert window.failed.where.text() == "switchroom.toml, line 3"
    with qtbot.waitSignal(window.engine_wanted):
        window.failed.retry_wanted.emit()
    assert window.pages.isVisible()


def test_that_warnings_of_the_start_are_told_once_and_can_be_dismissed(window: MainWindow, session: Session) -> None:
    session.take_told(StartTold(("the token of alpha stands in the file",)))
    assert window.notice.text() == "the token of alpha stands in the file"


def test_that_what_the_console_costs_is_told(window: MainWindow, session: Session) -> None:
    session.take_told(CostTold(2.4, 214_000_000))
    assert window.status_bar.cost_text() == "console 2 % CPU · 214 MB"


def test_that_the_rail_counts_alerts_and_troubled_sources(window: MainWindow) -> None:
    assert window.rail.accessible_names()[:1] == ["Overview, 3 alerts"]
    assert "Connections, 2 sources in trouble" in window.rail.accessible_names()


def test_that_one_site_can_be_chosen_for_every_page(window: MainWindow, session: Session) -> None:
    window.top_bar.site_chosen.emit("hall-1")
    assert session.site == "hall-1"
    assert window.top_bar.site_text() == "hall-1"
    window.top_bar.site_chosen.emit(None)
    assert window.top_bar.site_text() == "All sites"


def test_that_the_theme_changes_at_once_and_is_kept(window: MainWindow, layout: Layout, qtbot: QtBot) -> None:
    for choice, tokens in ((Choice.LIGHT, LIGHT), (Choice.CONTRAST, HIGH_CONTRAST), (Choice.DARK, DARK)):
        with qtbot.waitSignal(theme().changed):
            window.choose_theme(choice)
        assert theme().tokens is tokens
        assert window.palette().window().color().name() == tokens.ground
        assert Memory(layout).theme() is choice


def test_that_the_window_comes_back_as_it_was(window: MainWindow, session: Session, layout: Layout) -> None:
    session.go("fleet", "state:down")
    press(window, "Ctrl+B")
    window.resize(760, 600)  # the offscreen screen is 800 by 800
    window.close()
    again = MainWindow(session, Memory(layout))
    again.begin()
    again.clock.stop()
    assert (again.pages.current_name, again.pages.filter_text()) == ("fleet", "state:down")
    assert again.rail.collapsed
    assert again.size() == window.size()
    again.deleteLater()


def test_that_the_layout_can_be_reset(window: MainWindow, layout: Layout) -> None:
    window.resize(1000, 600)
    window.close()
    window.reset_layout()
    assert Memory(layout).page() is None
    assert Memory(layout).filters() == {}


def test_that_the_window_stays_calm_without_any_data(qtbot: QtBot, session: Session, layout: Layout) -> None:
    bare = MainWindow(session, Memory(layout))
    qtbot.addWidget(bare)
    bare.begin()
    bare.show()
    assert bare.top_bar.live.state is LiveState.STARTING
    for number in range(1, 5):
        press(bare, f"Ctrl+{number}")
    deliver(session, Fleet(time.time(), {}))
    for number in range(1, 5):
        press(bare, f"Ctrl+{number}")
    deliver(session, small_fleet(time.time()))
    bare.clock.stop()
