"""What the window costs its event loop at 50 000 GPUs: `python -m benchmarks.window_refresh [GPUS]`.

Every figure is time on the GUI thread, from the call to the end of the repaint that it causes. Three fleets of the same
GPUs with other values are shown in turn, as polls would.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from benchmarks.figures import HEADING, Figures, figures, machine
from benchmarks.synthetic_fleet import large, synthetic_fleet
from console.engine.wire import Differ, FleetChange, Mirror
from console.model.fleet import Fleet
from console.window.pages.fleet import FleetPage
from console.window.pages.overview import OverviewPage
from console.window.pages.page import Page
from console.window.pages.queue import QueuePage
from console.window.session import Session
from console.window.theme.theme import Choice, theme

P = TypeVar("P", bound=Page)
_TIMES = 30
_SIZE = (1112, 732)
_FILTERS = ("util<20 state:busy", "", "cluster3", "")


def main(gpus: int) -> None:
    """Print the table."""
    application = QApplication.instance() or QApplication([])
    theme().choose(Choice.DARK)
    session = Session(lambda _question: None)
    polls = cycle(_changes(gpus))
    session.take_fleet(next(polls))
    print(f"{gpus:,} GPUs, {_SIZE[0]} x {_SIZE[1]}; {machine()}\n\n{HEADING}")
    for row in _rows(session, polls):
        print(row.row(), flush=True)
    application.processEvents()


def _changes(gpus: int) -> list[FleetChange]:
    """Fleets as they come out of the pipe: buffers that the window wraps."""
    now = time.time()
    fleets = [synthetic_fleet(large(gpus), now + seed, seed, jobs=5000) for seed in range(3)]
    differ, mirror = Differ(), Mirror()
    changes = [_through(differ, mirror, fleet) for fleet in (*fleets, fleets[0])]
    return changes[1:]  # the first one names every column


def _coming_and_going(fleet: Fleet) -> list[FleetChange]:
    """The fleet without its first node, and with it."""
    gpus = fleet["gpus"]
    without = fleet.with_table(gpus.take(np.arange(8, len(gpus))))
    every = {"gpus": frozenset(gpus.columns)}
    return [FleetChange(without, every), FleetChange(fleet, every)]


def _through(differ: Differ, mirror: Mirror, fleet: Fleet) -> FleetChange:
    return mirror.apply(b"".join(bytes(part) for part in differ.encode(fleet)))


def _rows(session: Session, polls: Iterator[FleetChange]) -> Iterator[Figures]:
    fleet = _shown(FleetPage(session))
    yield _measured("fleet: full refresh, by name", lambda: session.take_fleet(next(polls)))
    headings = fleet.table.headings
    orders = cycle((Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder))
    yield _measured("fleet: sort by utilisation", lambda: headings.setSortIndicator(2, next(orders)))
    yield _measured("fleet: full refresh, by utilisation", lambda: session.take_fleet(next(polls)))
    yield _measured("fleet: sort by name", lambda: headings.setSortIndicator(0, next(orders)))
    texts = cycle(_FILTERS)
    yield _measured("fleet: filter", lambda: fleet.take_filter(next(texts)))
    keys = cycle(fleet.choices.measure_chip.choices())
    yield _measured("fleet: another measure", lambda: fleet.choices.measure_chip.choose(next(keys)))
    bar = fleet.table.verticalScrollBar()
    steps = cycle(range(0, 27 * 400, 27 * 3))
    yield _measured("fleet: scroll the table", lambda: bar.setValue(next(steps)))
    heat_bar = fleet.heat.heat_map.verticalScrollBar()
    yield _measured("fleet: scroll the heat map", lambda: heat_bar.setValue(next(steps) % 600))
    yield _measured("fleet: repaint of the heat map alone", fleet.heat.heat_map.redraw)
    yield _measured("fleet: select all", lambda: _select_all(fleet))
    yield _measured("fleet: refresh, all selected", lambda: session.take_fleet(next(polls)))
    fewer = cycle(_coming_and_going(session.fleet))
    yield _measured("fleet: refresh, a node came or went", lambda: session.take_fleet(next(fewer)))
    fleet.hide()
    overview = _shown(OverviewPage(session))
    yield _measured("overview: full refresh", lambda: session.take_fleet(next(polls)))
    overview.hide()
    queue = _shown(QueuePage(session))
    yield _measured("queue: full refresh, 5,000 jobs", lambda: session.take_fleet(next(polls)))
    queue.hide()


def _select_all(fleet: FleetPage) -> None:
    fleet.table.clearSelection()
    fleet.table.selectAll()


def _shown(page: P) -> P:
    page.resize(*_SIZE)
    page.show()
    QApplication.processEvents()
    return page


def _measured(name: str, act: Callable[[], object]) -> Figures:
    taken = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        act()
        _settle()
        taken.append(time.perf_counter() - start)
    return figures(name, taken)


def _settle() -> None:
    """Until everything that was asked for is drawn."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    QApplication.processEvents()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
