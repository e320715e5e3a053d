"""The sheet of all keys (?), made from the registry of verbs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from console.window.actions import Verb
from console.window.plain_text import Label
from console.window.theme.roles import Role

translate = QCoreApplication.translate
_COLUMNS = 2
_SHOWN = 2


class KeysSheet(QDialog):
    """Every verb that has a key, with all its keys."""

    def __init__(self, verbs: Sequence[Verb], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAccessibleName(self.tr("Keys"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(Label(Role.TITLE, self.tr("Keys"), parent=self))
        layout.addLayout(_grid([*_rows(verbs), *_others()]))


def _grid(rows: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    half = -(-len(rows) // _COLUMNS)
    for place, (title, keys) in enumerate(rows):
        column = 3 * (place // half)
        grid.addWidget(Label(None, title), place % half, column)
        grid.addWidget(Label(Role.MUTED, keys), place % half, column + 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnMinimumWidth(2, 32)
    return grid


def _rows(verbs: Sequence[Verb]) -> list[tuple[str, str]]:
    return [(verb.title, _keys(verb.sequences())) for verb in verbs if verb.keys]


def _keys(sequences: Sequence[QKeySequence]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    # Few keyboards have the keys that are named Copy, Find or Back.
    common = [each for each in sequences if _key(each) < Qt.Key.Key_Back]
    return "  ".join(dict.fromkeys(each.toString(native) for each in common[:_SHOWN]))


def _key(sequence: QKeySequence) -> int:
    first: QKeyCombination = sequence[0]  # type: ignore[index]  # the stubs leave its items out
    return first.key()


def _others() -> list[tuple[str, str]]:
    """Keys that belong to whatever has the focus."""
    return [
        (translate("KeysSheet", "Mark a row"), translate("KeysSheet", "Space")),
        (translate("KeysSheet", "Next part of the window"), translate("KeysSheet", "Tab")),
    ]
