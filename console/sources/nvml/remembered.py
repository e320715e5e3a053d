"""The last reading of each GPU, kept for when there is no helper or a new one that knows nothing yet."""

from __future__ import annotations

import msgspec

from console.sources.nvml.wire import GpuTold, Reading, Told


class Remembered:
    """Readings by index."""

    def __init__(self) -> None:
        self._readings: dict[int, Reading] = {}

    def complete(self, told: Told) -> Told:
        """The same answer; a GPU that has not told anything since the helper started keeps its last reading.

        A GPU that hangs or is lost when the helper starts tells no UUID. It is taken for the one that was at its
        index, unless that one is told of elsewhere.
        """
        elsewhere = {gpu.reading.facts.uuid for gpu in told.gpus if gpu.reading is not None}
        gpus = tuple(self._completed(gpu, elsewhere) for gpu in told.gpus)
        self._readings = {gpu.index: gpu.reading for gpu in gpus if gpu.reading is not None}
        return msgspec.structs.replace(told, gpus=gpus)

    def gpus(self) -> tuple[tuple[int, Reading], ...]:
        """What was last known, by index."""
        return tuple(self._readings.items())

    def _completed(self, gpu: GpuTold, elsewhere: set[str | None]) -> GpuTold:
        known = self._readings.get(gpu.index)
        if gpu.reading is not None or known is None or known.facts.uuid in elsewhere:
            return gpu
        return msgspec.structs.replace(gpu, reading=known)
