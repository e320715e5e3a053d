from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from console.engine.messages import Ask, AskRaw, AskSeries, RawTold, SeriesTold
from console.model.column import texts
from console.window.drawer.history import HistoryTab
from console.window.drawer.jobs import JobsTab
from console.window.drawer.now import NowTab
from console.window.drawer.raw import RawTab
from console.window.drawer.tab import Tab
from console.window.frame.window import MainWindow
from console.window.plain_text import Label
from console.window.session import Session
from tests.window.conftest import deliver
from tests.window.small_fleet import small_fleet

EVERY_KIND = {
    "alpha/h100": ["now", "history", "jobs", "raw"],
    "alpha/n047": ["now", "history", "jobs", "raw"],
    "alpha/n047/gpu3": ["now", "history", "jobs", "raw"],
    "alpha/8812": ["now", "raw"],
    "alpha/nlp-71": ["now", "jobs", "raw"],
    "alpha": ["now", "history", "raw"],
}


def now_tab(window: MainWindow) -> NowTab:
    tab = window.drawer.tabs["now"]
    assert isinstance(tab, NowTab)
    return tab


def facts(window: MainWindow) -> dict[str, str]:
    return {fact.label: fact.value for fact in now_tab(window).facts.facts()}


def turn_to(window: MainWindow, name: str) -> Tab:
    bar = window.drawer.bar
    names = [bar.tabData(place) for place in range(bar.count())]
    bar.setCurrentIndex(names.index(name))
    return window.drawer.tabs[name]


def told(subject: str, *measures: str) -> SeriesTold:
    times = time.time() - 3600 + 10.0 * np.arange(360)
    return SeriesTold(subject, times.tobytes(), {name: np.full(360, 42.0).tobytes() for name in measures})


@pytest.mark.parametrize(("thing", "tabs"), EVERY_KIND.items())
def test_that_every_kind_of_object_has_its_tabs(
    window: MainWindow, session: Session, thing: str, tabs: list[str]
) -> None:
    session.open(thing)
    bar = window.drawer.bar
    assert [bar.tabData(place) for place in range(bar.count())] == tabs
    for name in tabs:
        turn_to(window, name)
        assert window.drawer.current_tab() is window.drawer.tabs[name]


def test_that_an_object_that_nobody_knows_opens_nothing(window: MainWindow, session: Session) -> None:
    session.open("alpha/no-such-thing")
    assert not window.drawer.isVisible()


def test_that_the_sentence_on_top_says_what_is_wrong(window: MainWindow, session: Session) -> None:
    expected = {
        "alpha/n047/gpu3": "Slower than its neighbours: 12 %",
        "alpha/n047/gpu7": "Down: Xid 79: fell off the bus.",
        "alpha/n117/gpu0": "Reserved for nlp, and idle.",
        "alpha/n117": "Down: Not responding since 10:31.",
        "alpha/h100": "2 of 24 GPUs are down.",
        "alpha/8830": "Waits for 16 free GPUs in h100; 3 are free now.",
        "alpha/nlp-71": "2 of its 8 GPUs are idle.",
        "runpod": "The key is refused. Put a new key into the keyring as runpod.",
    }
    for thing, sentence in expected.items():
        session.open(thing)
        assert now_tab(window).sentence.accessibleName().startswith(sentence)
    session.open("alpha/n031/gpu0")
    assert now_tab(window).sentence.isHidden()


def test_that_a_gpu_shows_its_last_hour_and_processes(window: MainWindow, session: Session, asked: list[Ask]) -> None:
    session.open("alpha/n047/gpu3")
    measures = ("utilization_pct", "power_w", "temperature_c", "memory_used_bytes")
    assert AskSeries("alpha/n047/gpu3", measures) in asked
    session.take_told(told("alpha/n047/gpu3", *measures))
    assert len(now_tab(window).charts) == 4
    assert now_tab(window).listings["processes"].model.rowCount() == 1
    assert facts(window)["Job"] == "8812"
    assert facts(window)["Clock"] == "1,980 of 1,980 MHz"


def test_that_what_is_unknown_is_an_em_dash(window: MainWindow, session: Session) -> None:
    session.open("alpha/n047/gpu7")
    assert facts(window)["Clock"].startswith("—")
    assert facts(window)["Throttled by"] == "—"


