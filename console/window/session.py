"""What every part of the window shares: the newest fleet, what the engine told, and what the operator looks at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal

from console.engine.messages import Ask, CostTold, FailureTold, RawTold, SeriesTold, StartTold, Told
from console.engine.wire import FleetChange
from console.model.fleet import Fleet
from console.settings.folders import configuration_file
from console.window.tables.layout_store import LayoutStore, MemoryStore


class Session(QObject):
    """Signals in the past tense; objects cross them by reference and are never changed.

    Args:
        send: hands a message to the engine; returns at once, also when there is no engine.
        layout: keeps columns, sort and choices between starts.
    """

    fleet_replaced = Signal(object)  # FleetChange
    series_told = Signal(object)  # SeriesTold
    raw_told = Signal(object)  # RawTold
    cost_told = Signal(object)  # CostTold
    started = Signal(object)  # StartTold
    failed = Signal(object)  # FailureTold
    engine_lost = Signal(str)  # one sentence; values stay and are drawn as stale
    engine_found = Signal()
    site_changed = Signal(object)  # str, or None for all sites
    thing_opened = Signal(str)  # an id: the drawer shows it
    drawer_closed = Signal()
    page_asked = Signal(str, str)  # a page's name, and the filter text to set there ("" leaves it)
    reload_asked = Signal()  # read the configuration again
    layout_reset = Signal()  # everything that was kept is forgotten: columns and sort as on the first day
    menu_asked = Signal(object, object)  # ids, and a QPoint on the screen: the frame shows the verbs for them

    def __init__(
        self, send: Callable[[Ask], None], layout: LayoutStore | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._send = send
        self.layout: LayoutStore = layout or MemoryStore()
        self.fleet = Fleet(0.0)
        self.site: str | None = None
        self.opened: str | None = None
        self.engine_alive = True
        self.configuration_file = configuration_file()  # where a person adds a source

    def ask(self, question: Ask) -> None:
        """Ask the engine; its answer comes as a signal, or never if the engine dies."""
        self._send(question)

    def take_fleet(self, change: FleetChange) -> None:
        """A new fleet has come."""
        self.fleet = change.fleet
        self.fleet_replaced.emit(change)

    def take_told(self, told: Told) -> None:
        """The engine told something besides the fleet."""
        match told:
            case SeriesTold():
                self.series_told.emit(told)
            case RawTold():
                self.raw_told.emit(told)
            case CostTold():
                self.cost_told.emit(told)
            case StartTold():
                self.started.emit(told)
            case FailureTold():
                self.failed.emit(told)

    def lose_engine(self, sentence: str) -> None:
        """The engine is gone; what is known stays."""
        self.engine_alive = False
        self.engine_lost.emit(sentence)

    def find_engine(self) -> None:
        """The engine is back."""
        self.engine_alive = True
        self.engine_found.emit()

    def choose_site(self, site: str | None) -> None:
        """Show one site, or all."""
        if site != self.site:
            self.site = site
            self.site_changed.emit(site)

    def open(self, thing: str) -> None:
        """Show an object in the drawer."""
        self.opened = thing
        self.thing_opened.emit(thing)

    def close_drawer(self) -> None:
        """Show no object."""
        if self.opened is not None:
            self.opened = None
            self.drawer_closed.emit()

    def go(self, page: str, filter_text: str = "") -> None:
        """Turn to a page, with a filter."""
        self.page_asked.emit(page, filter_text)

    def ask_menu(self, things: tuple[str, ...], at: QPoint) -> None:
        """Show the context menu of these objects at a point of the screen."""
        self.menu_asked.emit(things, at)
