"""The columns of the drawer's own tables: few, since it is narrow."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.model.quantity import format_bytes, format_number
from console.model.table import Table
from console.window.tables.cell import NOTHING, Cell, Look
from console.window.tables.column_spec import ColumnSpec, figures, words
from console.window.tables.gpu_columns import state_cell as gpu_state_cell
from console.window.tables.job_columns import state_cell as job_state_cell
from console.window.tables.ordering import sort_keys

translate = QCoreApplication.translate


def process_columns() -> list[ColumnSpec]:
    """Who uses a GPU."""
    return [
        words("name", translate("Drawer", "Process"), "name", specimen="python train", stretch=3),
        words("user", translate("Drawer", "User"), "user", specimen="alice", look=Look.MUTED, stretch=1),
        figures("memory", translate("Drawer", "Memory"), "memory_bytes", specimen="70.4 GiB", write=format_bytes),
    ]


def gpu_columns() -> list[ColumnSpec]:
    """The GPUs of a node or a job."""
    return [
        ColumnSpec(
            "gpu", translate("Drawer", "GPU"), _node_and_index,
            lambda table: [sort_keys(table["node"]), table.numbers("index")],
            frozenset({"node", "index"}), "n047 · 7",
        ),
        ColumnSpec(
            "state", translate("Drawer", "State"), lambda table, row: gpu_state_cell(table["state"].text(row)),
            lambda table: [sort_keys(table["state"])], frozenset({"state"}), "◐ reserved, idle", stretch=1,
        ),
        figures("util", translate("Drawer", "Util %"), "utilization_pct", specimen="100"),
        figures("temperature", translate("Drawer", "°C"), "temperature_c", specimen="100"),
    ]  # fmt: skip


def job_columns() -> list[ColumnSpec]:
    """The jobs of a pool, a node, a GPU or a reservation."""
    return [
        words("job", translate("Drawer", "Job"), "key", specimen="881234"),
        words("name", translate("Drawer", "Name"), "name", specimen="train-vit", stretch=3),
        words("user", translate("Drawer", "User"), "user", specimen="alice", look=Look.MUTED, stretch=1),
        figures("gpus", translate("Drawer", "GPUs"), "gpus", specimen="128"),
        ColumnSpec(
            "state", translate("Drawer", "State"), lambda table, row: job_state_cell(table["state"].text(row)),
            lambda table: [sort_keys(table["state"])], frozenset({"state"}), "pending",
        ),
    ]  # fmt: skip


def reading_columns() -> list[ColumnSpec]:
    """What a machine tells beside its GPUs."""
    return [
        ColumnSpec(
            "name", translate("Drawer", "Name"), _reading_name,
            lambda table: [sort_keys(table["group"]), sort_keys(table["name"])],
            frozenset({"group", "name"}), "temperature CPU", stretch=1,
        ),
        ColumnSpec(
            "value", translate("Drawer", "Value"), _reading, lambda table: [table.numbers("value")],
            frozenset({"value", "limit", "unit"}), "412 GiB of 930 GiB", right=True,
        ),
    ]  # fmt: skip


def _node_and_index(table: Table, row: int) -> Cell:
    index = table["index"].value(row)
    return Cell(f"{table['node'].text(row).rpartition('/')[2]} · {index}")


def _reading_name(table: Table, row: int) -> Cell:
    return Cell(f"{table['group'].text(row)} {table['name'].text(row)}".strip())


def _reading(table: Table, row: int) -> Cell:
    value, limit, unit = (table[name].value(row) for name in ("value", "limit", "unit"))
    if not isinstance(value, float):
        return NOTHING
    shown = _quantity(value, str(unit or ""))
    if not isinstance(limit, float):
        return Cell(shown)
    words_shown = translate("Drawer", "{value} of {limit}")
    return Cell(words_shown.format(value=shown, limit=_quantity(limit, str(unit or ""))))


def _quantity(value: float, unit: str) -> str:
    if unit.startswith(("bytes", "B")):
        return f"{format_bytes(value)}{unit.removeprefix('bytes').removeprefix('B')}"
    return f"{format_number(value)} {unit}".rstrip()
