"""One number that a machine tells beside its processors and memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from console.model.column import Value
from console.model.identity import join


class Gauge(NamedTuple):
    """One row of the table `readings`.

    `unit` is one of "bytes", "bytes/s", "°C", "%", "s" and "" for a bare number.
    """

    group: str
    name: str
    value: float | None
    limit: float | None
    unit: str


def gauge_rows(gauges: Iterable[Gauge], source: str, node: str, taken_at: float) -> list[dict[str, Value]]:
    """Rows of `readings` for one machine; names that come twice are numbered."""
    seen: dict[str, int] = {}
    rows: list[dict[str, Value]] = []
    for gauge in gauges:
        row_id = join(node, gauge.group, gauge.name)
        seen[row_id] = seen.get(row_id, 0) + 1
        times = seen[row_id]
        numbered = {"id": row_id, "name": gauge.name}
        if times > 1:
            numbered = {"id": f"{row_id}#{times}", "name": f"{gauge.name} #{times}"}
        rows.append({**gauge._asdict(), **numbered, "source": source, "node": node, "taken_at": taken_at})
    return rows
