"""One sentence with its mark, in the colour of what it means."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.window.drawer.trouble import Trouble
from console.window.tables.cell import Look, Mark, ink
from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme
from console.window.widgets.marks import SIZE_PX, paint_mark

_LINE_PX: Final = 15
_INDENT_PX: Final = SIZE_PX + 6
_MARKS: Final = {Look.WARNING: Mark.HELD, Look.DOWN: Mark.DOWN, Look.GOOD: Mark.GOOD}
_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class Sentence(QWidget):
    """Hidden while there is nothing to say. Its lines hang beside the mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trouble: Trouble | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self.update)
        self.hide()

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Say what is wrong, or nothing."""
        if trouble == self.trouble:
            return
        self.trouble = trouble
        self.setVisible(trouble is not None)
        self.setAccessibleName("" if trouble is None else trouble.sentence)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._box(width).height() + 2

    def sizeHint(self) -> QSize:
        width = self.width() or 298
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.trouble is None:
            return
        color = qcolor(ink(self.trouble.look, theme().tokens))
        painter = QPainter(self)
        painter.setFont(fonts.small())
        if self._indent():
            paint_mark(painter, _MARKS[self.trouble.look], color, 0, _LINE_PX / 2)
        painter.setPen(color)
        painter.drawText(QRect(self._indent(), 0, self.width() - self._indent(), self.height()), _WRAP, self._text())

    def _box(self, width: int) -> QRect:
        room = QRect(0, 0, max(width - self._indent(), 1), 10_000)
        return QFontMetrics(fonts.small()).boundingRect(room, int(_WRAP), self._text())

    def _indent(self) -> int:
        return _INDENT_PX if self.trouble is not None and self.trouble.look in _MARKS else 0

    def _text(self) -> str:
        return "" if self.trouble is None else self.trouble.sentence
