"""A driver of the test's own, found by every child process of the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.nvml import FakeDriver, State, h100


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeDriver:
    """Eight idle H100."""
    driver = FakeDriver.compile(tmp_path)
    driver.write(State(gpus=tuple(h100(index) for index in range(8))))
    use(driver, monkeypatch)
    return driver


def use(driver: FakeDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let child processes find this driver."""
    for name, value in driver.environment().items():
        monkeypatch.setenv(name, value)
