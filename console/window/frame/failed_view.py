"""What stands in place of the pages when the engine cannot be started: one sentence, where, and the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console.engine.messages import FailureTold
from console.window.plain_text import Label
from console.window.theme.roles import Role, styled

_WIDTH_PX = 560


class FailedView(QWidget):
    """Says what is wrong with the configuration; `retry_wanted` starts the engine again."""

    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Label(Role.STRONG, selectable=True, parent=self)
        self.where = Label(Role.MUTED, selectable=True, parent=self)
        self.todo = Label(selectable=True, parent=self)
        retry = styled(QPushButton(self.tr("Try again"), self), Role.PRIMARY)
        retry.setAccessibleName(retry.text())
        retry.clicked.connect(self.retry_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(Label(Role.TITLE, self.tr("The engine cannot start"), parent=self), 0, _CENTRE)
        for label in (self.sentence, self.where, self.todo):
            label.setWordWrap(True)
            label.setFixedWidth(_WIDTH_PX)
            label.setAlignment(_CENTRE)
            layout.addWidget(label, 0, _CENTRE)
        layout.addSpacing(8)
        layout.addWidget(retry, 0, _CENTRE)
        layout.addStretch(3)

    def show_failure(self, failure: FailureTold) -> None:
        """Say what is wrong."""
        self.sentence.setText(_sentence(failure.what))
        self.where.setText(failure.where)
        self.where.setVisible(bool(failure.where))
        self.todo.setText(_sentence(failure.todo))
        self.todo.setVisible(bool(failure.todo))


_CENTRE = Qt.AlignmentFlag.AlignHCenter


def sentence_of(failure: FailureTold) -> str:
    """A failure in one line: where, what, and what to do."""
    place = f"{failure.where}: " if failure.where else ""
    return " ".join(part for part in (f"{place}{_sentence(failure.what)}", _sentence(failure.todo)) if part)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}" if text else ""
