"""How the heat map is looked at: coloured by what, grouped by what, in which ramp. Kept between starts."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QObject, Signal

from console.window.tables.layout_store import LayoutStore
from console.window.theme.roles import Role, styled
from console.window.widgets.heat_groups import GroupBy, groupings
from console.window.widgets.measures import Measure, measures
from console.window.widgets.menu_chip import MenuChip

translate = QCoreApplication.translate
_MEASURE, _GROUPING, _RAMP = "fleet-measure", "fleet-grouping", "fleet-ramp"
_CIVIDIS, _OF_THE_THEME = "cividis", "theme"


class FleetChoices(QObject):
    """Two chips, and what is chosen on them."""

    measured = Signal()
    grouped = Signal()
    ramped = Signal()

    def __init__(self, store: LayoutStore, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._measures = {each.key: each for each in measures()}
        self._groupings = {each.key: each for each in groupings()}
        self.measure_chip = MenuChip(translate("Fleet", "Colour by"), _titles(self._measures.values()))
        prefix = translate("Fleet", "Group: ")
        self.grouping_chip = MenuChip(translate("Fleet", "Group by"), _titles(self._groupings.values()), prefix)
        styled(self.grouping_chip, Role.CHIP)
        kept = store.get(_RAMP) == _CIVIDIS
        self._ramp = self.measure_chip.add_option(translate("Fleet", "Cividis colours"), checked=kept)
        self.measure_chip.choose(store.get(_MEASURE) or "")
        self.grouping_chip.choose(store.get(_GROUPING) or "")
        self.measure_chip.chosen.connect(self._keep_measure)
        self.grouping_chip.chosen.connect(self._keep_grouping)
        self._ramp.toggled.connect(self._keep_ramp)

    @property
    def measure(self) -> Measure:
        """What is coloured by."""
        return self._measures[self.measure_chip.key]

    @property
    def grouping(self) -> GroupBy:
        """What is grouped by."""
        return self._groupings[self.grouping_chip.key]

    @property
    def cividis(self) -> bool:
        """Whether the ramp is cividis and not the theme's own."""
        return self._ramp.isChecked()

    def reset(self) -> None:
        """As on the first day."""
        self.measure_chip.choose(next(iter(self._measures)))
        self.grouping_chip.choose(next(iter(self._groupings)))
        self._ramp.setChecked(False)

    def _keep_measure(self, key: str) -> None:
        self._store.set(_MEASURE, key)
        self.measured.emit()

    def _keep_grouping(self, key: str) -> None:
        self._store.set(_GROUPING, key)
        self.grouped.emit()

    def _keep_ramp(self, chosen: bool) -> None:
        self._store.set(_RAMP, _CIVIDIS if chosen else _OF_THE_THEME)
        self.ramped.emit()


def _titles(choices: Iterable[Measure | GroupBy]) -> list[tuple[str, str]]:
    return [(each.key, each.title) for each in choices]
