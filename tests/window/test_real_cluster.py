"""A real Slurm, through the real engine, in the real window: the figures are Slurm's own, and trouble is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from console.window.frame.window import MainWindow
from console.window.pages.overview import OverviewPage
from console.window.pages.queue import QueuePage
from tests.services.fixtures import BusySlurm
from tests.services.slurm import SlurmCluster
from tests.window.live import health, live_window, shown_rows, shown_texts

pytestmark = [pytest.mark.services, pytest.mark.timeout(180)]

PATIENCE_MS = 60_000


def configuration(cluster: SlurmCluster, token: Path) -> str:
    token.write_text(cluster.token, encoding="utf-8")
    token.chmod(0o600)
    return (
        f'[[source]]\nkind = "slurm"\nname = "alpha"\nurl = "{cluster.rest_url}"\n'
        f'user = "root"\ntoken = "file:{token}"\npoll = "1s"\n'
    )


def table_of(page: OverviewPage | QueuePage) -> list[dict[str, str]]:
    table: QTableView = page.table
    return shown_rows(table.model())


def overview(window: MainWindow) -> OverviewPage:
    page = window.pages.page()
    assert isinstance(page, OverviewPage)
    return page


def pool(window: MainWindow, name: str) -> dict[str, str]:
    return next(row for row in table_of(overview(window)) if row["Pool"] == name)


@pytest.fixture(params=["slurm_with_accounting", "slurm_without_accounting"])
def busy(request: pytest.FixtureRequest) -> BusySlurm:
    site: BusySlurm = request.getfixturevalue(request.param)
    return site


def allocated_gpus(cluster: SlurmCluster, partition: str) -> int:
    """GPUs in use, as sinfo counts them: gpu:h100:6(IDX:0-5)."""
    used = cluster.run("sinfo", "-h", "-N", "-p", partition, "-O", "NodeList:20,GresUsed:80").splitlines()
    return sum(int(line.split()[1].split("(")[0].rpartition(":")[2]) for line in used)


def waiting(cluster: SlurmCluster) -> dict[str, str]:
    """The reason of every job that waits and is not held, an array's tasks each for themselves."""
    lines = cluster.run("squeue", "-h", "-r", "-t", "PD", "-o", "%i|%r").splitlines()
    reasons = dict(line.split("|", 1) for line in lines)
    return {job: reason for job, reason in reasons.items() if not reason.startswith("JobHeld")}


def test_the_pools_show_what_sinfo_shows(qtbot: QtBot, busy: BusySlurm, tmp_path: Path) -> None:
    with live_window(qtbot, tmp_path, configuration(busy.cluster, tmp_path / "token"), "overview") as window:
        qtbot.waitUntil(lambda: health(window, "alpha") == "ok", timeout=PATIENCE_MS)
        gpu, debug = pool(window, "alpha / gpu"), pool(window, "alpha / debug")
    assert int(gpu["Busy"]) == allocated_gpus(busy.cluster, "gpu")
    assert int(debug["Busy"]) == allocated_gpus(busy.cluster, "debug")
    # node003 is drained and idle, node004 reserved and idle.
    assert (gpu["Down"], gpu["Held idle"]) == ("8", "8")


def test_the_backlog_is_what_squeue_lists(qtbot: QtBot, busy: BusySlurm, tmp_path: Path) -> None:
    with live_window(qtbot, tmp_path, configuration(busy.cluster, tmp_path / "token"), "overview") as window:
        qtbot.waitUntil(lambda: health(window, "alpha") == "ok", timeout=PATIENCE_MS)
        pools = window.session.fleet["pools"]
        texts = shown_texts(overview(window))
        asked = sum(int(row["Waiting GPUs"]) for row in table_of(overview(window)))
    assert int(pools.numbers("pending_jobs").sum()) == len(waiting(busy.cluster))
    assert any(f"GPUs in {len(waiting(busy.cluster))} jobs" in text for text in texts)
    requests = busy.workload.requests()
    jobs = {job.partition("_")[0] for job in waiting(busy.cluster)}
    whole = sum(request.gpus for job, request in requests.items() if str(job) in jobs and job != busy.workload.sweep)
    tasks = Counter(job.partition("_")[0] for job in waiting(busy.cluster))[str(busy.workload.sweep)]
    assert asked == whole + tasks


