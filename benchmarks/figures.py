"""Percentiles of a run, and the rows that they are printed as."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import psutil


@dataclass(frozen=True, slots=True)
class Figures:
    """What one thing took, in milliseconds."""

    name: str
    median_ms: float
    p99_ms: float
    p999_ms: float
    most_ms: float
    count: int
    note: str = ""

    def row(self) -> str:
        """A row of a Markdown table."""
        figures = (self.median_ms, self.p99_ms, self.p999_ms, self.most_ms)
        return f"| {self.name} | {' | '.join(f'{each:.1f}' for each in figures)} | {self.count} | {self.note} |"


HEADING = (
    "| what | median ms | p99 ms | p99.9 ms | max ms | samples | note |\n| --- | --- | --- | --- | --- | --- | --- |"
)


def figures(name: str, seconds: Sequence[float], note: str = "") -> Figures:
    """The figures of many durations."""
    median, p99, p999 = np.percentile(np.array(seconds) * 1000, [50, 99, 99.9])
    return Figures(name, float(median), float(p99), float(p999), max(seconds) * 1000, len(seconds), note)


def machine() -> str:
    """The machine and the date, for the table's caption."""
    processor = _processor()
    memory_gib = psutil.virtual_memory().total / 2**30
    return (
        f"{processor}, {psutil.cpu_count()} cores, {memory_gib:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()
