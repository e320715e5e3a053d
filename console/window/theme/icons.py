"""The icons of resources/icons, drawn in a token's colour and kept."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from console.window.resources import resource
from console.window.theme.theme import theme

SIZE_PX = 16
_INK = b"currentColor"  # what the files say instead of a colour
_SCALES = (1.0, 2.0, 3.0)


def icon(name: str, color: str | None = None, selected_color: str | None = None) -> QIcon:
    """The icon in a token's colour, muted if none is given; ask again when the theme has changed."""
    tokens = theme().tokens
    made = QIcon(_icon(name, color or tokens.muted))
    if selected_color is not None:
        for scale in _SCALES:
            made.addPixmap(pixmap(name, selected_color, scale), QIcon.Mode.Normal, QIcon.State.On)
    return made


@cache
def pixmap(name: str, color: str, scale: float = 1.0, size_px: int = SIZE_PX) -> QPixmap:
    """The icon as pixels for a screen of this scale; an icon that is missing is blank."""
    image = QPixmap(round(size_px * scale), round(size_px * scale))
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace(_INK, color.encode())))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return image


@cache
def _icon(name: str, color: str) -> QIcon:
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, color, scale))
    return made


@cache
def _drawing(name: str) -> bytes:
    try:
        return resource("icons", f"{name}.svg").read_bytes()
    except OSError:
        return b'<svg xmlns="http://www.w3.org/2000/svg"/>'  # a window without an icon is better than no window


@cache
def application_icon() -> QIcon:
    """The icon of the program itself, in its own colours."""
    made = QIcon()
    renderer = QSvgRenderer(QByteArray(_drawing("switchroom")))
    for size_px in (16, 24, 32, 48, 64, 128, 256):
        image = QPixmap(size_px, size_px)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        made.addPixmap(image)
    return made
