"""One source in the status bar: a mark, its name and its age, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from console.window.frame.source_standing import Standing, Trouble
from console.window.tables.cell import Mark
from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme
from console.window.theme.tokens import RADIUS, Tokens
from console.window.widgets.marks import SIZE_PX, paint_mark

_DOT_PX: Final = 6
_PADDING_PX: Final = 5
_TEXT_LEFT_PX: Final = 17
_MARKS: Final[Mapping[Trouble, Mark]] = {Trouble.OLD: Mark.HELD, Trouble.GONE: Mark.DOWN}


class SourceButton(QAbstractButton):
    """Click it for what the source said last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standing = Standing("", Trouble.UNTOLD, "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_standing(self, standing: Standing) -> None:
        """Say how the source is."""
        before, self.standing = self.standing, standing
        if (before.name, before.trouble) != (standing.name, standing.trouble):
            # Not at every second: a screen reader would read every age aloud.
            self.setAccessibleName(standing.text)
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(fonts.small()).horizontalAdvance(self.standing.text)
        return QSize(_TEXT_LEFT_PX + width + _PADDING_PX, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, tokens)
        self._paint_mark(painter, tokens)
        painter.setFont(fonts.small())
        painter.setPen(qcolor(tokens.text if self.underMouse() else tokens.muted))
        painter.drawText(
            self.rect().adjusted(_TEXT_LEFT_PX, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.standing.text
        )

    def _paint_ground(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(QPen(qcolor(tokens.accent)) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(tokens.raised) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def _paint_mark(self, painter: QPainter, tokens: Tokens) -> None:
        middle, trouble = self.height() / 2, self.standing.trouble
        if trouble in _MARKS:
            color = tokens.warning if trouble is Trouble.OLD else tokens.down
            paint_mark(painter, _MARKS[trouble], qcolor(color), _PADDING_PX + _DOT_PX / 2 - SIZE_PX / 2, middle)
            return
        good = trouble is Trouble.NONE
        painter.setBrush(qcolor(tokens.good) if good else Qt.BrushStyle.NoBrush)
        painter.setPen(Qt.PenStyle.NoPen if good else QPen(qcolor(tokens.muted)))
        painter.drawEllipse(QRectF(_PADDING_PX, middle - _DOT_PX / 2, _DOT_PX, _DOT_PX))
