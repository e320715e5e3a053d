"""This machine, as every source that polls it locally calls it: two rows with the same `machine` become one node."""

from __future__ import annotations

from typing import NamedTuple

from console.model.identity import join


class Place(NamedTuple):
    """Where rows belong: the source's name, its site (None where none is configured), the machine's name."""

    source: str
    site: str | None
    host: str

    @property
    def node(self) -> str:
        """The id of the machine."""
        return join(self.source, self.host)

    @property
    def machine(self) -> str:
        """What the machine is called across sources."""
        return f"local:{self.host}"
