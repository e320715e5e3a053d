"""What every row of a snapshot shares: its source, its site and its instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from console.model.column import Column, Kind, constant
from console.model.identity import join


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a snapshot was taken; `taken_at` in seconds since the epoch."""

    source: str
    site: str | None
    taken_at: float

    def columns(self, rows: int) -> Mapping[str, Column]:
        """The shared columns of a table of so many rows."""
        return {
            "source": constant(self.source, rows),
            "site": constant(self.site, rows),
            "taken_at": Column(Kind.INSTANT, np.full(rows, self.taken_at)),
        }

    def id_of(self, *parts: str | int) -> str:
        """The id of a thing of this source."""
        return join(self.source, *parts)
