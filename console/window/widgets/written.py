"""A line of text in an area, at its middle height."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter


def write(
    painter: QPainter,
    area: QRect,
    text: str,
    color: QColor,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write a text in a colour, at one side of an area."""
    painter.setPen(color)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | side, text)
