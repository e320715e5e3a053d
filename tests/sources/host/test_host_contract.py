"""The source `host` keeps what every kind of source keeps."""

from __future__ import annotations

from typing import ClassVar

import pytest

from console.settings.structs import SourceSettings
from console.sources.host import KIND
from tests.contract.source_contract import OpenSource, SourceContract


class TestHostContract(SourceContract):
    # Cards and mounts of this machine may come and go while the tests run beside others.
    fleeting_tables: ClassVar[frozenset[str]] = frozenset({"processes", "readings"})

    @pytest.fixture
    def open_source(self) -> OpenSource:
        return lambda: KIND.open(SourceSettings(kind="host", name="here"))
