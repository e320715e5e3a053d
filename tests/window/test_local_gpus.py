"""This machine and its GPUs, by the real NVML binding on the tests' driver, in the real window as they change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.window.frame.window import MainWindow
from console.window.pages.overview import OverviewPage
from tests.services.nvml import FakeDriver, State, h100
from tests.services.nvml.cards import Process
from tests.window.live import health, live_window, shown_rows

pytestmark = pytest.mark.timeout(180)

PATIENCE_MS = 30_000
CONFIGURATION = """
[[source]]
kind = "host"
name = "desk"
poll = "500ms"

[[source]]
kind = "nvml"
name = "gpu"
poll = "500ms"
"""


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeDriver:
    """Eight idle H100, found by the engine's helper."""
    folder = tmp_path / "driver"
    folder.mkdir()
    made = FakeDriver.compile(folder)
    made.write(State(gpus=tuple(h100(index) for index in range(8))))
    for name, value in made.environment().items():
        monkeypatch.setenv(name, value)
    return made


@pytest.fixture
def window(qtbot: QtBot, driver: FakeDriver, tmp_path: Path) -> Iterator[MainWindow]:
    """The overview, once both sources have answered."""
    with live_window(qtbot, tmp_path, CONFIGURATION, "overview") as made:
        qtbot.waitUntil(lambda: (health(made, "desk"), health(made, "gpu")) == ("ok", "ok"), timeout=PATIENCE_MS)
        yield made


def pool(window: MainWindow) -> dict[str, str]:
    page = window.pages.page()
    assert isinstance(page, OverviewPage)
    return next(row for row in shown_rows(page.table.model()) if row["Pool"] == "gpu / H100 80GB HBM3")


def test_a_gpu_that_begins_to_work_is_busy_and_draws_its_watts(
    qtbot: QtBot, window: MainWindow, driver: FakeDriver
) -> None:
    assert (pool(window)["Busy"], pool(window)["Idle"]) == ("0", "8")
    driver.put(3, replace(driver.state.gpus[3], power_usage_mw=640_000, processes=(Process(pid=os.getpid()),)))
    qtbot.waitUntil(lambda: pool(window)["Busy"] == "1", timeout=PATIENCE_MS)
    watts = sum((gpu.power_usage_mw or 0) / 1000 for gpu in driver.state.gpus)
    assert float(pool(window)["Power kW"]) == pytest.approx(watts / 1000, rel=0.01)


def test_a_gpu_that_falls_off_the_bus_is_down_and_the_others_stay(
    qtbot: QtBot, window: MainWindow, driver: FakeDriver
) -> None:
    driver.lose(5)
    qtbot.waitUntil(lambda: pool(window)["Down"] == "1", timeout=PATIENCE_MS)
    assert pool(window)["Idle"] == "7"


def test_a_driver_that_goes_leaves_the_last_values_and_comes_back(
    qtbot: QtBot, window: MainWindow, driver: FakeDriver
) -> None:
    driver.unload()
    qtbot.waitUntil(lambda: health(window, "gpu") == "unreachable", timeout=PATIENCE_MS)
    assert pool(window)["Idle"] == "8"
    assert health(window, "desk") == "ok"
    driver.load()
    qtbot.waitUntil(lambda: health(window, "gpu") == "ok", timeout=PATIENCE_MS)


def test_this_machine_is_one_node_with_its_load_and_its_gpus(window: MainWindow) -> None:
    nodes = window.session.fleet["nodes"]
    assert len(nodes) == 1
    assert nodes["gpus_total"].values() == [8]
    assert nodes["cpu_pct"].values() != [None]
