"""A figure and the words behind it on one baseline: "1,754 busy of 2,194"."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme
from console.window.theme.tokens import STALE_OPACITY

HEIGHT_PX: Final = 28
_GAP_PX: Final = 5


class FigureLabel(QWidget):
    """Cuts the words, never the figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure, self._stale = "", False
        self._words: tuple[str, ...] = ()
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def say(self, figure: str, *words: str, stale: bool = False) -> None:
        """Show a figure with the first of these words that fit behind it."""
        if (figure, words, stale) != (self.figure, self._words, self._stale):
            self.figure, self._words, self._stale = figure, words, stale
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(fonts.figure()).horizontalAdvance(self.figure), HEIGHT_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), theme().tokens
        painter.setOpacity(STALE_OPACITY if self._stale else 1.0)
        painter.setFont(fonts.figure())
        metrics = painter.fontMetrics()
        baseline = (HEIGHT_PX - metrics.height()) // 2 + metrics.ascent()
        painter.setPen(qcolor(tokens.text))
        painter.drawText(QPoint(0, baseline), self.figure)
        left = metrics.horizontalAdvance(self.figure) + _GAP_PX
        painter.setFont(fonts.small())
        painter.setPen(qcolor(tokens.muted))
        room = max(self.width() - left, 0)
        painter.drawText(QPoint(left, baseline), _fitting(self._words, painter.fontMetrics(), room))


def _fitting(words: tuple[str, ...], metrics: QFontMetrics, room: int) -> str:
    fitting = (each for each in words if metrics.horizontalAdvance(each) <= room)
    return next(fitting, metrics.elidedText(words[-1], Qt.TextElideMode.ElideRight, room) if words else "")
