"""The real window on a session without an engine: what it asks is recorded, what it is told is delivered by hand."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

# Before the first Qt import: no test may need a display, nor draw on the developer's.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pytestqt.qtbot import QtBot

from console.engine.messages import Ask
from console.engine.wire import FleetChange
from console.model.fleet import Fleet
from console.model.tables import FLEET_SCHEMAS
from console.window.session import Session
from tests.window.small_fleet import small_fleet


@pytest.fixture
def asked() -> list[Ask]:
    """What the window asked of the engine, oldest first."""
    return []


@pytest.fixture
def session(qtbot: QtBot, asked: list[Ask]) -> Iterator[Session]:
    """A session whose asks are recorded in `asked`."""
    made = Session(asked.append)
    yield made
    made.deleteLater()


@pytest.fixture
def fleet() -> Fleet:
    """The small site as of now."""
    return small_fleet(time.time())


def deliver(session: Session, fleet: Fleet) -> None:
    """Give the session this fleet as if every column had changed."""
    changed = {name: frozenset(schema.kinds) for name, schema in FLEET_SCHEMAS.items()}
    session.take_fleet(FleetChange(fleet, changed))
