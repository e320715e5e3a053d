"""The charts of the history tab, by pyqtgraph: in fixed ranges, since following every value costs a third of a second.

Imported by nothing at start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pyqtgraph
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.history.recent import SPAN_S
from console.model.column import Floats
from console.model.quantity import format_number
from console.window.drawer.measures import Measure
from console.window.plain_text import Label
from console.window.tables.clock_time import local_time
from console.window.theme import fonts
from console.window.theme.roles import Role
from console.window.theme.theme import mixed, qcolor, theme

_AXIS_PX: Final = 44
_FILL: Final = 0.18


class Plots(QWidget):
    """One chart a measure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plots: dict[str, Plot] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def show_measures(self, measures: Sequence[Measure]) -> None:
        """Draw these from now on. A plot is slow to make: one of the same measure is used again."""
        if [measure.name for measure in measures] == list(self.plots):
            for measure in measures:
                self.plots[measure.name].show_measure(measure)
            return
        for plot in self.plots.values():
            self._layout.removeWidget(plot)
            plot.deleteLater()
        self.plots = {measure.name: Plot(measure, self) for measure in measures}
        for plot in self.plots.values():
            self._layout.addWidget(plot, 1)

    def show_series(self, times: Floats, values: Mapping[str, Floats]) -> None:
        """The last hour of all of them."""
        for name, plot in self.plots.items():
            plot.show_series(times, values.get(name, np.full(len(times), np.nan)))


class Plot(QWidget):
    """One measure: its name, its value under the pointer, its line."""

    def __init__(self, measure: Measure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure = measure
        self._times: Floats = np.empty(0)
        self._values: Floats = np.empty(0)
        self.caption = Label(Role.SMALL, parent=self)
        self.view = pyqtgraph.PlotWidget(self, axisItems={"bottom": pyqtgraph.DateAxisItem("bottom")})
        self.view.setAccessibleName(self._title())
        self._curve = self.view.plot([], [])
        self._line = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self._set_up()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.caption)
        layout.addWidget(self.view, 1)
        theme().changed.connect(self._take_theme)
        self._take_theme()
        self._say(None)

    def show_measure(self, measure: Measure) -> None:
        """The same measure of another thing."""
        self._measure = measure
        self._times = self._values = np.empty(0)
        self._curve.setData([], [])
        self._say(None)

    def show_series(self, times: Floats, values: Floats) -> None:
        """The last hour, in the column's unit."""
        self._times, self._values = times, values / self._measure.scale
        known = self._values[~np.isnan(self._values)]
        low, high = self._measure.range_over(float(known.max()) if len(known) else 0.0)
        self._curve.setData(self._times, self._values, connect="finite", fillLevel=low)
        self.view.setXRange(times[-1] - SPAN_S, times[-1], padding=0)
        self.view.setYRange(low, high * 1.12, padding=0)
        self.view.getAxis("left").setTicks([[(each, format_number(each)) for each in (low, (low + high) / 2, high)]])
        self._say(None)

    def _set_up(self) -> None:
        self.view.setMenuEnabled(False)
        self.view.hideButtons()
        self.view.setMouseEnabled(x=False, y=False)
        self.view.disableAutoRange()
        self.view.getAxis("left").setWidth(_AXIS_PX)
        self.view.addItem(self._line, ignoreBounds=True)
        self._line.hide()
        self.view.scene().sigMouseMoved.connect(self._point_at)

    def _point_at(self, at: QPointF) -> None:
        if not len(self._times) or not self.view.underMouse():
            self._say(None)
            return
        time = self.view.getPlotItem().vb.mapSceneToView(at).x()
        self._say(int(np.abs(self._times - time).argmin()))

    def _say(self, place: int | None) -> None:
        self._line.setVisible(place is not None)
        if place is None:
            last = self._values[-1] if len(self._values) else np.nan
            self.caption.setText(f"{self._title()} · {format_number(float(last))}")
            return
        self._line.setValue(self._times[place])
        value, moment = format_number(float(self._values[place])), local_time(float(self._times[place]))
        self.caption.setText(f"{self._title()} · {value} · {moment}")

    def _take_theme(self) -> None:
        tokens = theme().tokens
        self.view.setBackground(qcolor(tokens.surface))
        # One pixel wide: any other width makes pyqtgraph many times slower.
        self._curve.setPen(QPen(qcolor(tokens.busy), 0))
        self._curve.setBrush(mixed(tokens.busy, tokens.surface, _FILL))
        self._line.setPen(QPen(qcolor(tokens.muted), 0, Qt.PenStyle.DashLine))
        for name in ("left", "bottom"):
            axis = self.view.getAxis(name)
            axis.setPen(QPen(qcolor(tokens.line), 0))
            axis.setTextPen(qcolor(tokens.muted))
            axis.setStyle(tickFont=fonts.small(), tickLength=-4)

    def _title(self) -> str:
        return f"{self._measure.title} {self._measure.unit}".rstrip()
