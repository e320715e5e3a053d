"""Whether what is shown is live: told by a mark and a word."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from console.window.tables.cell import Mark
from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme
from console.window.theme.tokens import RADIUS
from console.window.widgets.marks import paint_mark

_DOT_PX = 7


class LiveState(Enum):
    """How the values come."""

    STARTING = "starting"
    LIVE = "live"
    STOPPED = "stopped"


class Live(QWidget):
    """A mark and a word in a frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = LiveState.STARTING
        self.show_state(LiveState.STARTING)
        theme().changed.connect(self.update)

    def show_state(self, state: LiveState) -> None:
        """Say how the values come."""
        self.state = state
        self.setAccessibleName(self.word())
        self.setToolTip(self._sentence())
        self.updateGeometry()
        self.update()

    def word(self) -> str:
        """The state as a word."""
        words = {
            LiveState.STARTING: self.tr("Starting"),
            LiveState.LIVE: self.tr("Live"),
            LiveState.STOPPED: self.tr("Stopped"),
        }
        return words[self.state]

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(fonts.text()).horizontalAdvance(self.word()) + 34, 26)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(qcolor(tokens.line)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        self._paint_mark(painter)
        painter.setPen(qcolor(tokens.text))
        painter.setFont(fonts.text())
        painter.drawText(self.rect().adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.word())

    def _paint_mark(self, painter: QPainter) -> None:
        tokens = theme().tokens
        middle = self.height() / 2
        if self.state is LiveState.STOPPED:
            paint_mark(painter, Mark.HELD, qcolor(tokens.warning), 10, middle)
            return
        live = self.state is LiveState.LIVE
        painter.setBrush(qcolor(tokens.good) if live else Qt.BrushStyle.NoBrush)
        painter.setPen(Qt.PenStyle.NoPen if live else QPen(qcolor(tokens.muted)))
        painter.drawEllipse(QRectF(11, middle - _DOT_PX / 2, _DOT_PX, _DOT_PX))

    def _sentence(self) -> str:
        sentences = {
            LiveState.STARTING: self.tr("The engine is starting."),
            LiveState.LIVE: self.tr("Every value is the newest that its source has told."),
            LiveState.STOPPED: self.tr("The engine does not run: nothing is polled, values are drawn dimmed."),
        }
        return sentences[self.state]
