"""A secret that works is used everywhere and shown nowhere: no log, JSON, text of the window or argument list."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from tests.services.slurm import SlurmCluster
from tests.window.live import health, live_window, shown_texts

pytestmark = [pytest.mark.services, pytest.mark.timeout(180)]

PATIENCE_MS = 60_000


def configuration(cluster: SlurmCluster, token: str) -> str:
    return (
        f'[[source]]\nkind = "slurm"\nname = "alpha"\nurl = "{cluster.rest_url}"\nuser = "root"\n'
        f'token = "{token}"\npoll = "1s"\n\n[[source]]\nkind = "host"\nname = "desk"\n'
    )


def everything_written(folder: Path) -> bytes:
    """All bytes under a folder but for the configuration, into which the person wrote the secret."""
    files = [each for each in folder.rglob("*") if each.is_file() and each.name != "switchroom.toml"]
    assert any(each.name == "switchroom.log" for each in files)
    return b"".join(each.read_bytes() for each in files)


def argument_lists() -> str:
    """The command lines of this process's children, the engine and its helpers."""
    return " ".join(word for child in psutil.Process().children(recursive=True) for word in child.cmdline())


@pytest.fixture(params=["literal", "expired literal", "environment"])
def secret(
    request: pytest.FixtureRequest, fresh_slurm: SlurmCluster, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str]:
    """The secret itself, and how the configuration refers to it."""
    if request.param == "expired literal":
        expired = fresh_slurm.expired_token()
        return expired, expired
    if request.param == "environment":
        monkeypatch.setenv("ALPHA_TOKEN", fresh_slurm.token)
        return fresh_slurm.token, "env:ALPHA_TOKEN"
    return fresh_slurm.token, fresh_slurm.token


def test_the_window_shows_no_secret_and_writes_none(
    qtbot: QtBot, fresh_slurm: SlurmCluster, secret: tuple[str, str], tmp_path: Path
) -> None:
    canary, reference = secret
    texts: list[str] = []
    with live_window(qtbot, tmp_path, configuration(fresh_slurm, reference), "overview") as window:
        qtbot.waitUntil(lambda: health(window, "alpha") in {"ok", "refused"}, timeout=PATIENCE_MS)
        arguments = argument_lists()
        for page in ("overview", "fleet", "queue", "connections"):
            window.show_page(page)
            for thing in ("alpha", "alpha/node001", "alpha/node001/gpu0", "alpha/gpu"):
                window.session.open(thing)
                qtbot.wait(50)  # the drawer asks for the raw answer and the last hour
                texts += shown_texts(window)
    assert len(texts) > 1_000
    assert canary not in "\n".join(texts)
    assert canary not in arguments
    assert canary.encode() not in everything_written(tmp_path)


@pytest.mark.parametrize(
    "command", [("status", "--json"), ("sources", "test"), ("sources", "list", "--json"), ("gpus",)]
)
def test_the_command_line_prints_no_secret_and_writes_none(
    fresh_slurm: SlurmCluster, secret: tuple[str, str], command: tuple[str, ...], tmp_path: Path
) -> None:
    canary, reference = secret
    file = tmp_path / "switchroom.toml"
    file.write_text(configuration(fresh_slurm, reference), encoding="utf-8")
    program = [sys.executable, "-m", "console", *command, "--config", str(file), "--state", str(tmp_path / "state")]
    ran = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60, env=dict(os.environ))
    assert "alpha" in ran.stdout + ran.stderr
    assert canary not in ran.stdout + ran.stderr
    assert canary.encode() not in everything_written(tmp_path)