def test_every_waiting_job_has_squeues_reason_and_plain_words(qtbot: QtBot, busy: BusySlurm, tmp_path: Path) -> None:
    with live_window(qtbot, tmp_path, configuration(busy.cluster, tmp_path / "token"), "queue") as window:
        qtbot.waitUntil(lambda: health(window, "alpha") == "ok", timeout=PATIENCE_MS)
        page = window.pages.page()
        assert isinstance(page, QueuePage)
        rows = {row["Job"]: row for row in table_of(page) if row["State"] == "pending"}
    lines = busy.cluster.run("squeue", "-h", "-t", "PD", "-o", "%i|%r").splitlines()
    told = dict(line.split("|", 1) for line in lines if "JobHeld" not in line)
    assert rows.keys() == told.keys()
    for job, reason in told.items():
        assert rows[job]["Reason"].split(",")[0] == reason.split(",")[0].strip()
        assert len(rows[job]["In plain words"].split()) > 2
    assert len({row["Reason"] for row in rows.values()}) >= 5


def test_an_expired_token_is_told_and_a_good_one_mends_it(
    qtbot: QtBot, fresh_slurm: SlurmCluster, tmp_path: Path
) -> None:
    text = configuration(fresh_slurm, tmp_path / "token")
    (tmp_path / "token").write_text(fresh_slurm.expired_token(), encoding="utf-8")
    with live_window(qtbot, tmp_path, text, "overview") as window:
        qtbot.waitUntil(lambda: health(window, "alpha") == "refused", timeout=PATIENCE_MS)
        detail = window.session.fleet["sources"].row(0)["detail"]
        (tmp_path / "token").write_text(fresh_slurm.token, encoding="utf-8")
        qtbot.waitUntil(lambda: health(window, "alpha") == "ok", timeout=PATIENCE_MS)
        assert pool(window, "alpha / gpu")["Idle"] == "16"
    assert "expired" in str(detail)


def test_a_slurmrestd_that_is_killed_leaves_its_values_stale_and_comes_back(
    qtbot: QtBot, fresh_slurm: SlurmCluster, tmp_path: Path
) -> None:
    with live_window(qtbot, tmp_path, configuration(fresh_slurm, tmp_path / "token"), "overview") as window:
        qtbot.waitUntil(lambda: health(window, "alpha") == "ok", timeout=PATIENCE_MS)
        fresh_slurm.kill_slurmrestd()
        qtbot.waitUntil(lambda: health(window, "alpha") == "unreachable", timeout=PATIENCE_MS)
        assert pool(window, "alpha / gpu")["Idle"] == "16"
        fresh_slurm.start_slurmrestd()
        qtbot.waitUntil(lambda: health(window, "alpha") == "ok", timeout=PATIENCE_MS)


def test_a_slurmctld_that_is_stopped_leaves_values_with_their_age_and_never_zero(
    qtbot: QtBot, fresh_slurm: SlurmCluster, tmp_path: Path
) -> None:
    with live_window(qtbot, tmp_path, configuration(fresh_slurm, tmp_path / "token"), "overview") as window:
        qtbot.waitUntil(lambda: health(window, "alpha") == "ok", timeout=PATIENCE_MS)
        fresh_slurm.stop_slurmctld()
        model = overview(window).model
        qtbot.waitUntil(lambda: model.stale_age(0) != "", timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: health(window, "alpha") == "unreachable", timeout=PATIENCE_MS)
        assert pool(window, "alpha / gpu")["Idle"] == "16"
        fresh_slurm.start_slurmctld()
        qtbot.waitUntil(lambda: model.stale_age(0) == "", timeout=PATIENCE_MS)
        # Nodes that have yet to register again are down for a moment.
        qtbot.waitUntil(lambda: pool(window, "alpha / gpu")["Idle"] == "16", timeout=PATIENCE_MS)
