"""Everything can be done without a mouse."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from console.engine.messages import Ask, PollNow
from console.window.frame.keys_sheet import KeysSheet
from console.window.frame.window import MainWindow
from console.window.pages.registry import PAGES
from console.window.plain_text import Label
from console.window.session import Session
from tests.window.conftest import press, write


def find(window: MainWindow, text: str) -> list[str]:
    """What the palette lists for a text."""
    press(window, "Ctrl+K")
    write(window, text)
    return [window.finder.list.item(row).text() for row in range(window.finder.list.count())]


def test_that_every_page_has_a_key(window: MainWindow) -> None:
    for number, entry in enumerate(PAGES, start=1):
        press(window, f"Ctrl+{number}")
        assert window.pages.current_name == entry.name


def test_that_back_and_forth_walk_through_pages_and_filters(window: MainWindow) -> None:
    press(window, "Ctrl+2")
    window.session.go("fleet", "state:down")
    press(window, "Ctrl+3")
    press(window, "Alt+Left")
    assert (window.pages.current_name, window.pages.filter_text()) == ("fleet", "state:down")
    press(window, "Alt+Left")
    assert (window.pages.current_name, window.pages.filter_text()) == ("fleet", "")
    press(window, "Alt+Left")
    assert window.pages.current_name == "overview"
    press(window, "Alt+Right")
    assert window.pages.current_name == "fleet"


def test_that_the_palette_finds_an_object_and_enter_opens_it(window: MainWindow) -> None:
    found = find(window, "n047 gpu3")
    assert found[0] == "alpha n047 · GPU 3"
    press(window, "Return")
    assert not window.finder.isVisible()
    assert window.drawer.isVisible()
    assert window.drawer.header.name.text() == "alpha n047 · GPU 3"


def test_that_the_palette_runs_a_command_by_a_few_of_its_letters(window: MainWindow) -> None:
    assert find(window, "go flee")[0] == "Go to Fleet"
    press(window, "Return")
    assert window.pages.current_name == "fleet"


def test_that_the_palette_moves_by_arrows_and_closes_by_escape(window: MainWindow) -> None:
    find(window, "n047")
    press(window, "Down")
    assert window.finder.list.currentRow() == 1
    press(window, "Esc")
    assert not window.finder.isVisible()
    assert window.pages.isAncestorOf(window.focusWidget())


def test_that_a_search_that_finds_nothing_says_so(window: MainWindow) -> None:
    assert not find(window, "no such thing")
    press(window, "Return")
    assert window.finder.isVisible()


def test_that_escape_closes_the_drawer_and_then_clears_the_filter(window: MainWindow) -> None:
    window.session.go("fleet", "state:busy")
    window.session.open("alpha/n047")
    press(window, "Esc")
    assert not window.drawer.isVisible()
    assert window.pages.filter_text() == "state:busy"
    press(window, "Esc")
    assert window.pages.filter_text() == ""


def test_that_slash_and_find_lead_into_the_filter(window: MainWindow) -> None:
    for keys in ("/", "Ctrl+F"):
        press(window, "Ctrl+2")
        window.pages.page().focus_first()  # type: ignore[union-attr]
        press(window, keys)
        assert "filter" in window.focusWidget().accessibleName().casefold()


def test_that_a_slash_typed_into_a_field_stays_a_slash(window: MainWindow) -> None:
    press(window, "Ctrl+K")
    write(window, "a/?")
    assert window.finder.field.text() == "a/?"


def test_that_poll_now_asks_the_engine(window: MainWindow, asked: list[Ask]) -> None:
    press(window, "F5")
    assert PollNow() in asked


def test_that_the_selected_rows_are_copied(window: MainWindow) -> None:
    press(window, "Ctrl+4")
    press(window, "Ctrl+Shift+C")
    assert '"schema": "switchroom/1"' in QApplication.clipboard().text()
    press(window, "Alt+C")
    assert QApplication.clipboard().text() == "switchroom sources test 'this host'"


def test_that_the_sheet_of_keys_lists_every_key(window: MainWindow) -> None:
    press(window, "?")
    sheet = window.findChild(KeysSheet)
    assert sheet is not None
    told = [label.text() for label in sheet.findChildren(Label)]
    assert "Poll every source now" in told
    assert "F5" in told
    sheet.close()


def test_that_the_rail_collapses_by_a_key(window: MainWindow) -> None:
    wide = window.rail.width()
    press(window, "Ctrl+B")
    assert window.rail.width() < wide
    assert window.rail.collapsed


def test_that_tab_leads_into_every_part_of_the_window(window: MainWindow, session: Session) -> None:
    session.open("alpha/n047/gpu3")
    reached = set()
    for _ in range(200):
        press(window, "Tab")
        focus = window.focusWidget()
        parts = {"rail": window.rail, "top": window.top_bar, "page": window.pages, "drawer": window.drawer}
        parts["status"] = window.status_bar
        reached |= {name for name, part in parts.items() if part.isAncestorOf(focus)}
    assert reached == {"rail", "top", "page", "drawer", "status"}


def test_that_everything_that_can_be_reached_has_a_name(window: MainWindow, session: Session) -> None:
    session.open("alpha/n047/gpu3")
    for number in range(1, len(PAGES) + 1):
        press(window, f"Ctrl+{number}")
        for _ in range(60):
            press(window, "Tab")
            focus = window.focusWidget()
            name = focus.accessibleName() or getattr(focus, "text", str)()
            assert name, focus


def test_that_no_two_verbs_share_a_key(window: MainWindow) -> None:
    keys = [key.toString() for verb in window.performer.verbs for key in verb.sequences()]
    assert len(keys) == len(set(keys))


def test_that_the_window_is_closed_by_its_key(window: MainWindow) -> None:
    press(window, "Ctrl+Q")
    assert not window.isVisible()
