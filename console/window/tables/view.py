"""The view of a table: Qt keeps keyboard, selection and accessibility, the rows are painted here in one pass.

Painting cell by cell through a delegate costs several times as much, and the window has 16 ms.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from console.window.tables.columns_layout import ColumnsLayout
from console.window.tables.header import Header
from console.window.tables.layout_store import LayoutStore, MemoryStore
from console.window.tables.model import TableModel
from console.window.tables.row_painter import RowPainter, RowState, Slot
from console.window.tables.selection import Selection
from console.window.tables.selection_link import SelectionLink
from console.window.theme import fonts
from console.window.theme.theme import theme
from console.window.widgets.standing import StandingView

ROW_PX = 27
_Flag = QItemSelectionModel.SelectionFlag
_NO_INDEX = QModelIndex()


class TableView(QTableView):
    """Shows a TableModel.

    Args:
        name: what the layout is kept under.
        selection: shared with other views of the same things, or its own.
        store: keeps the layout.
    """

    row_opened = Signal(str)  # an id: Enter or double click
    menu_asked = Signal(object, object)  # ids, and a QPoint on the screen

    def __init__(
        self,
        model: TableModel,
        name: str,
        *,
        selection: Selection | None = None,
        store: LayoutStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = model
        self.shared = selection or Selection(self)
        self.headings = Header(model.columns, self)
        self.standing = StandingView(self.viewport())  # what is said where there are no rows
        self._rows = RowPainter(model, ROW_PX)
        self._first_sort = -1, Qt.SortOrder.AscendingOrder
        self._set_up()
        self.setModel(model)
        self.setHorizontalHeader(self.headings)
        self.headings.setSortIndicatorShown(True)  # which the view has just switched off
        self.columns = ColumnsLayout(self.headings, model.columns, store or MemoryStore(), name)
        self._link = SelectionLink(self, self.table, self.shared)
        self._connect()

    def selected_ids(self) -> tuple[str, ...]:
        """The selected rows that are shown, in the order shown; the current row where none is selected."""
        listing = self.table.listing
        chosen = self.shared.ids or frozenset({self.shared.current} if self.shared.current else ())
        return tuple(listing.ids(listing.places_of(chosen)))

    def room_for(self, rows: int) -> int:
        """The height that shows so many rows and the headings."""
        return self.headings.height() + rows * ROW_PX

    def scroll_room(self) -> int:
        """The height of the horizontal scroll bar, 0 while every column fits."""
        fits = self.headings.length() <= self.viewport().width()
        return 0 if fits else self.horizontalScrollBar().sizeHint().height()

    def sort_by(self, name: str, *, descending: bool = False) -> None:
        """Sort by a column at first, unless the operator's own sort has come back from the last start."""
        place = next(place for place, spec in enumerate(self.table.columns) if spec.name == name)
        self._first_sort = place, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        if self.headings.sortIndicatorSection() < 0:
            self.headings.setSortIndicator(*self._first_sort)

    def reset_layout(self) -> None:
        """Columns, widths and sort as on the first day."""
        self.columns.reset()
        self.headings.setSortIndicator(*self._first_sort)

    def paintEvent(self, event: QPaintEvent) -> None:
        slots = self._slots()
        first, last = self.rowAt(event.rect().top()), self.rowAt(event.rect().bottom())
        if first < 0 or not slots:
            return
        painter = QPainter(self.viewport())
        painter.setFont(fonts.text())
        end = self.table.rowCount() - 1
        last = end if last < 0 else last
        chosen, current = self.selectionModel(), self.currentIndex().row() if self.hasFocus() else -1
        for place in range(first, last + 1):
            state = RowState(chosen.isRowSelected(place, _NO_INDEX), place == current, place == end)
            self._rows.paint(painter, place, self.rowViewportPosition(place), slots, state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit(self.viewport().width())
        self.standing.setGeometry(self.viewport().rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            self.row_opened.emit(self.table.id_at(row))
        elif event.key() == Qt.Key.Key_Space and row >= 0:
            self.selectionModel().select(self.currentIndex(), _Flag.Toggle | _Flag.Rows)
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.headings.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are verbs here, as everywhere in the window."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.row_opened.emit(self.table.id_at(index.row()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        ids = self.selected_ids()
        if not ids:
            return
        at = event.globalPos()
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_asked.emit(ids, at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(ROW_PX)
        rows.setDefaultSectionSize(ROW_PX)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _connect(self) -> None:
        self.headings.sortIndicatorChanged.connect(self._sort)
        self.headings.left_downwards.connect(self._enter_rows)
        self.table.counted.connect(lambda: self.columns.follow(self.table))
        theme().changed.connect(self.viewport().update)
        self._sort(self.headings.sortIndicatorSection(), self.headings.sortIndicatorOrder())

    def _slots(self) -> list[Slot]:
        header, width = self.headings, self.viewport().width()
        columns = (header.logicalIndex(place) for place in range(header.count()))
        slots = (
            Slot(column, header.sectionViewportPosition(column), header.sectionSize(column))
            for column in columns
            if not header.isSectionHidden(column)
        )
        return [slot for slot in slots if slot.left < width and slot.left + slot.width > 0]

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self.table.sort(column, order)

    def _enter_rows(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.currentIndex().isValid() and self.table.rowCount():
            self.setCurrentIndex(self.table.index(0, self.headings.logicalIndex(0)))
