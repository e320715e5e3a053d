"""One answer at a glance: a name, one figure with its words, and what stands under it. Enter or a click leads on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from console.window.plain_text import Label, plain_tip
from console.window.tables.cell import Cell
from console.window.theme.roles import Role, styled
from console.window.theme.theme import qcolor, theme
from console.window.theme.tokens import RADIUS_LARGE
from console.window.widgets.figure_label import FigureLabel
from console.window.widgets.line_label import LineLabel, width_of

HEIGHT_PX: Final = 132
_PADDING_PX: Final = 12
Line = Sequence[Cell]


class Tile(QFrame):
    """A card with a figure.

    Args:
        title: what it is about.
        lines: how many lines of text it has; what is too long for one goes on in the next.
        body: a bar or a chart between the figure and the lines.
        leads: whether a click or Enter leads somewhere.
    """

    clicked = Signal()

    def __init__(self, title: str, lines: int, body: QWidget | None = None, *, leads: bool = True) -> None:
        super().__init__()
        styled(self, Role.CARD)
        self._title = title
        self._said: Sequence[Line] = ()
        self._stale = False
        self.figure = FigureLabel()
        self.lines = [LineLabel() for _ in range(lines)]
        self._lay_out(body)
        self.setFixedHeight(HEIGHT_PX)
        if leads:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, figure: str, words: Sequence[str], lines: Sequence[Line], *, stale: bool = False) -> None:
        """Show a figure, the longest of the words that fits behind it, and as many lines as there are places."""
        self._said, self._stale = lines, stale
        self.figure.say(figure, *words, stale=stale)
        self._fill()
        spoken = [" ".join([figure, *words[:1]]), *(cell.text for line in lines for cell in line)]
        self.setAccessibleName(f"{self._title}: {', '.join(spoken)}")

    def explain(self, tooltip: str) -> None:
        """What the figure rests on."""
        self.setToolTip(plain_tip(tooltip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(qcolor(theme().tokens.accent))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_LARGE, RADIUS_LARGE)

    def _fill(self) -> None:
        room = self.width() - 2 * _PADDING_PX
        flowing = [part for line in self._said for part in _broken(line, room)]
        for place, label in enumerate(self.lines):
            label.say(*(flowing[place] if place < len(flowing) else ()), stale=self._stale)

    def _lay_out(self, body: QWidget | None) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PADDING_PX, 11, _PADDING_PX, 9)
        layout.setSpacing(0)
        layout.addWidget(Label(Role.SMALL, self._title))
        layout.addWidget(self.figure)
        layout.addSpacing(4)
        if body is not None:
            layout.addWidget(body)
            layout.addSpacing(4)
        for line in self.lines:
            layout.addWidget(line)
        layout.addStretch(1)


def _broken(line: Line, room: int) -> list[Line]:
    """A line, or several where its parts do not fit beside each other."""
    made: list[list[Cell]] = [[]]
    for cell in line:
        if made[-1] and width_of([*made[-1], cell]) > room:
            made.append([])
        made[-1].append(cell)
    return [*made]
