"""This machine and its pools, summed up from the rows of its GPUs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from console.model.column import Value, texts
from console.model.pool_counts import PoolCounts, count_states
from console.model.state import NodeState
from console.sources.nvml.gpu_rows import Row
from console.sources.nvml.pool_names import pool_name
from console.sources.this_machine import Place


def pool_rows(gpus: Sequence[Row], place: Place, taken_at: float) -> Iterator[Row]:
    """One row a pool: a GPU model, or the slices of one profile of a model."""
    by_pool: dict[Value, list[Row]] = {}
    for row in gpus:
        if row["pool"] is not None:
            by_pool.setdefault(row["pool"], []).append(row)
    for pool, rows in by_pool.items():
        name = pool_name(_text(rows[0], "model"), _text(rows[0], "mig_profile"))
        yield {
            "id": pool,
            "source": place.source,
            "site": place.site,
            "name": name,
            "gpu_model": rows[0]["model"],
            "power_w": _sum(rows, "power_w"),
            "power_cap_w": _sum(rows, "power_cap_w"),
            "taken_at": taken_at,
            **_counts(rows).columns(),
        }


def node_row(gpus: Sequence[Row], place: Place, taken_at: float) -> Row:
    """The machine: every GPU counted once, in slices or not."""
    whole = [row for row in gpus if row.get("parent") is None]
    counts = _counts(whole)
    pools = tuple(dict.fromkeys(str(row["pool"]) for row in gpus if row["pool"] is not None))
    models = {_text(row, "model") for row in whole}
    return {
        "id": place.node,
        "source": place.source,
        "site": place.site,
        "name": place.host,
        "machine": place.machine,
        "pool": pools[0] if len(pools) == 1 else None,
        "pools": pools,
        "gpu_model": models.pop() if len(models) == 1 else None,
        "gpus_total": counts.total,
        "gpus_busy": counts.busy,
        "state": _node_state(counts),
        "state_detail": f"{counts.down} of {counts.total} GPUs down or unread" if counts.down else None,
        "power_w": _sum(whole, "power_w"),
        "taken_at": taken_at,
    }


def _counts(rows: Sequence[Row]) -> PoolCounts:
    return count_states(texts(_text(row, "state") for row in rows))


def _node_state(counts: PoolCounts) -> NodeState | None:
    if not counts.total:
        return None
    if counts.down == counts.total:
        return NodeState.DOWN
    if counts.busy == counts.total:
        return NodeState.BUSY
    return NodeState.MIXED if counts.busy else NodeState.IDLE


def _text(row: Row, column: str) -> str | None:
    value = row.get(column)
    return value if isinstance(value, str) else None


def _sum(rows: Sequence[Row], column: str) -> float | None:
    """The sum of what is known; None where nothing is."""
    known = [value for row in rows if isinstance(value := row.get(column), (int, float))]
    return sum(known) if known else None
