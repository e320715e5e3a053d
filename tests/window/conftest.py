"""The real window on a session without an engine: what it asks is recorded, what it is told is delivered by hand."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

# Before the first Qt import: no test may need a display, nor draw on the developer's.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.engine.messages import Ask
from console.engine.wire import FleetChange
from console.model.fleet import Fleet
from console.model.tables import FLEET_SCHEMAS
from console.window.frame.memory import Memory
from console.window.frame.window import MainWindow
from console.window.garbage import collect_what_is_due
from console.window.layout import Layout
from console.window.session import Session
from console.window.theme.theme import Choice, theme
from tests.window.small_fleet import small_fleet


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """As in the program: cycles are collected in the GUI thread alone, never in one that reads an engine."""
    gc.disable()
    yield
    collect_what_is_due()


@pytest.fixture
def asked() -> list[Ask]:
    """What the window asked of the engine, oldest first."""
    return []


@pytest.fixture
def session(qtbot: QtBot, asked: list[Ask]) -> Iterator[Session]:
    """A session whose asks are recorded in `asked`, and whose layout is kept for the test alone."""
    made = Session(asked.append)
    yield made
    made.deleteLater()


@pytest.fixture
def fleet() -> Fleet:
    """The small site as of now."""
    return small_fleet(time.time())


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Where the window keeps its layout."""
    return Layout(tmp_path)


@pytest.fixture
def window(qtbot: QtBot, session: Session, layout: Layout, fleet: Fleet) -> Iterator[MainWindow]:
    """The whole window on the overview, with the small site drawn."""
    theme().choose(Choice.DARK)
    made = MainWindow(session, Memory(layout))
    made.begin("overview")
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    deliver(session, fleet)
    yield made
    made.clock.stop()
    made.close()
    made.deleteLater()
    # Else every window of the run would be drawn again by each change of the theme.
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def press(window: MainWindow, keys: str) -> None:
    """Press keys wherever the focus is, as a person would: "Ctrl+K", "Esc", "?"."""
    combination: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs leave its items out
    focus = cast("QWidget | None", window.focusWidget())
    QTest.keyClick(focus or window, combination.key(), combination.keyboardModifiers())


def write(window: MainWindow, text: str) -> None:
    """Type a text wherever the focus is."""
    QTest.keyClicks(window.focusWidget(), text)


def deliver(session: Session, fleet: Fleet) -> None:
    """Give the session this fleet as if every column had changed."""
    changed = {name: frozenset(schema.kinds) for name, schema in FLEET_SCHEMAS.items()}
    session.take_fleet(FleetChange(fleet, changed))
