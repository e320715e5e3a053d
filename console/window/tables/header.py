"""The headings of a table: aligned with their cells, sorted by click or by keyboard, chosen by a menu.

With the focus on it, left and right walk along the headings, Enter or Space sorts, the menu key opens the chooser and
down goes back to the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from console.window.tables.column_spec import ColumnSpec, first_order
from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme

HEIGHT_PX = 30
PADDING_PX = 8
_ARROW_PX = 6  # from a heading to the sort's arrow, which stands in the padding
_SLACK_PX = 2  # a text as wide as its room is cut by some fonts
_OTHER = {
    Qt.SortOrder.AscendingOrder: Qt.SortOrder.DescendingOrder,
    Qt.SortOrder.DescendingOrder: Qt.SortOrder.AscendingOrder,
}


class Header(QHeaderView):
    """Horizontal headings over column specifications."""

    chosen = Signal(int, bool)  # a column was shown or hidden
    reset_asked = Signal()
    left_downwards = Signal()

    def __init__(self, columns: Sequence[ColumnSpec], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self._needed: dict[int, int] = {}  # pixels that texts ask for, by column
        self._at = 0  # the visual place that the keyboard stands on
        self.setFixedHeight(HEIGHT_PX)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(32)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Column headings"))

    def wanted_width(self, column: int) -> int:
        """The width that a column's heading and specimen ask for."""
        spec = self._columns[column]
        heading = QFontMetrics(fonts.small()).horizontalAdvance(spec.title)
        specimen = QFontMetrics(fonts.text()).horizontalAdvance(spec.specimen)
        return max(heading, specimen, self._needed.get(column, 0)) + 2 * PADDING_PX + _SLACK_PX

    def need(self, column: int, texts: Iterable[str]) -> bool:
        """Take the longest of a column's texts into account; whether its width changes by that."""
        metrics, widest = QFontMetrics(fonts.text()), self._columns[column].widest
        before = self._needed.get(column, 0)
        self._needed[column] = min(max((metrics.horizontalAdvance(text) for text in texts), default=0), widest)
        return self._needed[column] != before

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        tokens, spec = theme().tokens, self._columns[column]
        painter.fillRect(rect, qcolor(tokens.surface))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, qcolor(tokens.line))
        sorted_here = self.sortIndicatorSection() == column
        painter.setFont(fonts.small())
        painter.setPen(qcolor(tokens.text if sorted_here else tokens.muted))
        inner = rect.adjusted(PADDING_PX, 0, -PADDING_PX, 0)
        title = painter.fontMetrics().elidedText(spec.title, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if spec.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | side, title)
        if sorted_here:
            width = painter.fontMetrics().horizontalAdvance(title)
            self._paint_arrow(
                painter, inner.right() - width - _ARROW_PX if spec.right else inner.left() + width + _ARROW_PX, rect
            )
        if self.hasFocus() and self.logicalIndex(self._at) == column:
            painter.fillRect(rect.left() + 4, rect.bottom() - 1, rect.width() - 8, 2, qcolor(tokens.accent))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self._step(-1)
            case Qt.Key.Key_Right:
                self._step(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._sort_here()
            case Qt.Key.Key_Down:
                self.left_downwards.emit()
            case _:
                event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        place = event.globalPos() if by_mouse else self.mapToGlobal(self.rect().bottomLeft())
        self.chooser().popup(place)

    def chooser(self) -> QMenu:
        """A menu that shows and hides columns; it deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.count() - self.hiddenSectionCount()
        for place, spec in enumerate(self._columns):
            action = menu.addAction(spec.title)
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(place))
            action.setEnabled(shown > 1 or self.isSectionHidden(place))
            action.toggled.connect(lambda checked, column=place: self.chosen.emit(column, checked))
        menu.addSeparator()
        menu.addAction(self.tr("Reset columns")).triggered.connect(self.reset_asked)
        return menu

    def _step(self, by: int) -> None:
        place = self._at + by
        while 0 <= place < self.count() and self.isSectionHidden(self.logicalIndex(place)):
            place += by
        if 0 <= place < self.count():
            self._at = place
            self.viewport().update()

    def _sort_here(self) -> None:
        column = self.logicalIndex(self._at)
        first = first_order(self._columns[column])
        if self.sortIndicatorSection() != column:
            self.setSortIndicator(column, first)
        elif self.sortIndicatorOrder() is first:
            self.setSortIndicator(column, _OTHER[first])
        else:
            self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _paint_arrow(self, painter: QPainter, middle: float, rect: QRect) -> None:
        up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        y, tip = rect.center().y() + 0.5, -2.0 if up else 2.0
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(theme().tokens.muted))
        base = y - tip
        painter.drawPolygon(QPolygonF([QPointF(middle - 3, base), QPointF(middle + 3, base), QPointF(middle, y + tip)]))
        painter.restore()
