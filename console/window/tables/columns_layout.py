"""Widths, places and sort of a view's columns: fitted to the room there is, kept between starts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from console.window.tables.column_spec import ColumnSpec
from console.window.tables.header import Header
from console.window.tables.layout_store import LayoutStore
from console.window.tables.model import TableModel

_VERSION: Final = 1
_FEW_ROWS: Final = 100
_SETTLED_MS: Final = 300  # a drag is written once, when it is over


class ColumnsLayout(QObject):
    """Looks after one header.

    Args:
        name: the view's name in the store.
    """

    def __init__(self, header: Header, columns: Sequence[ColumnSpec], store: LayoutStore, name: str) -> None:
        super().__init__(header)
        self._header = header
        self._columns = tuple(columns)
        self._store = store
        self._key = f"table-{name}"
        self._widths: dict[str, int] = {}  # what a person chose
        self._room_px = 0
        self._fitting = False
        self._save_soon = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._save_soon.timeout.connect(self._save)
        self._restore()
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._save_soon.start)
        header.sortIndicatorChanged.connect(self._save_soon.start)
        header.chosen.connect(self._choose)
        header.reset_asked.connect(self.reset)

    def fit(self, room_px: int) -> None:
        """Give every column its width, and what is left over to those that stretch."""
        self._room_px = room_px
        if self._fitting:  # a scroll bar came or went while the sections were being resized
            return
        self._fitting = True
        self._resize_sections(room_px)
        if self._room_px < room_px:
            self._resize_sections(self._room_px)
        self._fitting = False

    def _resize_sections(self, room_px: int) -> None:
        widths = [self._width(place) for place in range(len(self._columns))]
        weights = [self._weight(place) for place in range(len(self._columns))]
        spare = room_px - sum(widths)
        if spare > 0 and any(weights):
            widths = _stretched(widths, weights, spare)
        for place, width in enumerate(widths):
            if width and self._header.sectionSize(place) != width:
                self._header.resizeSection(place, width)

    def follow(self, model: TableModel) -> None:
        """Columns that follow their texts do so while the rows are few enough to look at all."""
        rows = range(model.rowCount())
        if len(rows) > _FEW_ROWS:
            return
        follow = [place for place, spec in enumerate(self._columns) if spec.widest]
        changed = [self._header.need(place, [model.cell(row, place).text for row in rows]) for place in follow]
        if any(changed):
            self.fit(self._room_px)

    def reset(self) -> None:
        """Columns as they come."""
        self._widths.clear()
        for place, spec in enumerate(self._columns):
            self._header.moveSection(self._header.visualIndex(place), place)
            self._header.setSectionHidden(place, spec.hidden)
        self.fit(self._room_px)
        self._save_soon.start()

    def _width(self, place: int) -> int:
        if self._header.isSectionHidden(place):
            return 0
        return self._widths.get(self._columns[place].name) or self._header.wanted_width(place)

    def _weight(self, place: int) -> int:
        spec = self._columns[place]
        return 0 if self._header.isSectionHidden(place) or spec.name in self._widths else spec.stretch

    def _choose(self, place: int, shown: bool) -> None:
        self._header.setSectionHidden(place, not shown)
        self.fit(self._room_px)
        self._save_soon.start()

    def _on_resized(self, place: int, _old: int, new: int) -> None:
        if not self._fitting and new:
            self._widths[self._columns[place].name] = new
            self._save_soon.start()

    def _save(self) -> None:
        header = self._header
        names = [self._columns[header.logicalIndex(place)].name for place in range(header.count())]
        shown = [spec.name for place, spec in enumerate(self._columns) if not header.isSectionHidden(place)]
        sort = header.sortIndicatorSection()
        kept = {
            "version": _VERSION,
            "places": names,
            "shown": shown,
            "widths": self._widths,
            "sort": self._columns[sort].name if 0 <= sort < len(self._columns) else None,
            "descending": header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
        }
        self._store.set(self._key, json.dumps(kept))

    def _restore(self) -> None:
        kept = _read(self._store.get(self._key))
        by_name = {spec.name: place for place, spec in enumerate(self._columns)}
        shown = kept.get("shown")
        for name, place in by_name.items():
            hidden = name not in shown if isinstance(shown, list) else self._columns[place].hidden
            self._header.setSectionHidden(place, hidden)
        places = kept.get("places")
        for to, name in enumerate(places if isinstance(places, list) else ()):
            if name in by_name and to < self._header.count():
                self._header.moveSection(self._header.visualIndex(by_name[name]), to)
        widths = kept.get("widths")
        if isinstance(widths, dict):
            self._widths = {name: int(width) for name, width in widths.items() if isinstance(width, int)}
        sort = kept.get("sort")
        if isinstance(sort, str) and sort in by_name:
            order = Qt.SortOrder.DescendingOrder if kept.get("descending") else Qt.SortOrder.AscendingOrder
            self._header.setSortIndicator(by_name[sort], order)


def _read(text: str | None) -> dict[str, object]:
    try:
        kept = json.loads(text or "{}")
    except ValueError:  # somebody edited it: as if nothing had been kept
        return {}
    return kept if isinstance(kept, dict) and kept.get("version") == _VERSION else {}


def _stretched(widths: Sequence[int], weights: Sequence[int], spare: int) -> list[int]:
    """Widths that fill the room to the last pixel."""
    total, given, wide = sum(weights), 0, []
    for width, weight in zip(widths, weights, strict=True):
        share = (spare * (given + weight)) // total - (spare * given) // total
        given += weight
        wide.append(width + share)
    return wide
