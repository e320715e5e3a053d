"""Runs verbs: knows what they act on and what can be offered now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from console.window.actions import Frame, Verb, verbs_for
from console.window.drawer.drawer import Drawer
from console.window.frame.menus import fill
from console.window.frame.page_stack import PageStack
from console.window.frame.search import Found
from console.window.thing import Thing, find_all


class Performer:
    """Joins the registry of verbs to one window."""

    def __init__(self, frame: Frame, verbs: Sequence[Verb], pages: PageStack) -> None:
        self._frame, self.verbs, self._pages = frame, tuple(verbs), pages
        self.drawer: Drawer | None = None  # set once it is made: its verbs are run here too

    def targets(self) -> tuple[Thing, ...]:
        """The drawer's object while the focus is there, else the selected rows, else the drawer's object."""
        page, opened = self._pages.page(), self._frame.session.opened
        selected = page.selected() if page is not None else ()
        chosen = (opened,) if opened and (self._in_drawer() or not selected) else selected
        return find_all(self._frame.session.fleet, chosen)

    def perform(self, verb: Verb) -> None:
        """Run a verb from a key, the palette or the window's menu; nothing if it does not fit what is selected."""
        things = self.targets() if verb.applies else ()
        if not verb.applies or verb.fits(things):
            verb.run(self._frame, things)

    def perform_on_opened(self, verb: Verb) -> None:
        """Run a verb on the drawer's object."""
        if self.drawer is not None and self.drawer.thing is not None:
            verb.run(self._frame, (self.drawer.thing,))

    def offered(self) -> list[Verb]:
        """What the palette offers now."""
        things = self.targets()
        return [verb for verb in self.verbs if verb.listed and (not verb.applies or verb.fits(things))]

    def take_found(self, found: Found) -> None:
        """Do what was chosen in the palette."""
        if found.verb is not None:
            self.perform(found.verb)
        elif found.thing is not None:
            self._frame.session.open(found.thing.id)

    def fill_window_menu(self, menu: QMenu) -> None:
        """The commands of the window, made anew each time so that its icons follow the theme."""
        menu.clear()
        fill(menu, [verb for verb in self.verbs if verb.listed and not verb.applies], self.perform)

    def show_menu(self, parent: QWidget, ids: tuple[str, ...], at: QPoint) -> None:
        """The context menu of some rows."""
        things = find_all(self._frame.session.fleet, ids)
        verbs = verbs_for(self.verbs, things)
        if not verbs:
            return
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill(menu, verbs, lambda verb: verb.run(self._frame, things)).popup(at)

    def _in_drawer(self) -> bool:
        focus = QApplication.focusWidget()
        return self.drawer is not None and focus is not None and self.drawer.isAncestorOf(focus)
