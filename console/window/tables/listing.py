"""Which rows of a table are shown, and in what order. No Qt: the table's model and the heat map share one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from console.insight.filter import Filter
from console.model.column import Floats, Indices, Mask
from console.model.table import Schema, Table, empty
from console.window.tables.ordering import order_by

Keys = Callable[[Table], Sequence[Floats]]


class Listing:
    """A table under a filter and a sort; `order` holds the rows that pass, as they are shown."""

    def __init__(self, schema: Schema) -> None:
        self.table = empty(schema)
        self.now = 0.0
        self.filter = Filter()
        self.mask: Mask = np.ones(0, dtype=bool)
        self.order: Indices = np.empty(0, dtype=np.intp)
        self.ranked: Indices | None = None  # all rows in the order of the sort, None where there is no sort
        self._keys: Keys | None = None
        self._fields: frozenset[str] = frozenset()  # that the sort looks at
        self._descending = False

    def __len__(self) -> int:
        return len(self.order)

    def show(self, table: Table, now: float, changed: frozenset[str] | None = None) -> None:
        """Take a newer table under the same filter and sort; `changed` names the columns that differ, None: all may."""
        settled = changed is not None and not changed & self._fields and len(table) == len(self.table)
        self.table, self.now = table, now
        if not settled:
            self._rank()
        self._place(self.filter.mask(table, now))

    def set_filter(self, wanted: Filter) -> None:
        """Show the rows that pass.

        Raises:
            SettingsError: if the filter does not fit this table; the last one stays.
        """
        mask = wanted.mask(self.table, self.now)
        self.filter = wanted
        self._place(mask)

    def set_sort(self, keys: Keys | None, fields: frozenset[str] = frozenset(), *, descending: bool = False) -> None:
        """Order the rows by keys drawn from these fields; None leaves them as the table has them."""
        self._keys, self._fields, self._descending = keys, fields, descending
        self._rank()
        self._place(self.mask)

    def ids(self, places: Indices | slice) -> list[str]:
        """The ids of what is shown at these places."""
        key = self.table[self.table.schema.key]
        return [key.words[code] for code in key.codes[self.order[places]]]

    def places_of(self, ids: frozenset[str]) -> Indices:
        """Where these ids are shown, in rising order; those that are not shown are left out."""
        if not ids or not len(self.order):
            return np.empty(0, dtype=np.intp)
        key = self.table[self.table.schema.key]
        chosen = np.fromiter((word in ids for word in key.words), dtype=bool, count=len(key.words))
        return np.flatnonzero(chosen[key.codes[self.order]])

    def _rank(self) -> None:
        self.ranked = None
        if self._keys is not None and len(self.table):
            self.ranked = order_by(self._keys(self.table), descending=self._descending)

    def _place(self, mask: Mask) -> None:
        self.mask = mask
        self.order = np.flatnonzero(mask) if self.ranked is None else self.ranked[mask[self.ranked]]
