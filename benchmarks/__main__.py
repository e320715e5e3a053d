"""Every benchmark, one after the other; each prints a table for docs/performance.md."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = ("first_paint", "nvml_poll", "window_refresh", "window_gap")


def main() -> None:
    """Each in a process of its own, so that none inherits another's memory."""
    for name in BENCHMARKS:
        print(f"\n## {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
