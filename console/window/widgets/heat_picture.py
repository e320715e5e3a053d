"""What the heat map shows, without a widget: cells in their places, their colours, and how many of each group pass."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.model.column import Codes, Indices, Mask
from console.model.quantity import format_count
from console.model.table import Table, empty
from console.model.tables import GPUS
from console.window.theme.tokens import Tokens
from console.window.widgets.heat_groups import GroupBy, Groups, group, groupings, groups_of
from console.window.widgets.heat_image import (
    FILTERED,
    FULL,
    STALE,
    Cells,
    Pixels,
    look_up_table,
    outline_cells,
    paint_cells,
    pixel,
)
from console.window.widgets.heat_layout import Grouping, HeatLayout, lay_out

translate = QCoreApplication.translate

_FEW = 0.25  # of all cells; more are seen without a line around each
_PLACED_BY = ("site", "pool", "node", "index", "model", "owner")


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """GPUs with their colour codes; `passing` are those of the filter, `order` is the table's sort, None by name."""

    gpus: Table
    codes: Codes
    passing: Mask
    stale: Mask
    order: Indices | None


class HeatPicture:
    """Keeps places while only colours change."""

    def __init__(self) -> None:
        none = np.ones(0, dtype=bool)
        self.shown = Shown(empty(GPUS), np.zeros(0, dtype=np.int32), none, none, None)
        self.by: GroupBy = groupings()[0]
        self.cividis = False  # instead of the theme's own ramp
        self._groups: Groups | None = None
        self._grouping: Grouping | None = None
        self._layout: HeatLayout | None = None
        self._room = (0, 0)

    def show(self, shown: Shown) -> None:
        """Take newer values."""
        if any(not self.shown.gpus[name].equals(shown.gpus[name]) for name in _PLACED_BY):
            self._groups = self._grouping = self._layout = None
        elif not _same_order(self.shown.order, shown.order):
            self._grouping = None
        self.shown = shown

    def group_by(self, by: GroupBy) -> None:
        """Group in another way."""
        self.by = by
        self._groups = self._grouping = self._layout = None

    def resize(self, width: int, height: int) -> None:
        """Take the room there is."""
        if (width, height) != self._room:
            self._room = width, height
            self._layout = None

    @property
    def layout(self) -> HeatLayout:
        """The places of the cells."""
        if self._grouping is None:
            self._groups = self._groups or groups_of(self.shown.gpus, self.by)
            self._grouping = group(self.shown.gpus, self.by, self._groups, self.shown.order)
            if self._layout is not None:  # other GPUs in the same places
                self._layout = replace(self._layout, rows=self._grouping.rows)
        if self._layout is None:
            self._layout = lay_out(self._grouping, *self._room)
        return self._layout

    def counts(self) -> list[str]:
        """What stands at the right of each heading."""
        passing = self.shown.passing[self.layout.rows]
        return [
            _count(int(passing[each.first : each.last].sum()), each.last - each.first) for each in self.layout.blocks
        ]

    def id_of(self, cell: int) -> str:
        """The GPU of a cell."""
        key = self.shown.gpus["id"]
        return key.words[int(key.codes[self.layout.rows[cell]])]

    def cells_of(self, ids: frozenset[str]) -> Indices:
        """The cells of these GPUs."""
        if not ids or not len(self.shown.gpus):
            return np.empty(0, dtype=np.intp)
        key = self.shown.gpus["id"]
        chosen = np.fromiter((word in ids for word in key.words), dtype=bool, count=len(key.words))
        return np.flatnonzero(chosen[key.codes[self.layout.rows]])

    def visible(self, top: int, height: int) -> slice:
        """The cells of a stretch."""
        first, last = np.searchsorted(self.layout.y, [top - self.layout.pitch, top + height])
        return slice(int(first), int(last))

    def pixels(self, top: int, scale: float, tokens: Tokens, outlined: Indices) -> Pixels:
        """The cells from a height on, for a screen of this scale; some with a line around them."""
        width, height = self._room
        ground = pixel(tokens.ground)
        made = np.full((round(height * scale), round(width * scale)), ground, dtype=np.uint32)
        layout, seen = self.layout, self.visible(top, height)
        rows = layout.rows[seen]
        strength = np.where(self.shown.stale[rows], STALE, FULL)
        strength[~self.shown.passing[rows]] = FILTERED
        x = np.round(layout.x[seen] * scale).astype(np.int32)
        y = np.round((layout.y[seen] - top) * scale).astype(np.int32)
        cells = Cells(x, y, self.shown.codes[rows], strength.astype(np.int32))
        size = max(round(layout.size * scale), 1)
        paint_cells(made, cells, size, look_up_table(tokens, tokens.cividis if self.cividis else tokens.heat), ground)
        found = np.zeros(len(rows), dtype=bool)
        found[outlined[(outlined >= seen.start) & (outlined < seen.stop)] - seen.start] = True
        if self._few_pass():
            found |= self.shown.passing[rows]
        outline_cells(made, Cells(*(each[found] for each in cells)), size, pixel(tokens.text))
        return made

    def _few_pass(self) -> bool:
        passing = int(self.shown.passing.sum())
        return 0 < passing < _FEW * len(self.shown.passing)


def _same_order(before: Indices | None, after: Indices | None) -> bool:
    if before is None or after is None:
        return before is after
    return np.array_equal(before, after)


def _count(passing: int, total: int) -> str:
    if passing != total:
        return translate("HeatMap", "{0} of {1} GPUs").format(format_count(passing), format_count(total))
    return translate("HeatMap", "1 GPU") if total == 1 else translate("HeatMap", "{0} GPUs").format(format_count(total))
