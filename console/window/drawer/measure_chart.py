"""One measure over the last hour: its name and present value over a small area chart."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from console.model.column import Floats
from console.model.quantity import format_number
from console.window.drawer.measures import Measure
from console.window.plain_text import Label
from console.window.theme.roles import Role
from console.window.widgets.area_chart import AreaChart, Labels

_HEIGHT_PX = 34


class MeasureChart(QWidget):
    """Shows one measure."""

    def __init__(self, measure: Measure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measure = measure
        self._times: Floats = np.empty(0)
        self._values: Floats = np.empty(0)
        self._value = Label(Role.SMALL_TEXT, parent=self)
        self.chart = AreaChart(Labels.NONE, parent=self)
        self.chart.setFixedHeight(_HEIGHT_PX)
        self.chart.setAccessibleName(self._title())
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(3)
        layout.addWidget(Label(Role.SMALL, self._title(), parent=self), 0, 0)
        layout.addWidget(self._value, 0, 1, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self.chart, 1, 0, 1, 2)

    def show_measure(self, measure: Measure) -> None:
        """The same measure, perhaps within another range."""
        if measure != self._measure:
            self._measure = measure
            self._draw()

    def show_value(self, value: float | None) -> None:
        """The value now."""
        self._value.setText(format_number(None if value is None else value / self._measure.scale))

    def show_series(self, times: Floats, values: Floats) -> None:
        """The last hour, in the column's unit."""
        self._times, self._values = times, values / self._measure.scale
        self._draw()

    def _draw(self) -> None:
        known = self._values[~np.isnan(self._values)]
        highest = float(known.max()) if len(known) else 0.0
        measure = self._measure
        self.chart.set_series(self._times, self._values, measure.title, measure.unit, measure.range_over(highest))

    def _title(self) -> str:
        return f"{self._measure.title} {self._measure.unit}".rstrip()
