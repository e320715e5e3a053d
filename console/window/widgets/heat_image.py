"""The pixels of the heat map: one image through a look-up table, a line of cells at a time.

Cells that are down or unknown are stamped over it: they differ by shape, not by colour alone.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from console.model.column import Codes, Mask
from console.window.theme.theme import mixed
from console.window.theme.tokens import STALE_OPACITY, Tokens
from console.window.widgets.heat_layout import Ints
from console.window.widgets.measures import (
    BUSY,
    CATEGORIES,
    CATEGORY_COUNT,
    DOWN,
    IDLE,
    OTHERS,
    STEPS,
    UNKNOWN,
    WARNING,
)

Pixels = npt.NDArray[np.uint32]

FULL, STALE, FILTERED = range(3)  # how strongly a cell is drawn
_SHARES: Final = (1.0, STALE_OPACITY, 0.12)
_LENGTH: Final = CATEGORIES + CATEGORY_COUNT


class Cells(NamedTuple):
    """Cells to draw: corners in pixels, colour codes, strengths; in rising lines."""

    x: Ints
    y: Ints
    codes: Codes
    strength: Codes


def look_up_table(tokens: Tokens, ramp: tuple[str, ...]) -> Pixels:
    """Colours by strength and code."""
    plain = [*_ramp(ramp), *_states(tokens), *tokens.categories]
    made = np.empty((len(_SHARES), _LENGTH), dtype=np.uint32)
    for strength, share in enumerate(_SHARES):
        made[strength] = [mixed(color, tokens.ground, share).rgb() for color in plain]
    return made


def paint_cells(pixels: Pixels, cells: Cells, size: int, table: Pixels, ground: int) -> None:
    """Draw cells of a size onto pixels that are filled with the ground's colour."""
    if not len(cells.x):
        return
    inks = table[cells.strength, cells.codes]
    _paint_lines(pixels, cells, inks, size)
    for code, stamp in ((DOWN, _hollow(size)), (UNKNOWN, _hatched(size))):
        chosen = cells.codes == code
        if chosen.any():
            _stamp(pixels, Cells(*(each[chosen] for each in cells)), inks[chosen], stamp, ground)


def outline_cells(pixels: Pixels, cells: Cells, size: int, ink: int) -> None:
    """Draw a line around cells, so that the few that a filter finds are seen whatever their colour."""
    edge = _hollow(size)
    for row, column in np.argwhere(edge):
        at = cells.y + row
        seen = (at >= 0) & (at < pixels.shape[0])
        pixels[at[seen], cells.x[seen] + column] = np.uint32(ink)


def image_of(pixels: Pixels, scale: float) -> QImage:
    """The pixels as an image for a screen of this scale; they must outlive it."""
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    return image


def _paint_lines(pixels: Pixels, cells: Cells, inks: Pixels, size: int) -> None:
    """Each line of cells is one row of pixels, copied down."""
    tops, firsts = np.unique(cells.y, return_index=True)
    edges = np.append(firsts, len(cells.y))
    for top, first, last in zip(map(int, tops), map(int, edges[:-1]), map(int, edges[1:]), strict=True):
        from_y, to_y = max(top, 0), min(top + size, pixels.shape[0])
        if from_y >= to_y:
            continue
        line = pixels[from_y]
        for offset in range(size):
            line[cells.x[first:last] + offset] = inks[first:last]
        pixels[from_y + 1 : to_y] = line


def _stamp(pixels: Pixels, cells: Cells, inks: Pixels, inked: Mask, ground: int) -> None:
    for row, column in np.ndindex(inked.shape):
        at = cells.y + row
        seen = (at >= 0) & (at < pixels.shape[0])
        pixels[at[seen], cells.x[seen] + column] = inks[seen] if inked[row, column] else np.uint32(ground)


def _hollow(size: int) -> Mask:
    made = np.ones((size, size), dtype=bool)
    edge = 1 if size < 14 else 2
    made[edge:-edge, edge:-edge] = False
    return made


def _hatched(size: int) -> Mask:
    row, column = np.indices((size, size))
    return np.asarray((row + column) % 4 < 2 if size < 14 else (row + column) % 6 < 3)


def _ramp(stops: tuple[str, ...]) -> list[str]:
    """Colours of every step between the stops."""
    places = np.linspace(0, len(stops) - 1, STEPS)
    return [between(stops, float(place)) for place in places]


def between(stops: tuple[str, ...], place: float) -> str:
    """The colour at a place among stops, counted from 0."""
    low = min(int(place), len(stops) - 2)
    return mixed(stops[low + 1], stops[low], place - low).name()


def _states(tokens: Tokens) -> list[str]:
    colors = {
        WARNING: tokens.warning, DOWN: tokens.down, UNKNOWN: tokens.muted, BUSY: tokens.busy, IDLE: tokens.heat[0],
        OTHERS: tokens.faint,
    }  # fmt: skip
    return [colors[code] for code in range(STEPS, STEPS + len(colors))]


def pixel(color: str) -> int:
    """A token as a pixel."""
    return QColor(color).rgb()
