"""Menus and keys, made from the registry of verbs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from console.window.actions import Verb
from console.window.theme.icons import icon

Perform = Callable[[Verb], None]


def bind_keys(window: QWidget, verbs: Sequence[Verb], perform: Perform) -> None:
    """Let the window listen for the keys of verbs."""
    for verb in verbs:
        if verb.bound and verb.keys:
            action = QAction(verb.title, window)
            action.setShortcuts(verb.sequences())
            action.triggered.connect(lambda _=False, verb=verb: perform(verb))
            window.addAction(action)


def fill(menu: QMenu, verbs: Sequence[Verb], perform: Perform) -> QMenu:
    """Put verbs into a menu, with their keys beside them."""
    for verb in verbs:
        # The keys are written, not bound: the window listens already, and two listeners would make them ambiguous.
        action = menu.addAction(icon(verb.icon), f"{verb.title}\t{verb.keys_text()}".rstrip("\t"))
        action.triggered.connect(lambda _=False, verb=verb: perform(verb))
    return menu
