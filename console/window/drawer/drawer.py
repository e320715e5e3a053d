"""The drawer at the right: whatever object was opened last, refreshed while it is open."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from console.engine.messages import RawTold, SeriesTold
from console.window.actions import Verb
from console.window.drawer.bar import Bar
from console.window.drawer.footer import Footer
from console.window.drawer.header import Header
from console.window.drawer.history import HistoryTab
from console.window.drawer.jobs import JobsTab
from console.window.drawer.now import NowTab
from console.window.drawer.raw import RawTab
from console.window.drawer.scroll_column import BAR_PX
from console.window.drawer.tab import Tab
from console.window.drawer.trouble import Trouble
from console.window.session import Session
from console.window.tables.cell import Look
from console.window.theme.roles import Role, styled
from console.window.theme.tokens import STALE_OPACITY
from console.window.thing import Sort, Thing, find

WIDTH_PX: Final = 329  # and the line beside it
_MINIMUM_PX: Final = 280
_ASK_EVERY_MS: Final = 5000


class Drawer(QFrame):
    """Shows one object.

    Args:
        verbs: the registry's.
        perform: does a verb with the opened object.
    """

    def __init__(
        self, session: Session, verbs: Sequence[Verb], perform: Callable[[Verb], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        styled(self, Role.PANEL)
        self.setMinimumWidth(_MINIMUM_PX)
        self.setAccessibleName(self.tr("Drawer"))
        self._session = session
        self.thing: Thing | None = None
        self.header = Header(self)
        self.header.close_wanted.connect(session.close_drawer)
        self.bar = Bar(self)
        self.bar.currentChanged.connect(self._turn_to)
        self.tabs: dict[str, Tab] = {
            "now": NowTab(session, self),
            "history": HistoryTab(session, self),
            "jobs": JobsTab(session, self),
            "raw": RawTab(session, self),
        }
        self.footer = Footer(session, verbs, perform, self)
        self._stack = QStackedWidget(self)
        for tab in self.tabs.values():
            self._stack.addWidget(tab)
        self._lay_out()
        self._asking = QTimer(self)
        self._asking.setInterval(_ASK_EVERY_MS)
        self._asking.timeout.connect(self._ask)
        self._connect(session)
        self.hide()

    def show_time(self, now: float) -> None:
        """Let the ages grow."""
        if self.isVisible() and self.thing is not None:
            self._show_age(now)

    def is_dimmed(self) -> bool:
        """Whether what is shown is drawn as stale."""
        return self._stack.graphicsEffect() is not None

    def current_tab(self) -> Tab | None:
        """The tab that is shown."""
        return self.tabs.get(self.bar.name())

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 15 - BAR_PX, 0)
        layout.setSpacing(0)
        rule = styled(QFrame(self), Role.RULE)
        rule.setFixedHeight(1)
        for widget in (self.header, self.bar, rule, self._stack, self.footer):
            if widget is self._stack:
                layout.addWidget(widget, 1)  # its scroll bar stands beyond the edge that all line up with
                continue
            inset = QHBoxLayout()
            inset.setContentsMargins(0, 0, BAR_PX, 0)
            inset.addWidget(widget)
            layout.addLayout(inset)
        layout.insertSpacing(1, 8)

    def _connect(self, session: Session) -> None:
        session.thing_opened.connect(self._open)
        session.drawer_closed.connect(self._close)
        session.fleet_replaced.connect(self._refresh_if_shown)
        session.engine_lost.connect(self._refresh_if_shown)
        session.engine_found.connect(self._refresh_if_shown)
        session.series_told.connect(self._take_series)
        session.raw_told.connect(self._take_raw)

    def _open(self, thing: str) -> None:
        found = find(self._session.fleet, thing)
        if found is None:
            return
        self.thing = found
        for tab in self.tabs.values():
            tab.open(found)
        self.footer.open(found)
        self.bar.offer(found.sort)
        self.show()
        self._turn_to()
        self._asking.start()

    def _close(self) -> None:
        self._asking.stop()
        self.thing = None
        self.hide()

    def _turn_to(self, _: int = 0) -> None:
        tab = self.current_tab()
        if tab is not None and self.thing is not None:
            self._stack.setCurrentWidget(tab)
            self._refresh()
            self._ask()

    def _refresh_if_shown(self, *_: object) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        if self.thing is None:
            return
        now = time.time()
        found = find(self._session.fleet, self.thing.id)
        self.thing = found or self.thing
        tab = self.current_tab()
        if tab is not None:
            tab.refresh(self.thing, now)
        self.header.show_thing(self.thing)
        self._show_age(now)
        if found is None:
            self._say_gone(self.thing)

    def _show_age(self, now: float) -> None:
        assert self.thing is not None
        stale = self.footer.refresh(self.thing, now)
        # A source is what tells that something is stale: its own lines are always of now.
        self._dim(stale and self.thing.sort is not Sort.SOURCE)

    def _dim(self, stale: bool) -> None:
        effect = self._stack.graphicsEffect()
        if stale and effect is None:
            dimmed = QGraphicsOpacityEffect(self._stack)
            dimmed.setOpacity(STALE_OPACITY)
            self._stack.setGraphicsEffect(dimmed)
        elif not stale and effect is not None:
            self._stack.setGraphicsEffect(None)  # type: ignore[arg-type]  # None takes the effect away, says Qt

    def _say_gone(self, thing: Thing) -> None:
        now_tab = self.tabs["now"]
        assert isinstance(now_tab, NowTab)
        words = self.tr("{source} no longer reports this; these are its last values.").format(source=thing.source)
        now_tab.sentence.show_trouble(Trouble(words, Look.WARNING))
        self._dim(stale=True)

    def _ask(self) -> None:
        tab = self.current_tab()
        if tab is not None and self.thing is not None and self._session.engine_alive:
            tab.ask(self.thing)

    def _take_series(self, told: SeriesTold) -> None:
        if self.thing is not None and told.subject == self.thing.id:
            for tab in self.tabs.values():
                tab.take_series(told)

    def _take_raw(self, told: RawTold) -> None:
        for tab in self.tabs.values():
            tab.take_raw(told)
