"""Where each cell of the heat map stands: groups under headings, nodes side by side, at a size that fits the room.

Cells keep their places from refresh to refresh, so that the eye finds a node again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from console.model.column import Indices

Ints = npt.NDArray[np.int32]

HEADING_PX: Final = 20  # from the top of a heading to its first cells
BLOCK_GAP_PX: Final = 10
NODE_GAP_PX: Final = 3
PITCHES: Final = (26, 22, 18, 15, 13, 12, 11, 10, 9, 8, 7, 6, 5)  # a cell and its gap; the largest that fits is taken


class Block(NamedTuple):
    """One group: its heading, where that stands, and which cells are its."""

    title: str
    top: int
    first: int
    last: int  # one behind


@dataclass(frozen=True, slots=True, eq=False)
class HeatLayout:
    """Cells in the order in which they stand; `rows` are their rows in the table, `x` and `y` their corners."""

    rows: Indices
    x: Ints
    y: Ints
    blocks: tuple[Block, ...]
    pitch: int
    height: int

    @property
    def size(self) -> int:
        """The side of a cell without the gap behind it."""
        return self.pitch - (2 if self.pitch >= 8 else 1)

    def cell_at(self, x: int, y: int) -> int:
        """The cell at a point, -1 where there is none: its line by division, its place by bisection."""
        number = bisect_right(self.blocks, y, key=lambda block: block.top) - 1
        if number < 0 or y < self.blocks[number].top + HEADING_PX or x < 0:
            return -1
        block = self.blocks[number]
        top = block.top + HEADING_PX
        first, last = self._line(top + (y - top) // self.pitch * self.pitch)
        place = first + int(np.searchsorted(self.x[first:last], x, side="right")) - 1
        return place if first <= place and x < self.x[place] + self.pitch else -1

    def neighbour(self, cell: int, down: int) -> int:
        """The cell nearest in the row above (-1) or below (1); the same cell where there is no such row."""
        first, last = self._line(int(self.y[cell]))
        other = first - 1 if down < 0 else last
        if not 0 <= other < len(self.y):
            return cell
        first, last = self._line(int(self.y[other]))
        return first + int(np.argmin(np.abs(self.x[first:last] - self.x[cell])))

    def _line(self, top: int) -> tuple[int, int]:
        """The cells whose tops stand there: the first, and one behind the last."""
        first, last = np.searchsorted(self.y, [top, top + 1])
        return int(first), int(last)


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Cells sorted into groups: per cell the number of its block and of its node, both rising."""

    rows: Indices
    block: Indices
    node: Indices
    titles: Sequence[str]


class _Part(NamedTuple):
    """The cells of one block: where each node begins in it, and how many each has."""

    first: int
    last: int
    sizes: Indices


def lay_out(grouping: Grouping, width: int, height: int) -> HeatLayout:
    """Places for all cells, as large as fits; the smallest size scrolls."""
    parts = list(_parts(grouping))
    fitting = (pitch for pitch in PITCHES if _height(parts, width, pitch) <= height)
    pitch = next(fitting, PITCHES[-1])
    x, y = np.empty(len(grouping.rows), dtype=np.int32), np.empty(len(grouping.rows), dtype=np.int32)
    top, blocks = 0, []
    for title, part in zip(grouping.titles, parts, strict=True):
        node_x, node_line, wrap = _flow(part.sizes, width, pitch)
        number = np.repeat(np.arange(len(part.sizes)), part.sizes)
        place = np.arange(len(number)) - (np.cumsum(part.sizes) - part.sizes)[number]
        cells = slice(part.first, part.last)
        x[cells] = node_x[number] + place % wrap * pitch
        y[cells] = top + HEADING_PX + (node_line[number] + place // wrap) * pitch
        blocks.append(Block(title, top, part.first, part.last))
        top = int(y[part.last - 1]) + pitch + BLOCK_GAP_PX
    return HeatLayout(grouping.rows, x, y, tuple(blocks), pitch, max(top - BLOCK_GAP_PX, 0))


def _parts(grouping: Grouping) -> Iterator[_Part]:
    edges = np.searchsorted(grouping.block, np.arange(len(grouping.titles) + 1))
    for first, last in pairwise(map(int, edges)):
        node = grouping.node[first:last]
        starts = np.flatnonzero(np.diff(node, prepend=node[0] - 1))
        yield _Part(first, last, np.diff(np.append(starts, len(node))))


def _height(parts: Sequence[_Part], width: int, pitch: int) -> int:
    lines = 0
    for part in parts:
        _, node_line, wrap = _flow(part.sizes, width, pitch)
        lines += int(node_line[-1]) + -(-int(part.sizes[-1]) // wrap)
    return lines * pitch + len(parts) * (HEADING_PX + BLOCK_GAP_PX) - BLOCK_GAP_PX


def _flow(sizes: Indices, width: int, pitch: int) -> tuple[Indices, Indices, int]:
    """x and line of each node, and after how many cells a node goes on below."""
    widest = int(sizes.max())
    if widest == 1:
        per_line = max(1, width // pitch)
        number = np.arange(len(sizes))
        return number % per_line * pitch, number // per_line, 1
    if widest * pitch > width:
        return _split(sizes, max(1, width // pitch))
    if widest * len(sizes) <= 1.5 * int(sizes.sum()):  # nearly alike: in columns
        slot = widest * pitch + NODE_GAP_PX
        per_line = max(1, (width + NODE_GAP_PX) // slot)
        number = np.arange(len(sizes))
        return number % per_line * slot, number // per_line, widest
    return (*_greedy(sizes * pitch + NODE_GAP_PX, width + NODE_GAP_PX), widest)


def _split(sizes: Indices, per_line: int) -> tuple[Indices, Indices, int]:
    """Nodes wider than the room begin a line of their own and go on below."""
    lines = -(-sizes // per_line)
    return np.zeros_like(sizes), np.cumsum(lines) - lines, per_line


def _greedy(widths: Indices, room: int) -> tuple[Indices, Indices]:
    """As many nodes to a line as fit."""
    ends = np.cumsum(widths)
    x, line = np.empty_like(widths), np.empty_like(widths)
    for number, (first, last) in enumerate(_lines(ends, room)):
        before = ends[first - 1] if first else 0
        x[first:last] = ends[first:last] - widths[first:last] - before
        line[first:last] = number
    return x, line


def _lines(ends: Indices, room: int) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(ends):
        before = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, before + room, side="right")), first + 1)
        yield first, last
        first = last
