"""The columns of the GPU table."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.model.identity import local_name
from console.model.quantity import format_count
from console.model.state import GpuState
from console.model.table import Table
from console.window.tables.cell import NOTHING, Cell, Look, Mark
from console.window.tables.column_spec import ColumnSpec, figures, muted, words
from console.window.tables.ordering import sort_keys

translate = QCoreApplication.translate

NEAR_SLOWDOWN_C: Final = 6.0  # closer to its slowdown temperature than this a GPU is drawn as a warning
_GIB: Final = 2.0**30


def gpu_columns() -> list[ColumnSpec]:
    """In the order in which they stand."""
    return [
        _name(),
        _state(),
        figures("util", translate("Gpus", "Util %"), "utilization_pct", specimen="100"),
        figures("mem", translate("Gpus", "Mem GiB"), "memory_used_bytes", scale=_GIB, specimen="131"),
        figures("power", translate("Gpus", "Power W"), "power_w", specimen="1,000"),
        figures("cap", translate("Gpus", "Cap W"), "power_cap_w", look=muted, specimen="1,000"),
        _temperature(),
        _throttle(),
        words("owner", translate("Gpus", "Owner"), "owner", specimen="vision-lab"),
        words("job", translate("Gpus", "Job"), "job", specimen="881234", write=local_name, hidden=True),
        words("model", translate("Gpus", "Model"), "model", specimen="H100 80GB HBM3", look=Look.MUTED, hidden=True),
        words("pool", translate("Gpus", "Pool"), "pool", specimen="alpha/h100", hidden=True),
        words("site", translate("Gpus", "Site"), "site", specimen="hall-1", look=Look.MUTED, hidden=True),
        figures("clock", translate("Gpus", "Clock MHz"), "sm_clock_mhz", hidden=True),
        figures("mem_total", translate("Gpus", "Mem in all GiB"), "memory_total_bytes", scale=_GIB, look=muted,
                hidden=True),
        figures("ecc", translate("Gpus", "ECC errors"), "ecc_uncorrected", write=format_count, look=_any_is_bad,
                hidden=True),
        figures("fan", translate("Gpus", "Fan %"), "fan_pct", hidden=True),
        words("uuid", translate("Gpus", "UUID"), "uuid", specimen="GPU-5f2c0000-0000", look=Look.MUTED, hidden=True),
    ]  # fmt: skip


def gpu_title(table: Table, row: int) -> str:
    """A GPU as people say it: alpha n047 · 3."""
    node, index = local_name(table["node"].text(row)), float(table["index"].data[row])
    if not node or np.isnan(index):
        return table["id"].text(row)
    return f"{table['source'].text(row)} {node} · {index:.0f}"


def state_cell(state: str) -> Cell:
    """A GPU's state as a word with its mark."""
    match state:
        case GpuState.BUSY:
            return Cell(translate("Gpus", "busy"))
        case GpuState.IDLE:
            return Cell(translate("Gpus", "idle"), Look.MUTED)
        case GpuState.RESERVED_IDLE:
            return Cell(translate("Gpus", "reserved, idle"), Look.WARNING, Mark.HELD)
        case GpuState.DOWN:
            return Cell(translate("Gpus", "down"), Look.DOWN, Mark.DOWN)
        case _:
            return Cell(translate("Gpus", "unknown"), Look.MUTED, Mark.UNKNOWN)


def throttle_words(reason: str) -> str:
    """A throttle reason as people read it: sw_power_cap is SW power cap."""
    first, _, rest = reason.replace("_", " ").partition(" ")
    return " ".join(part for part in (first.upper() if first in {"sw", "hw"} else first, rest) if part)


def _name() -> ColumnSpec:
    return ColumnSpec(
        "gpu", translate("Gpus", "GPU"), lambda table, row: Cell(gpu_title(table, row)),
        lambda table: [sort_keys(table["node"]), table.numbers("index")],
        frozenset({"id", "node", "index", "source"}), "alpha n047 · 3", stretch=2,
    )  # fmt: skip


def _state() -> ColumnSpec:
    return ColumnSpec(
        "state", translate("Gpus", "State"), lambda table, row: state_cell(table["state"].text(row)),
        lambda table: [sort_keys(table["state"])], frozenset({"state"}), "reserved, idle◐ ", stretch=1,
    )  # fmt: skip


def _temperature() -> ColumnSpec:
    def show(table: Table, row: int) -> Cell:
        now, slowdown = float(table["temperature_c"].data[row]), float(table["temperature_slowdown_c"].data[row])
        if np.isnan(now):
            return NOTHING
        look = Look.DOWN if now >= slowdown else Look.WARNING if now >= slowdown - NEAR_SLOWDOWN_C else Look.PLAIN
        return Cell(f"{now:.0f}", look)

    return ColumnSpec(
        "temp", translate("Gpus", "Temp °C"), show, lambda table: [table.numbers("temperature_c")],
        frozenset({"temperature_c", "temperature_slowdown_c"}), "100", right=True,
    )  # fmt: skip


def _throttle() -> ColumnSpec:
    def show(table: Table, row: int) -> Cell:
        reasons = table["throttle_reasons"].value(row)
        listed = [throttle_words(each) for each in reasons] if isinstance(reasons, tuple) else []
        # What took a GPU down matters more than what slows it.
        text = table["state_detail"].text(row) or ", ".join(listed)
        return Cell(text, Look.MUTED) if text else NOTHING

    return ColumnSpec(
        "throttle", translate("Gpus", "Throttled by"), show, lambda table: [sort_keys(table["throttle_reasons"])],
        frozenset({"throttle_reasons", "state_detail"}), "SW power cap", stretch=3,
    )  # fmt: skip


def _any_is_bad(value: float) -> Look:
    return Look.DOWN if value > 0 else Look.MUTED
