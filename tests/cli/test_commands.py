from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from console import __version__
from tests.cli.command import configuration, switchroom

HOST = '[[source]]\nkind = "host"\nname = "desk"\nsite = "home"\n'
GONE = '[[source]]\nkind = "slurm"\nname = "alpha"\nurl = "http://127.0.0.1:9"\nuser = "ops"\ntoken = "env:NO_TOKEN"\n'

# Word for word the lists of the project's contract: scripts rely on them.
CONTRACT = {
    "sources": "name kind site health detail taken_at latency_ms",
    "pools": (
        "id source site gpu_model gpus_total gpus_busy gpus_idle gpus_reserved gpus_reserved_idle gpus_down "
        "power_w power_cap_w cost_per_hour currency pending_jobs pending_gpus oldest_wait_s median_wait_s p95_wait_s"
    ),
    "nodes": (
        "id source pool state state_detail gpus_total gpus_busy cpu_pct memory_used_bytes memory_total_bytes power_w"
    ),
    "gpus": (
        "id source node pool index uuid model state utilization_pct memory_used_bytes memory_total_bytes power_w "
        "power_cap_w energy_j temperature_c sm_clock_mhz throttle_reasons ecc_uncorrected processes"
    ),
    "jobs": ("id source pool name user account state gpus nodes submitted_at started_at ends_at reason reason_text"),
    "reservations": (
        "id source pool name owner gpus nodes starts_at ends_at state gpus_in_use cost_per_hour ticket managed"
    ),
    "spend": "source currency today month_to_date month_forecast budget as_of",
    "alerts": "id severity subject text since",
}


def test_the_status_holds_every_list_and_field_of_the_contract() -> None:
    ran = switchroom("status", "--demo", "gpus=200,seed=1", "--json")
    document = ran.document
    assert ran.out.startswith('{"schema": "switchroom/1"')
    assert set(document) == {"schema", "taken_at", *CONTRACT}
    for name, fields in CONTRACT.items():
        assert document[name], f"the simulated site has no {name}"
        assert set(document[name][0]) == set(fields.split()), name


def test_a_gpus_processes_stand_in_its_row() -> None:
    gpus = switchroom("gpus", "--demo", "gpus=200,seed=1", "--json").document["gpus"]
    processes = [process for gpu in gpus for process in gpu["processes"]]  # type: ignore[attr-defined]
    assert processes
    assert all(set(process) == {"pid", "user", "name", "memory_bytes"} for process in processes)


@pytest.mark.parametrize("table", ["gpus", "jobs", "pools", "nodes", "reservations", "alerts"])
def test_one_table_comes_with_the_sources_and_nothing_else(table: str) -> None:
    document = switchroom(table, "--demo", "gpus=200,seed=1", "--json").document
    assert set(document) == {"schema", "taken_at", "sources", table}


def test_every_pool_keeps_its_identity() -> None:
    for pool in switchroom("pools", "--demo", "gpus=200,seed=1", "--json").document["pools"]:
        parts = [pool[name] for name in ("gpus_busy", "gpus_idle", "gpus_reserved_idle", "gpus_down")]
        assert pool["gpus_total"] == sum(parts)  # type: ignore[arg-type]


def test_a_filter_leaves_only_what_matches() -> None:
    gpus = switchroom("gpus", "--demo", "gpus=200,seed=1", "--filter", "state:busy", "--json").document["gpus"]
    assert gpus
    assert {gpu["state"] for gpu in gpus} == {"busy"}


def test_this_machine_is_shown_without_any_configuration(tmp_path: Path) -> None:
    ran = switchroom("nodes", "--state", str(tmp_path), "--json")
    assert ran.status == 0
    assert ran.document["nodes"][0]["memory_total_bytes"]


def test_a_source_that_cannot_be_reached_is_named_and_the_others_are_shown(tmp_path: Path) -> None:
    ran = switchroom("status", *configuration(tmp_path, HOST + GONE), "--json", environment={"NO_TOKEN": "t"})
    health = {source["name"]: source["health"] for source in ran.document["sources"]}
    assert ran.status == 3
    assert health == {"desk": "ok", "alpha": "unreachable"}
    assert ran.document["nodes"]
    assert ran.err.startswith("switchroom: alpha: ")


def test_a_missing_secret_is_told_in_one_sentence(tmp_path: Path) -> None:
    ran = switchroom("sources", "test", "alpha", *configuration(tmp_path, GONE))
    assert ran.status == 3
    assert "NO_TOKEN" in ran.out
    assert "Traceback" not in ran.out + ran.err


def test_sources_are_listed_without_asking_them(tmp_path: Path) -> None:
    ran = switchroom("sources", "list", *configuration(tmp_path, HOST + GONE), "--json")
    assert ran.status == 0
    assert [source["name"] for source in ran.document["sources"]] == ["desk", "alpha"]
    assert {source["health"] for source in ran.document["sources"]} == {None}


def test_a_test_of_a_source_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    ran = switchroom("sources", "test", "alpa", *configuration(tmp_path, HOST))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == 'switchroom: there is no source "alpa"; the configured ones are desk\n'


@pytest.mark.parametrize(
    "arguments",
    [
        ("--bogus",),
        ("gpu",),
        ("status", "--watch", "never"),
        ("status", "--watch", "0"),
        ("--size", "12"),
        ("gpus", "--filter", "utl<20"),
        ("--demo", "gpus=many"),
        ("status", "--demo", "gpus=many"),
        ("status", "--config", "/no/such/file.toml"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_two(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ran = switchroom(*arguments, *(() if "--config" in arguments else ("--state", str(tmp_path))))
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("switchroom")


def test_the_version_is_told() -> None:
    assert switchroom("--version").out == f"switchroom {__version__}\n"


def test_without_a_display_the_status_is_printed_and_says_so(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.fail("a display can only be missing on Linux; run this test there")
    ran = switchroom(*configuration(tmp_path, HOST))
    assert ran.status == 0
    assert "no display" in ran.err
    assert "desk" in ran.out


def test_a_table_for_a_pipe_leaves_no_column_out() -> None:
    head = switchroom("gpus", "--demo", "gpus=16,seed=1").out.splitlines()[0]
    assert all(title in head for title in ("GPU", "Model", "State", "Throttled by", "Detail"))


def test_a_reader_that_has_seen_enough_hurts_nobody() -> None:
    command = [sys.executable, "-m", "console", "gpus", "--demo", "gpus=2000,seed=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert b"Broken" not in process.stderr.read()
        assert process.wait(timeout=30) in {0, 3}


def test_watching_goes_on_until_it_is_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "console", "status", "--watch", "0.2", "--json"]
    with subprocess.Popen([*command, *configuration(tmp_path, HOST)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        documents = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    assert all(line.startswith(b'{"schema": "switchroom/1"') for line in documents)


def test_the_command_line_never_loads_qt() -> None:
    code = (
        "import sys; from console.cli.main import run; run(['status', '--json'], lambda _: 0);"
        "sys.exit(any(name.startswith(('PySide6', 'pyqtgraph')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=False).returncode == 0


def test_a_missing_library_of_qt_is_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "PySide6"
    broken.mkdir()
    sentence = "libEGL.so.1: cannot open shared object file"
    (broken / "__init__.py").write_text(f"raise ImportError({sentence!r})\n", encoding="utf-8")
    paths = f"{tmp_path}:{Path(__file__).parents[2]}"
    ran = switchroom("--self-test", "--state", str(tmp_path / "state"), environment={"PYTHONPATH": paths})
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(f"switchroom: the window cannot be loaded: {sentence}; install what Qt needs")
    assert len(ran.err.splitlines()) == 1
