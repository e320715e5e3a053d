"""The last hour of one measure: a line over a filled area on an axis that never changes by itself.

The axis is always one hour and the range is given, so that a line means the same tomorrow. Where nothing is known
there is a gap.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import Enum
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.model.column import Floats
from console.model.quantity import format_number
from console.model.wording import UNKNOWN
from console.window.tables.clock_time import local_time
from console.window.theme import fonts
from console.window.theme.theme import mixed, qcolor, theme
from console.window.theme.tokens import Tokens
from console.window.widgets.polyline import Run, runs, zigzag
from console.window.widgets.written import write

SPAN_S: Final = 3600.0
_FILL: Final = 0.18
_HEADER_PX: Final = 18
_SIDE_PX: Final = 110


class Tone(Enum):
    """What a line is about."""

    USE = "use"
    DEMAND = "demand"


class Labels(Enum):
    """Where the name and the newest value stand."""

    TOP = "top"
    SIDE = "side"
    NONE = "none"


class AreaChart(QWidget):
    """One series.

    Args:
        labels: where name and value are written.
        tone: the line's colour.
        write: how a value is written.
    """

    pointed = Signal(object)  # the instant under the pointer, None when it has left

    def __init__(
        self,
        labels: Labels = Labels.TOP,
        tone: Tone = Tone.USE,
        write: Callable[[float], str] = format_number,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._labels, self._tone, self._write = labels, tone, write
        self._times: Floats = np.empty(0)
        self._values: Floats = np.empty(0)
        self._label, self._unit = "", ""
        self._range = (0.0, 1.0)
        self._end = 0.0
        self._pointed: float | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def set_series(
        self,
        times: Floats,
        values: Floats,
        label: str,
        unit: str,
        value_range: tuple[float, float],
        *,
        end: float | None = None,
    ) -> None:
        """Show values at instants, seconds since the epoch; the hour ends at `end`, or at the last instant."""
        self._times, self._values = times, values
        self._label, self._unit, self._range = label, unit, value_range
        self._end = end if end is not None else float(times[-1]) if len(times) else 0.0
        self.setAccessibleName(label)
        self.setAccessibleDescription(f"{self._written(self._newest())} {unit}".strip())
        self.update()

    def point_at(self, at: float | None) -> None:
        """Show the value at an instant; charts on one time axis point together."""
        if at != self._pointed:
            self._pointed = at
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 56)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 20 if self._labels is Labels.NONE else 40)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        share = (event.position().x() - area.left()) / max(area.width() - 1, 1)
        self.pointed.emit(self._end - SPAN_S * (1 - share) if 0 <= share <= 1 else None)
        self.point_at(self._end - SPAN_S * (1 - share) if 0 <= share <= 1 else None)

    def leaveEvent(self, _event: QEvent) -> None:
        self.pointed.emit(None)
        self.point_at(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens, area = QPainter(self), theme().tokens, self._area()
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, qcolor(tokens.line))
        for run in runs(self._times, self._values, self._end - SPAN_S, self._end, area.width()):
            self._paint_run(painter, run, area, tokens)
        if self._labels is not Labels.NONE:
            self._paint_labels(painter, tokens)
        if self._pointed is not None:
            self._paint_pointed(painter, area, tokens)

    def _area(self) -> QRect:
        match self._labels:
            case Labels.TOP:
                return self.rect().adjusted(0, _HEADER_PX, 0, 0)
            case Labels.SIDE:
                return self.rect().adjusted(_SIDE_PX, 0, 0, 0)
            case Labels.NONE:
                return self.rect()

    def _paint_run(self, painter: QPainter, run: Run, area: QRect, tokens: Tokens) -> None:
        x = area.left() + run.x
        high, low = self._heights(run.high, area), self._heights(run.low, area)
        line = zigzag(x, high, low)
        color = tokens.busy if self._tone is Tone.USE else tokens.muted
        base = float(area.bottom())
        fill = [QPointF(float(x[0]), base), *(QPointF(*each) for each in zip(x, high, strict=True))]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(color, tokens.surface, _FILL))
        painter.drawPolygon(QPolygonF([*fill, QPointF(float(x[-1]), base)]))
        painter.setPen(QPen(qcolor(color), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(line) == 1:
            painter.drawPoint(line[0])
        painter.drawPolyline(QPolygonF(line))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _heights(self, values: Floats, area: QRect) -> Floats:
        low, high = self._range
        share = np.clip((values - low) / (high - low if high > low else 1.0), 0.0, 1.0)
        return np.asarray(area.bottom() - 0.5 - share * (area.height() - 2))

    def _paint_labels(self, painter: QPainter, tokens: Tokens) -> None:
        value = self._value_at(self._pointed) if self._pointed is not None else self._newest()
        title = f"{self._label} {self._unit}".strip()
        painter.setFont(fonts.small())
        if self._labels is Labels.TOP:
            header = QRect(0, 0, self.width(), _HEADER_PX - 4)
            write(painter, header, title, qcolor(tokens.muted), Qt.AlignmentFlag.AlignLeft)
            write(painter, header, self._written(value), qcolor(tokens.text), Qt.AlignmentFlag.AlignRight)
            return
        middle = self.height() // 2
        write(painter, QRect(0, middle - 16, _SIDE_PX - 8, 15), title, qcolor(tokens.muted))
        write(painter, QRect(0, middle, _SIDE_PX - 8, 15), self._written(value), qcolor(tokens.text))

    def _paint_pointed(self, painter: QPainter, area: QRect, tokens: Tokens) -> None:
        at = self._pointed or 0.0
        x = area.left() + round((at - self._end + SPAN_S) / SPAN_S * (area.width() - 1))
        painter.fillRect(x, area.top(), 1, area.height(), qcolor(tokens.faint))
        painter.setFont(fonts.small())
        text = f"{local_time(at)}  {self._written(self._value_at(at))} {self._unit}".strip()
        width = QFontMetrics(fonts.small()).horizontalAdvance(text) + 8
        left = x + 4 if x + 4 + width <= area.right() else x - 4 - width
        box = QRect(left, area.top() + 1, width, 16)
        painter.fillRect(box, qcolor(tokens.raised))
        write(painter, box, text, qcolor(tokens.text), Qt.AlignmentFlag.AlignHCenter)

    def _newest(self) -> float:
        return float(self._values[-1]) if len(self._values) else math.nan

    def _value_at(self, at: float) -> float:
        """The value of the sample before an instant, unknown where there is none near."""
        place = int(np.searchsorted(self._times, at, side="right")) - 1
        usual = float(np.median(np.diff(self._times))) if len(self._times) > 1 else SPAN_S
        if place < 0 or at - self._times[place] > usual * 2:
            return math.nan
        return float(self._values[place])

    def _written(self, value: float) -> str:
        return UNKNOWN if math.isnan(value) else self._write(value)
