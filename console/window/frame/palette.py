"""The palette (Ctrl+K): one field that finds every verb and every object, over the window, closed by Esc."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.model.fleet import Fleet
from console.window.actions import Verb
from console.window.frame.found_delegate import FOUND, FoundDelegate
from console.window.frame.search import Found, search
from console.window.plain_text import Label
from console.window.theme.roles import Role, styled

_WIDTH_PX: Final = 560
_TOP_PX: Final = 8
_ROW_PX: Final = 28
_ROWS: Final = 14
_MOVES: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class Palette(QFrame):
    """Hidden until `open_over`.

    Args:
        verbs: those that can be offered now.
        fleet: the newest fleet.
    """

    chosen = Signal(object)  # Found

    def __init__(self, verbs: Callable[[], Sequence[Verb]], fleet: Callable[[], Fleet], parent: QWidget) -> None:
        super().__init__(parent)
        styled(self, Role.SHEET)
        self._verbs, self._fleet = verbs, fleet
        self._before: QWidget | None = None
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Search pools, nodes, GPUs, jobs and sources, or run a command"))
        self.field.setAccessibleName(self.tr("Search or run a command"))
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setItemDelegate(FoundDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._choose)
        self._nothing = Label(Role.MUTED, self.tr("Nothing of that name. Esc closes this."), parent=self)
        self._nothing.setContentsMargins(8, 4, 8, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        for widget in (self.field, self._nothing, self.list):
            layout.addWidget(widget)
        self.hide()

    def open_over(self, before: QWidget | None) -> None:
        """Show it, empty; the focus goes back to `before` when it closes."""
        self._before = before
        self.field.clear()
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Close it."""
        if self.isVisible():
            self.hide()
            if self._before is not None:
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and not self.list.underMouse():
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in _MOVES:
            self._move(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True

    def _move(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS}
        row = self.list.currentRow() + step[Qt.Key(event.key())]
        self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))

    def _search(self, text: str) -> None:
        found = search(text, self._verbs(), self._fleet())
        self.list.clear()
        for each in found:
            item = QListWidgetItem(self.list)
            item.setData(FOUND, each)
            item.setText(each.caption())
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self._resize(len(found))

    def _resize(self, count: int) -> None:
        self.list.setFixedHeight(min(count, _ROWS) * _ROW_PX)
        room_px = self.window().width()
        width = min(_WIDTH_PX, room_px - 32)
        self.setFixedWidth(width)
        self.adjustSize()
        # Under the search box, whose right edge it shares.
        self.move(QPoint(room_px - width - 16, _TOP_PX))

    def _choose(self, item: QListWidgetItem | None) -> None:
        found = None if item is None else item.data(FOUND)
        if isinstance(found, Found):
            self.dismiss()
            self.chosen.emit(found)
