"""A fake NVIDIA driver that real clients load."""

from tests.services.nvml.cards import (
    Attributes,
    Clocks,
    Code,
    EccErrors,
    FieldValue,
    Gpu,
    Process,
    RemappedRows,
    Slice,
    Thresholds,
    ValueType,
    geforce,
    h100,
)
from tests.services.nvml.driver import Call, CompilerError, FakeDriver
from tests.services.nvml.state import Event, State

__all__ = [
    "Attributes",
    "Call",
    "Clocks",
    "Code",
    "CompilerError",
    "EccErrors",
    "Event",
    "FakeDriver",
    "FieldValue",
    "Gpu",
    "Process",
    "RemappedRows",
    "Slice",
    "State",
    "Thresholds",
    "ValueType",
    "geforce",
    "h100",
]
