"""Every GPU as a cell, grouped and coloured: trouble stands out of a blue field.

Arrow keys walk from cell to cell, Enter opens, Space marks, the wheel scrolls. What is selected here is selected in the
table, and the other way round.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from console.window.plain_text import plain_tip
from console.window.tables.selection import Selection
from console.window.widgets.heat_view import HeatView

_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}


class HeatMap(HeatView):
    """The view with its keyboard and mouse.

    Args:
        selection: shared with the table.
        describe: what the tooltip says of a row of the GPU table.
    """

    cell_opened = Signal(str)  # an id
    menu_asked = Signal(object, object)  # ids, and a QPoint on the screen

    def __init__(self, selection: Selection, describe: Callable[[int], str], parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self._describe = describe
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Heat map of GPUs"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cell = self.current_cell()
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._walk(cell, key, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and cell >= 0:
            self.cell_opened.emit(self.picture.id_of(cell))
        elif key == Qt.Key.Key_Space and cell >= 0:
            self.selection.toggle(self.picture.id_of(cell))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.RightButton and self._is_chosen(cell):
            return  # the menu is for all that is selected
        if cell < 0:
            self.selection.choose(frozenset(), None)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.selection.toggle(self.picture.id_of(cell))
        else:
            self._choose(cell, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position().toPoint())
        if cell >= 0:
            self.cell_opened.emit(self.picture.id_of(cell))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.cell_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._explain(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.selection.ids:
            return
        at = event.globalPos()
        cell = self.current_cell()
        if event.reason() is not QContextMenuEvent.Reason.Mouse and cell >= 0:
            at = self.viewport().mapToGlobal(self.cell_area(cell).bottomRight())
        self.menu_asked.emit(tuple(self.selection.ids), at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self._stand_somewhere()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _stand_somewhere(self) -> None:
        """The keyboard always stands on a cell, so that the focus can be seen."""
        if self.current_cell() < 0 and len(self.picture.layout.rows):
            self.selection.choose(self.selection.ids, self.picture.id_of(0))

    def _walk(self, cell: int, key: Qt.Key, *, extend: bool) -> None:
        last = len(self.picture.layout.rows) - 1
        if last < 0:
            return
        layout = self.picture.layout
        steps = {
            Qt.Key.Key_Left: max(cell - 1, 0),
            Qt.Key.Key_Right: min(cell + 1, last),
            Qt.Key.Key_Up: layout.neighbour(cell, -1) if cell >= 0 else 0,
            Qt.Key.Key_Down: layout.neighbour(cell, 1) if cell >= 0 else 0,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        self._choose(steps[key], extend=extend)
        self.show_cell(steps[key])

    def _choose(self, cell: int, *, extend: bool) -> None:
        thing, here = self.picture.id_of(cell), self.current_cell()
        ids = {thing}
        if extend and here >= 0:
            first, last = sorted((here, cell))
            ids |= self.selection.ids | {self.picture.id_of(each) for each in range(first, last + 1)}
        self.selection.choose(frozenset(ids), thing)
        self.setAccessibleDescription(self._describe(int(self.picture.layout.rows[cell])))

    def _is_chosen(self, cell: int) -> bool:
        return cell >= 0 and self.picture.id_of(cell) in self.selection.ids

    def _hover(self, cell: int) -> None:
        if cell != self.hovered:
            self.hovered = cell
            self.viewport().update()

    def _explain(self, point: QPoint, at: QPoint) -> None:
        cell = self.cell_at(point)
        text = plain_tip(self._describe(int(self.picture.layout.rows[cell]))) if cell >= 0 else ""
        QToolTip.showText(at, text, self.viewport(), self.cell_area(cell) if cell >= 0 else self.rect())
