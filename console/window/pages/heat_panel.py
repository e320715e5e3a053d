"""The heat map with what explains it: a histogram that filters, and a legend."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.model.column import Mask
from console.model.quantity import format_number
from console.model.table import Table
from console.window.plain_text import Label
from console.window.tables.evidence import evidence
from console.window.tables.gpu_columns import gpu_title, state_cell
from console.window.tables.model import TableModel
from console.window.tables.selection import Selection
from console.window.theme.roles import Role
from console.window.theme.theme import theme
from console.window.widgets.heat_groups import GroupBy
from console.window.widgets.heat_map import HeatMap
from console.window.widgets.heat_picture import Shown
from console.window.widgets.histogram import Histogram
from console.window.widgets.legend import Item, Legend, Shape
from console.window.widgets.measures import Measure, categories, codes

translate = QCoreApplication.translate


class HeatPanel(QWidget):
    """Draws the GPUs of a table model by a measure."""

    brushed = Signal(object)  # as the histogram's
    picked = Signal(str)  # a filter term

    def __init__(
        self, model: TableModel, selection: Selection, measure: Measure, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._measure = model, measure
        self.histogram = Histogram()
        self.legend = Legend()
        self.heat_map = HeatMap(selection, self.describe)
        self._range = Label(Role.SMALL)
        self.histogram.brushed.connect(self.brushed)
        self.legend.picked.connect(self.picked)
        theme().changed.connect(self._explain_colours)
        self._lay_out()

    def set_measure(self, measure: Measure) -> None:
        """Colour by another measure; shown with the next values."""
        self._measure = measure
        self.histogram.set_stretch(None)

    def show_values(self, beside: Mask) -> None:
        """Draw what the model holds; the histogram counts the rows `beside` its own stretch of the filter."""
        listing, measure = self._model.listing, self._measure
        gpus = listing.table
        by_name = self._model.sorted_by in {None, (0, False)}
        order = None if by_name else listing.ranked
        self.heat_map.show_cells(Shown(gpus, codes(measure, gpus), listing.mask, self._model.ages.stale, order))
        self.histogram.setVisible(measure.ramped)
        self._range.setVisible(measure.ramped)
        if measure.ramped:
            self.histogram.set_values(measure.values(gpus)[beside], measure.low, measure.high)
            low, high = format_number(measure.low), format_number(measure.high)
            self._range.setText(self.tr("{0} — {1} {2} · drag to filter").format(low, high, measure.unit))
        self._explain_colours()

    def set_cividis(self, chosen: bool) -> None:
        """Colour by cividis, which more eyes tell apart, instead of the theme's ramp."""
        self.heat_map.picture.cividis = self.histogram.cividis = chosen
        self.heat_map.redraw()
        self.histogram.update()

    def group_by(self, by: GroupBy) -> None:
        """Group in another way."""
        self.heat_map.group_by(by)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(9)
        line.addWidget(self.histogram)
        line.addWidget(self._range)
        line.addWidget(self.legend, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(line)
        layout.addWidget(self.heat_map, 1)

    def _explain_colours(self) -> None:
        tokens = theme().tokens
        items = list(_own_items(self._measure, self._model.listing.table))
        items.append(Item(tokens.warning, Shape.FULL, self._warning_words(), "state:held"))
        items.append(Item(tokens.down, Shape.HOLLOW, self.tr("down"), "state:down"))
        items.append(Item(tokens.muted, Shape.HATCHED, self.tr("unknown"), ""))
        self.legend.set_items(items)

    def _warning_words(self) -> str:
        held = self.tr("held but idle")
        also = {
            "temperature": self.tr("at slowdown, or held but idle"),
            "throttling": self.tr("throttled, or held but idle"),
            "ecc": self.tr("uncorrected errors, or held but idle"),
        }
        return also.get(self._measure.key, held)

    def describe(self, row: int) -> str:
        """The tooltip of a cell."""
        model, gpus = self._model, self._model.listing.table
        lines = [f"{gpu_title(gpus, row)} · {state_cell(gpus['state'].text(row)).text}"]
        if self._measure.ramped:
            value = format_number(float(self._measure.values(gpus)[row]))
            lines.append(f"{self._measure.title}: {value} {self._measure.unit}")
        lines += [part for part in (gpus["owner"].text(row), gpus["state_detail"].text(row)) if part]
        origin = model.freshness.origins.get(gpus["source"].text(row))
        if origin is not None:
            lines.append(evidence(origin, float(gpus.numbers("taken_at")[row]), model.freshness))
        return "\n".join(lines)


def _own_items(measure: Measure, gpus: Table) -> list[Item]:
    """What a measure's own colours mean, where they are not a ramp."""
    tokens = theme().tokens
    if measure.key == "owner":
        named = zip(categories(gpus), tokens.categories, strict=False)
        return [Item(color, Shape.FULL, f"{owner} {count:,}", f'owner="{owner}"') for (owner, count), color in named]
    if measure.key == "state":
        return [
            Item(tokens.busy, Shape.FULL, translate("HeatPanel", "busy"), "state:busy"),
            Item(tokens.heat[0], Shape.FULL, translate("HeatPanel", "idle"), "state:idle"),
        ]
    return []
