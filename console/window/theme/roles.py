"""What a widget is for. The stylesheet draws it by this property; its font comes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from console.window.theme import fonts

PROPERTY: Final = "role"
W = TypeVar("W", bound=QWidget)


class Role(StrEnum):
    """One word for each look; see stylesheet.py."""

    # labels
    TITLE = "title"
    STRONG = "strong"
    FIGURE = "figure"
    MUTED = "muted"
    SMALL = "small"  # small and muted
    SMALL_TEXT = "small-text"
    WARNING = "warning"
    DOWN = "down"
    GOOD = "good"
    MONO = "mono"
    VALUE = "value"
    WARNING_VALUE = "warning-value"
    DOWN_VALUE = "down-value"
    # frames
    CARD = "card"
    BAR = "bar"
    PANEL = "panel"
    RULE = "rule"
    BANNER = "banner"
    SHEET = "sheet"
    # buttons
    CHIP = "chip"
    PRIMARY = "primary"
    QUIET = "quiet"  # no border until the pointer is over it
    LINK = "link"
    VALUE_LINK = "value-link"
    SEARCH = "search"  # a button that looks like a field
    WORDMARK = "wordmark"
    MENU = "menu"  # leaves room for its chevron


_FONTS: Final[Mapping[Role, Callable[[], QFont]]] = {
    Role.TITLE: fonts.title,
    Role.STRONG: fonts.strong,
    Role.FIGURE: fonts.figure,
    Role.SMALL: fonts.small,
    Role.SMALL_TEXT: fonts.small,
    Role.WARNING: fonts.small,
    Role.DOWN: fonts.small,
    Role.GOOD: fonts.small,
    Role.MONO: fonts.mono,
    Role.LINK: fonts.small,
    Role.WORDMARK: fonts.strong,
}


def styled(widget: W, role: Role) -> W:
    """Give the widget a role, also when it had another one."""
    widget.setProperty(PROPERTY, role.value)
    if role in _FONTS:
        widget.setFont(_FONTS[role]())
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    return widget
