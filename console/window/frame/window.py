"""The window: rail, top bar, pages, drawer and status bar around one session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from console.window.actions import all_verbs
from console.window.drawer.drawer import WIDTH_PX as DRAWER_PX
from console.window.drawer.drawer import Drawer
from console.window.frame.clock import Clock
from console.window.frame.failed_view import FailedView
from console.window.frame.keys_sheet import KeysSheet
from console.window.frame.memory import Memory
from console.window.frame.menus import bind_keys
from console.window.frame.notice import Notice
from console.window.frame.page_stack import FIRST_PAGE, PageStack
from console.window.frame.palette import Palette
from console.window.frame.performer import Performer
from console.window.frame.places import Places
from console.window.frame.rail import Rail
from console.window.frame.status_bar import StatusBar
from console.window.frame.told import Told
from console.window.frame.top_bar import TopBar
from console.window.pages.registry import PAGES
from console.window.session import Session
from console.window.theme.icons import application_icon
from console.window.theme.theme import Choice, theme

SIZE: Final = QSize(1280, 800)
_SMALLEST: Final = QSize(720, 480)
_AGE_EVERY_S: Final = 5


class MainWindow(QWidget):
    """The frame that verbs act on.

    Args:
        memory: brings back size, page and filters.
        start_options: how the program was started, for the commands that are copied.
    """

    engine_wanted = Signal()  # start the engine again

    def __init__(self, session: Session, memory: Memory, start_options: Sequence[str] = ()) -> None:
        super().__init__()
        self.session, self.start_options = session, start_options
        self._memory = memory
        self.clock = Clock(self)
        self.pages = PageStack(session, memory.filters(), self)
        self.performer = Performer(self, all_verbs(), self.pages)
        self._build()
        self._lay_out()
        self._connect()
        self.setWindowTitle("Switchroom")
        self.setWindowIcon(application_icon())
        self.setMinimumSize(_SMALLEST)
        self.resize(SIZE)

    def begin(self, page: str | None = None) -> None:
        """Come back as it was, on a page if one is named, and let time pass."""
        self._memory.restore(self, self.splitter)
        self.rail.collapse(self._memory.collapsed())
        self.places.go(page or self._memory.page() or FIRST_PAGE)
        self.clock.start()

    def show_page(self, name: str) -> None:
        """Turn to a page; it keeps its filter."""
        self.places.go(name)

    def go_back(self) -> None:
        """To the place before."""
        self.places.back()

    def go_forward(self) -> None:
        """To the place after."""
        self.places.forward()

    def focus_filter(self) -> None:
        """Into the page's filter."""
        page = self.pages.page()
        if page is not None:
            page.focus_filter()

    def step_out(self) -> None:
        """Close the palette; else the drawer; else clear the filter."""
        page = self.pages.page()
        if self.finder.isVisible():
            self.finder.dismiss()
        elif self.drawer.isVisible():
            self.session.close_drawer()
            self.pages.focus_page()
        elif page is not None and page.filter_text():
            page.take_filter("")

    def open_palette(self) -> None:
        """Search or run a command."""
        self.finder.open_over(self.focusWidget())

    def choose_theme(self, choice: Choice) -> None:
        """Draw everything in another theme, also at the next start."""
        theme().choose(choice)
        self._memory.set_theme(choice)

    def toggle_rail(self) -> None:
        """Icons alone, or names too."""
        self.rail.collapse(not self.rail.collapsed)

    def reset_layout(self) -> None:
        """As on the first day."""
        self._memory.reset()
        self.rail.collapse(False)
        self.choose_theme(Choice.SYSTEM)
        self.resize(SIZE)
        self.splitter.setSizes([SIZE.width() - DRAWER_PX, DRAWER_PX])
        self.session.layout_reset.emit()

    def restart_engine(self) -> None:
        """Read the configuration again: a new engine in place of the old one."""
        self._told.retry()
        self.engine_wanted.emit()

    def show_keys(self) -> None:
        """The sheet of all keys."""
        sheet = KeysSheet(self.performer.verbs, self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.finder.dismiss()

    def closeEvent(self, event: QCloseEvent) -> None:
        place = self.pages.current_name
        self._memory.save(self, self.splitter, place, self.pages.filters(), collapsed=self.rail.collapsed)
        event.accept()

    def _build(self) -> None:
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self.performer.fill_window_menu(menu))
        self.top_bar, self.notice, self.rail = TopBar(menu, self), Notice(self), Rail(PAGES, self)
        self.failed = FailedView(self)
        self.drawer = Drawer(self.session, self.performer.verbs, self.performer.perform_on_opened, self)
        self.performer.drawer = self.drawer
        self.status_bar = StatusBar(self.session, self)
        self.finder = Palette(self.performer.offered, lambda: self.session.fleet, self)
        self.body = QStackedWidget(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.places = Places(self.pages, self.rail.show_page)
        self._told = Told(self.session, self.top_bar, self.rail, self.notice, self.body)

    def _lay_out(self) -> None:
        self.body.addWidget(self.pages)
        self.body.addWidget(self.failed)
        self.splitter.addWidget(self.body)
        self.splitter.addWidget(self.drawer)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([SIZE.width() - DRAWER_PX, DRAWER_PX])
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.splitter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar)
        layout.addWidget(self.notice)
        layout.addLayout(middle, 1)
        layout.addWidget(self.status_bar)

    def _connect(self) -> None:
        bind_keys(self, self.performer.verbs, self.performer.perform)
        self.rail.page_chosen.connect(self.show_page)
        self.rail.collapse_toggled.connect(self.toggle_rail)
        self.top_bar.site_chosen.connect(self.session.choose_site)
        self.top_bar.search_wanted.connect(self.open_palette)
        self.status_bar.source_chosen.connect(self.session.open)
        self.finder.chosen.connect(self.performer.take_found)
        self.failed.retry_wanted.connect(self.restart_engine)
        self.clock.ticked.connect(self._tick)
        self.session.reload_asked.connect(self.restart_engine)
        self.session.page_asked.connect(self.places.go)
        self.session.menu_asked.connect(self._show_menu)

    def _show_menu(self, ids: tuple[str, ...], at: QPoint) -> None:
        self.performer.show_menu(self, ids, at)

    def _tick(self, now: float) -> None:
        self.top_bar.moment.show_time(now)
        self.status_bar.show_time(now)
        self.drawer.show_time(now)
        page = self.pages.page()
        # No fleet comes while the engine is gone, and what is shown grows older all the same.
        if not self.session.engine_alive and int(now) % _AGE_EVERY_S == 0 and page is not None:
            page.refresh(None)
