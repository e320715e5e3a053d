"""Draws a heat picture: its image, the headings of its groups, rings around what is selected, pointed at or current."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from console.model.column import Indices
from console.window.tables.selection import Selection
from console.window.theme import fonts
from console.window.theme.theme import qcolor, theme
from console.window.widgets.heat_groups import GroupBy
from console.window.widgets.heat_image import Pixels, image_of
from console.window.widgets.heat_layout import HEADING_PX
from console.window.widgets.heat_picture import HeatPicture, Shown

_MOST_RINGS = 200  # more are drawn into the image
_NONE: Indices = np.empty(0, dtype=np.intp)


class HeatView(QAbstractScrollArea):
    """What is seen of a heat map; the image is kept until something in it changes."""

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = HeatPicture()
        self.selection = selection
        self.hovered = -1
        self._pixels: Pixels | None = None
        self._chosen: Indices | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        selection.changed.connect(self._choose_anew)
        theme().changed.connect(self.redraw)

    def show_cells(self, shown: Shown) -> None:
        """Draw newer values."""
        self.picture.show(shown)
        self._rearrange()

    def group_by(self, by: GroupBy) -> None:
        """Group in another way."""
        self.picture.group_by(by)
        self._rearrange()

    def current_cell(self) -> int:
        """The cell that the keyboard stands on, -1 where there is none."""
        current = self.selection.current
        cells = self.picture.cells_of(frozenset({current} if current else ()))
        return int(cells[0]) if len(cells) else -1

    def cell_at(self, point: QPoint) -> int:
        """The cell under a point of the viewport, -1 where there is none."""
        return self.picture.layout.cell_at(point.x(), point.y() + self._top())

    def cell_area(self, cell: int) -> QRect:
        """Where a cell is in the viewport."""
        layout = self.picture.layout
        return QRect(int(layout.x[cell]), int(layout.y[cell]) - self._top(), layout.size, layout.size)

    def show_cell(self, cell: int) -> None:
        """Scroll until a cell is seen, under its heading where it is in the first line."""
        area, bar = self.cell_area(cell), self.verticalScrollBar()
        if area.top() - HEADING_PX < 0:
            bar.setValue(bar.value() + area.top() - HEADING_PX)
        elif area.bottom() > self.viewport().height():
            bar.setValue(bar.value() + area.bottom() - self.viewport().height() + self.picture.layout.pitch)

    def sizeHint(self) -> QSize:
        return QSize(400, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rearrange()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.redraw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, scale = QPainter(self.viewport()), theme().tokens, self.devicePixelRatioF()
        seen = self.picture.visible(self._top(), self.viewport().height())
        chosen = self._chosen_cells()
        ringed = chosen[(chosen >= seen.start) & (chosen < seen.stop)] if len(chosen) <= _MOST_RINGS else _NONE
        if self._pixels is None:
            outlined = chosen if len(chosen) > _MOST_RINGS else _NONE
            self._pixels = self.picture.pixels(self._top(), scale, tokens, outlined)
        painter.drawImage(QPoint(0, 0), image_of(self._pixels, scale))
        self._paint_headings(painter)
        if self.hovered >= 0:
            self._paint_ring(painter, self.hovered, qcolor(tokens.muted), 1)
        for cell in ringed:
            self._paint_ring(painter, int(cell), qcolor(tokens.text), 2)
        if self.hasFocus() and (current := self.current_cell()) >= 0:
            self._paint_ring(painter, current, qcolor(tokens.accent), 2)

    def _paint_headings(self, painter: QPainter) -> None:
        tokens, width = theme().tokens, self.viewport().width()
        painter.setFont(fonts.small())
        for block, count in zip(self.picture.layout.blocks, self.picture.counts(), strict=True):
            line = QRect(0, block.top - self._top(), width, HEADING_PX - 4)
            if line.bottom() < 0 or line.top() > self.viewport().height():
                continue
            painter.setPen(qcolor(tokens.muted))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, block.title)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)

    def _paint_ring(self, painter: QPainter, cell: int, color: QColor, thick: int) -> None:
        painter.setPen(QPen(color, 1))
        for around in range(1, thick + 1):
            painter.drawRect(QRectF(self.cell_area(cell)).adjusted(-around, -around, around - 1, around - 1))

    def _chosen_cells(self) -> Indices:
        if self._chosen is None:
            self._chosen = self.picture.cells_of(self.selection.ids)
        return self._chosen

    def _choose_anew(self) -> None:
        outlined = self._chosen is not None and len(self._chosen) > _MOST_RINGS
        self._chosen = None
        if outlined or len(self.selection.ids) > _MOST_RINGS:
            self.redraw()
        self.viewport().update()

    def redraw(self) -> None:
        """Make the image again."""
        self._pixels = None
        self.viewport().update()

    def _rearrange(self) -> None:
        """Places or colours may differ: fit the scroll bar to them and draw again."""
        self._chosen = None
        self.hovered = -1
        room = self.viewport()
        self.picture.resize(room.width(), room.height())
        bar, height = self.verticalScrollBar(), self.picture.layout.height
        bar.setPageStep(room.height())
        bar.setSingleStep(2 * self.picture.layout.pitch)
        bar.setRange(0, max(height - room.height(), 0))
        self.redraw()

    def _top(self) -> int:
        return self.verticalScrollBar().value()
