"""What a view says instead of rows: waiting, empty, nothing that matches, failed. One sentence and the next step."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console.window.plain_text import Label, plain_caption
from console.window.theme.roles import Role, styled


class Standing(NamedTuple):
    """A sentence, and the step that helps: the words of its button and what it does."""

    sentence: str
    step: str = ""
    take: Callable[[], None] | None = None


class StandingView(QWidget):
    """Lies over a view while there is something to say."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._take: Callable[[], None] | None = None
        self._sentence = Label(Role.MUTED)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setWordWrap(True)
        self.step = styled(QPushButton(), Role.CHIP)
        self.step.clicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 8, 24, 8)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self._sentence)
        layout.addWidget(self.step, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.hide()

    def say(self, standing: Standing | None) -> None:
        """Show a standing; None leaves the view alone."""
        self.setVisible(standing is not None)
        if standing is None:
            return
        self._sentence.setText(standing.sentence)
        self.step.setText(plain_caption(standing.step))
        self.step.setVisible(bool(standing.step))
        self._take = standing.take
        self.setAccessibleName(standing.sentence)

    def text(self) -> str:
        """What it says; "" while hidden."""
        return "" if self.isHidden() else self._sentence.text()

    def _clicked(self) -> None:
        if self._take is not None:
            self._take()
