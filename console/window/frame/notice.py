"""One sentence across the window, under the top bar: the engine stopped, a secret stands in the file."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from console.window.plain_text import Label
from console.window.tables.cell import Mark
from console.window.theme.icons import icon
from console.window.theme.roles import Role, styled
from console.window.theme.theme import qcolor, theme
from console.window.widgets.marks import SIZE_PX, paint_mark


class Notice(QFrame):
    """Hidden while there is nothing to say. What cannot be dismissed goes away with its cause."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, Role.BANNER)
        self._label = Label(parent=self)
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._dismiss = styled(QPushButton(self), Role.QUIET)
        self._dismiss.setAccessibleName(self.tr("Dismiss"))
        self._dismiss.setToolTip(self.tr("Dismiss"))
        self._dismiss.setFixedSize(QSize(26, 26))
        self._dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 12, 5)
        layout.setSpacing(8)
        layout.addWidget(_Sign(self))
        layout.addWidget(self._label, 1)
        layout.addWidget(self._dismiss)
        theme().changed.connect(self._take_theme)
        self._take_theme()
        self.hide()

    def say(self, sentence: str, *, dismissible: bool) -> None:
        """Show a sentence."""
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        self._dismiss.setVisible(dismissible)
        self.show()

    def text(self) -> str:
        """What it says; "" while hidden."""
        return "" if self.isHidden() else self._label.text()

    def _take_theme(self) -> None:
        self._dismiss.setIcon(icon("close"))


class _Sign(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(SIZE_PX + 1, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        box = QRectF(self.rect())
        paint_mark(QPainter(self), Mark.HELD, qcolor(theme().tokens.warning), 0, box.center().y())
