"""What one source said at one instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from console.model.table import Table, empty
from console.model.tables import SNAPSHOT_SCHEMAS


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Immutable tables of one source.

    Args:
        source: the source's name.
        taken_at: when the source took its values, seconds since the epoch.
        tables: by name; a table that is left out is empty.
        server: what answered, for people ("Slurm 22.05.8, data v0.0.38"); "" where there is nothing to say.
        partial: one sentence for each thing that the source could not read though the rest is good.
    """

    source: str
    taken_at: float
    tables: Mapping[str, Table] = field(default_factory=dict)
    server: str = ""
    partial: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, table in self.tables.items():
            if SNAPSHOT_SCHEMAS.get(name) is not table.schema:
                raise ValueError(f"a snapshot has no table {name} of this shape")

    def __getitem__(self, name: str) -> Table:
        return self.tables.get(name) or empty(SNAPSHOT_SCHEMAS[name])