def test_that_money_carries_its_currency(window: MainWindow, session: Session) -> None:
    pools = session.fleet["pools"]
    session.open("alpha/h100")
    assert facts(window)["Cost"] == "€50.40 /h"
    deliver(session, session.fleet.with_table(pools.with_columns(currency=texts(["CHF"] * len(pools)))))
    assert facts(window)["Cost"] == "50.40 CHF /h"


def test_that_a_link_leads_to_another_object(window: MainWindow, session: Session) -> None:
    session.open("alpha/n047/gpu3")
    now_tab(window).facts.link_followed.emit("alpha/8812")
    assert window.drawer.header.name.text() == "8812 train-vit"


def test_that_the_drawer_follows_the_fleet(window: MainWindow, session: Session) -> None:
    session.open("alpha/8830")
    assert facts(window)["Priority"] == "3,900"
    fleet = small_fleet(time.time())
    jobs = fleet["jobs"]
    deliver(session, fleet.with_table(jobs.take(jobs["key"].where("8812"))))
    assert "no longer reports this" in now_tab(window).sentence.accessibleName()
    assert facts(window)["Priority"] == "3,900"
    assert window.drawer.is_dimmed()


def test_that_stale_values_are_dimmed_and_say_their_age(window: MainWindow, session: Session) -> None:
    session.open("alpha/n047/gpu3")
    assert not window.drawer.is_dimmed()
    window.drawer.show_time(time.time() + 3600)
    assert window.drawer.is_dimmed()
    assert window.drawer.footer.age.text().startswith("alpha · 6")


def test_that_the_jobs_of_a_node_are_listed(window: MainWindow, session: Session) -> None:
    session.open("alpha/n047")
    tab = turn_to(window, "jobs")
    assert isinstance(tab, JobsTab)
    assert tab.listing.model.rowCount() == 1
    session.open("this host/desk")
    assert tab.nothing.text() == "this host tells of no jobs. A Slurm or Kubernetes source would."


def test_that_the_history_has_one_chart_a_measure(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.open("alpha/n047/gpu3")
    tab = turn_to(window, "history")
    assert isinstance(tab, HistoryTab)
    qtbot.waitUntil(lambda: tab.plots is not None)
    session.take_told(told("alpha/n047/gpu3", "utilization_pct", "power_w", "temperature_c", "memory_used_bytes"))
    assert tab.plots is not None
    assert list(tab.plots.plots) == ["utilization_pct", "power_w", "temperature_c", "memory_used_bytes"]
    assert tab.plots.plots["power_w"].caption.text() == "Power W · 42"


CANARY = '<img src="http://evil.example/x.png"><b>bold</b> &amp; <a href="file:///etc/passwd">open</a>'


def test_that_a_raw_answer_is_shown_as_text_and_nothing_else(
    window: MainWindow, session: Session, asked: list[Ask]
) -> None:
    session.open("alpha/8812")
    tab = turn_to(window, "raw")
    assert isinstance(tab, RawTab)
    assert AskRaw("alpha/8812") in asked
    session.take_told(RawTold("alpha/8812", CANARY))
    assert isinstance(tab.text, QPlainTextEdit)
    assert tab.text.toPlainText() == CANARY
    session.take_told(RawTold("alpha/other", "not asked for"))
    assert tab.text.toPlainText() == CANARY


def test_that_a_source_that_keeps_nothing_raw_says_so(window: MainWindow, session: Session) -> None:
    session.open("alpha/8812")
    tab = turn_to(window, "raw")
    assert isinstance(tab, RawTab)
    session.take_told(RawTold("alpha/8812", None))
    assert tab.note.text() == "alpha keeps nothing about this."


def test_that_names_from_outside_are_never_read_as_markup(window: MainWindow, session: Session) -> None:
    session.open("alpha/8812")
    for label in window.findChildren(Label):
        label.setText(CANARY)
        assert label.textFormat().name == "PlainText"


def test_that_the_footer_filters_to_the_object(window: MainWindow, session: Session) -> None:
    session.open("alpha/n047")
    window.drawer.footer.do_first()
    assert (window.pages.current_name, window.pages.filter_text()) == ("fleet", 'node="alpha/n047"')


def test_that_the_menu_of_the_drawer_copies_the_object(window: MainWindow, session: Session) -> None:
    session.open("alpha/n047/gpu3")
    verb = next(verb for verb in window.performer.verbs if verb.name == "copy-command")
    window.performer.perform_on_opened(verb)
    assert QApplication.clipboard().text() == "switchroom gpus --filter 'id=\"alpha/n047/gpu3\"'"
