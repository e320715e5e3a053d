"""The source `demo` keeps what every kind keeps."""

from __future__ import annotations

import pytest

from console.settings.key_table import KeyTable
from console.settings.structs import SourceSettings
from console.sources.demo.shared import SharedWorld, shared_world
from console.sources.registry import open_source
from tests.contract.source_contract import OpenSource, SourceContract


def opens(**keys: object) -> OpenSource:
    return lambda: open_source(SourceSettings(kind="demo", name="try", site="hall-1", keys=KeyTable(keys)))


@pytest.fixture(scope="module", autouse=True)
def _worlds() -> list[SharedWorld]:
    """The sites live on from test to test, as they do under an engine."""
    return [shared_world(120, 1), shared_world(1, 1), shared_world(300, 3)]


class TestSmallSite(SourceContract):
    @pytest.fixture
    def open_source(self) -> OpenSource:
        return opens(gpus=120)


class TestOneGpu(SourceContract):
    @pytest.fixture
    def open_source(self) -> OpenSource:
        return opens(gpus=1)


class TestAlpha(SourceContract):
    @pytest.fixture
    def open_source(self) -> OpenSource:
        return opens(gpus=300, seed=3, part="alpha")


class TestRacks(SourceContract):
    @pytest.fixture
    def open_source(self) -> OpenSource:
        return opens(gpus=300, seed=3, part="hall-1-bmc")


class TestCloud(SourceContract):
    @pytest.fixture
    def open_source(self) -> OpenSource:
        return opens(gpus=300, seed=3, part="aws")
