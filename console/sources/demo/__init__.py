"""The source `demo`: a simulated site that behaves, for trying the console and for benchmarks.

It is never a stand-in for a real source in a test of that source: it says what its author thought of, and real
systems say more. One world (world.py) is shared by all sources of the same size and seed in a process; each reports
its own part of it. What happens there depends on size, seed and time alone.
"""

from console.sources.demo.kind import KIND
from console.sources.demo.simulated import simulated_sites, simulated_sources

__all__ = ["KIND", "simulated_sites", "simulated_sources"]
