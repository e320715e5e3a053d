"""Brings the window back as it was: size and place, page, filters, the rail, the drawer's width, the theme."""

from __future__ import annotations

import json
from typing import Final

from PySide6.QtWidgets import QSplitter, QWidget

from console.window.layout import Layout
from console.window.theme.theme import Choice

_GEOMETRY: Final = "geometry"
_SPLITTER: Final = "splitter"
_PAGE: Final = "page"
_FILTERS: Final = "filters"
_RAIL: Final = "rail"
_THEME: Final = "theme"


class Memory:
    """What is kept of the window itself; tables keep their own columns and sort."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def save(
        self, window: QWidget, splitter: QSplitter, page: str, filters: dict[str, str], *, collapsed: bool
    ) -> None:
        """Keep everything."""
        self._layout.set_bytes(_GEOMETRY, window.saveGeometry())
        self._layout.set_bytes(_SPLITTER, splitter.saveState())
        self._layout.set(_PAGE, page)
        self._layout.set(_FILTERS, json.dumps(filters))
        self._layout.set(_RAIL, "collapsed" if collapsed else "wide")

    def restore(self, window: QWidget, splitter: QSplitter) -> None:
        """Give the window its size and place back."""
        geometry, sizes = self._layout.get_bytes(_GEOMETRY), self._layout.get_bytes(_SPLITTER)
        if geometry is not None:
            window.restoreGeometry(geometry)
        if sizes is not None:
            splitter.restoreState(sizes)

    def page(self) -> str | None:
        """The page that was shown."""
        return self._layout.get(_PAGE)

    def filters(self) -> dict[str, str]:
        """The filter of each page; none if they cannot be read."""
        try:
            kept = json.loads(self._layout.get(_FILTERS) or "{}")
        except ValueError:
            return {}
        return {str(name): str(text) for name, text in kept.items()} if isinstance(kept, dict) else {}

    def collapsed(self) -> bool:
        """Whether the rail was collapsed."""
        return self._layout.get(_RAIL) == "collapsed"

    def theme(self) -> Choice | None:
        """The theme that was chosen, None if none was."""
        kept = self._layout.get(_THEME)
        return Choice(kept) if kept in set(Choice) else None

    def set_theme(self, choice: Choice) -> None:
        """Keep the theme at once: it is chosen seldom, and a crash should not take it back."""
        self._layout.set(_THEME, choice.value)

    def reset(self) -> None:
        """Forget everything."""
        self._layout.reset()
