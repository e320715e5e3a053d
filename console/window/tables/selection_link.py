"""Between Qt's selection, which is by place, and the shared one, which is by id."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QObject
from PySide6.QtWidgets import QTableView

from console.model.column import Indices
from console.window.tables.model import TableModel
from console.window.tables.runs import runs_of
from console.window.tables.selection import Selection

_Flag = QItemSelectionModel.SelectionFlag


class SelectionLink(QObject):
    """Keeps a view's selection and the shared one alike, also while rows come, go and move."""

    def __init__(self, view: QTableView, model: TableModel, shared: Selection) -> None:
        super().__init__(view)
        self._view, self._model, self._shared = view, model, shared
        self._telling = False
        model.about_to_move.connect(self._let_go)
        model.moved.connect(self._take_up)
        view.selectionModel().selectionChanged.connect(self._tell)
        view.selectionModel().currentChanged.connect(self._tell)
        shared.changed.connect(self._follow)

    def _tell(self, *_: object) -> None:
        """What was selected here, for the others."""
        self._view.viewport().update()
        current = self._view.currentIndex().row()
        selection = self._view.selectionModel().selection()
        ids: set[str] = set()
        for each in (selection.at(place) for place in range(selection.count())):
            ids.update(self._model.listing.ids(slice(each.top(), each.bottom() + 1)))
        self._telling = True
        self._shared.choose(frozenset(ids), self._model.id_at(current) if current >= 0 else None)
        self._telling = False

    def _follow(self) -> None:
        """What was selected elsewhere."""
        if self._telling:
            return
        self._take_up()
        current = self._view.currentIndex()
        if current.isValid():
            self._view.scrollTo(current)

    def _let_go(self) -> None:
        # Places mean nothing while rows move, and Qt would carry thousands of them along one by one.
        chosen = self._view.selectionModel()
        chosen.blockSignals(True)
        chosen.clear()
        chosen.blockSignals(False)

    def _take_up(self) -> None:
        """Select what is selected by id; what is not shown stays selected for when it comes back."""
        listing, chosen = self._model.listing, self._view.selectionModel()
        current = listing.places_of(frozenset({self._shared.current} if self._shared.current else ()))
        chosen.blockSignals(True)
        if len(current):
            chosen.setCurrentIndex(self._model.index(int(current[0]), 0), _Flag.NoUpdate)
        chosen.select(self._ranges(listing.places_of(self._shared.ids)), _Flag.ClearAndSelect | _Flag.Rows)
        chosen.blockSignals(False)
        self._view.viewport().update()

    def _ranges(self, places: Indices) -> QItemSelection:
        made, last = QItemSelection(), len(self._model.columns) - 1
        for top, bottom in runs_of(places):
            made.append(QItemSelectionRange(self._model.index(top, 0), self._model.index(bottom, last)))
        return made
