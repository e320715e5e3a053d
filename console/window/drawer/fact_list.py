"""Facts under each other, names at the left, values at the right edge; a value that leads somewhere is a button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from console.window.drawer.fact import Fact
from console.window.plain_text import Label, plain_caption, plain_tip
from console.window.tables.cell import Look
from console.window.theme.roles import Role, styled

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_ROLES = {Look.WARNING: Role.WARNING_VALUE, Look.DOWN: Role.DOWN_VALUE, Look.GOOD: Role.VALUE, Look.MUTED: Role.MUTED}


class FactList(QWidget):
    """Rebuilt only when other lines are told, so that the keyboard's focus stays through a refresh."""

    link_followed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: list[Fact] = []
        self._values: list[Label | QPushButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these lines."""
        if [_shape(fact) for fact in facts] != [_shape(fact) for fact in self._facts]:
            self._build(facts)
        for value, fact in zip(self._values, facts, strict=True):
            _fill(value, fact)
        self._facts = list(facts)

    def facts(self) -> list[Fact]:
        """The lines that are shown."""
        return list(self._facts)

    def _build(self, facts: Sequence[Fact]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._values = [self._add(row, fact) for row, fact in enumerate(facts)]

    def _add(self, row: int, fact: Fact) -> Label | QPushButton:
        label = Label(Role.SMALL, fact.label, parent=self)
        label.setMinimumHeight(18)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        value = self._link(fact.link) if fact.link else self._text()
        value.setAccessibleName(fact.label)
        self._grid.addWidget(value, row, 1, _RIGHT if fact.link else Qt.AlignmentFlag.AlignTop)
        return value

    def _text(self) -> Label:
        value = Label(selectable=True, parent=self)
        value.setWordWrap(True)
        value.setAlignment(_RIGHT)
        value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        return value

    def _link(self, thing: str) -> QPushButton:
        button = styled(QPushButton(self), Role.VALUE_LINK)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.link_followed.emit(thing))
        return button


def _shape(fact: Fact) -> tuple[str, str]:
    return fact.label, fact.link


def _fill(value: Label | QPushButton, fact: Fact) -> None:
    value.setToolTip(plain_tip(fact.tip))
    if isinstance(value, QPushButton):
        value.setText(plain_caption(fact.value))
        return
    value.setText(fact.value)
    role = _ROLES.get(fact.look, Role.VALUE)
    if value.property("role") != role:
        styled(value, role)
