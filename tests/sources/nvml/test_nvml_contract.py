"""The source `nvml` keeps what every kind of source keeps."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from console.settings.structs import SourceSettings
from console.sources.nvml import KIND
from tests.contract.source_contract import OpenSource, SourceContract
from tests.services.nvml import FakeDriver, Process, Slice, geforce, h100


class TestNvmlContract(SourceContract):
    @pytest.fixture
    def open_source(self, driver: FakeDriver) -> OpenSource:
        driver.put(1, replace(h100(1), gpu_percent=97, processes=(Process(os.getpid()), Process(os.getppid()))))
        driver.put(2, h100(2).sliced(Slice("MIG-a", 1, processes=(Process(os.getpid()),)), None, Slice("MIG-b", 2)))
        driver.put(3, geforce(3))
        driver.put(4, h100(4).sliced())
        driver.lose(5)
        driver.deny(6)
        return lambda: KIND.open(SourceSettings(kind="nvml", name="local"))
