"""The time in the top bar: local, with UTC for whoever hovers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from console.window.tables.clock_time import local_time, utc_time
from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme
from console.window.theme.tokens import RADIUS


class Moment(QWidget):
    """A clock in a frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        theme().changed.connect(self.update)

    def show_time(self, now: float) -> None:
        """Show an instant."""
        self._text = local_time(now)
        self.setAccessibleName(self._text)
        self.setToolTip(utc_time(now))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(fonts.text()).horizontalAdvance("00:00:00") + 22, 26)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(qcolor(tokens.line)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(qcolor(tokens.muted))
        painter.setFont(fonts.text())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
