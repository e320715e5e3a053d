"""The typefaces: the first family that is installed, with figures of equal width so that columns line up."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from console.window.theme import tokens

_TABULAR = QFont.Tag("tnum")


@cache
def text() -> QFont:
    """What nearly everything is set in."""
    return _font(tokens.FONT_FAMILIES, tokens.TEXT_PX)


@cache
def strong() -> QFont:
    """Text that names what is open."""
    return _font(tokens.FONT_FAMILIES, tokens.TEXT_PX, QFont.Weight.DemiBold)


@cache
def small() -> QFont:
    """Secondary text: headings of columns, ages, sources."""
    return _font(tokens.FONT_FAMILIES, tokens.SMALL_PX)


@cache
def title() -> QFont:
    """The name of the object in the drawer, the name of a sheet."""
    return _font(tokens.FONT_FAMILIES, tokens.TITLE_PX, QFont.Weight.DemiBold)


@cache
def figure() -> QFont:
    """The one number of a tile."""
    return _font(tokens.FONT_FAMILIES, tokens.FIGURE_PX, QFont.Weight.DemiBold)


@cache
def mono() -> QFont:
    """Commands and what a source said."""
    font = _font(tokens.MONO_FAMILIES, tokens.SMALL_PX)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


def _font(families: tuple[str, ...], pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont(_installed(families))
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(_TABULAR, 1)
    return font


def _installed(families: tuple[str, ...]) -> list[str]:
    """Those of the families that are here, so that Qt does not search all fonts for one that is not."""
    known = set(QFontDatabase.families())
    return [family for family in families if family in known] or [families[-1]]
