"""A helper that is killed, stopped, babbles, cannot start, or loses its parent."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from console.model.errors import BadAnswer, TimedOut, Unreachable
from console.sources.child import own_command
from console.sources.nvml.helper_process import HelperProcess
from console.sources.nvml.source import NvmlSource
from tests.services.nvml import FakeDriver
from tests.sources.nvml.scene import PATIENCE_S, gpu, helpers, play

REPOSITORY = Path(__file__).parents[3]


def source_with(command: list[str]) -> NvmlSource:
    """A source with another helper."""
    return NvmlSource("local", None, command)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S / 2
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_helper_that_is_killed_is_said_and_the_next_poll_has_another(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        first = await source.poll()
        (helper,) = helpers()
        os.kill(helper.pid, signal.SIGKILL)
        with pytest.raises(Unreachable, match="the helper that reads the GPUs was ended by SIGKILL") as raised:
            await source.poll()
        assert raised.value.where == "local"
        assert "log file" in raised.value.todo
        again = await source.poll()
        assert again["gpus"].ids == first["gpus"].ids
        assert helpers() != [helper]

    play(scene)


def test_a_gpu_keeps_its_id_and_last_values_over_a_new_helper(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        first = await source.poll()
        driver.lose(2)
        os.kill(helpers()[0].pid, signal.SIGKILL)
        with pytest.raises(Unreachable):
            await source.poll()
        row = gpu(await source.poll(), 2)
        assert (row["id"], row["power_w"], row["state"]) == (gpu(first, 2)["id"], 70, "down")
        assert row["taken_at"] == gpu(first, 2)["taken_at"]

    play(scene)


def test_a_helper_that_stands_still_is_ended_and_replaced(driver: FakeDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(source: NvmlSource) -> None:
        await source.poll()
        (helper,) = helpers()
        os.kill(helper.pid, signal.SIGSTOP)
        monkeypatch.setattr("console.sources.nvml.helper_link._HELPER_DEADLINE_S", 0.3)
        with pytest.raises(TimedOut, match="the helper that reads the GPUs does not answer"):
            await source.poll()
        assert not helper.is_running()
        assert len((await source.poll())["gpus"]) == 8

    play(scene)


def test_a_helper_that_cannot_be_ended_has_no_second_one_beside_it(
    driver: FakeDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A process inside an uninterruptible call cannot be made on purpose, so killing is left out instead.
    end = HelperProcess.end

    async def fail_to_end(_: HelperProcess) -> bool:
        return False

    async def scene(source: NvmlSource) -> None:
        await source.poll()
        stuck = source._link._helper
        assert stuck is not None
        (helper,) = helpers()
        os.kill(helper.pid, signal.SIGSTOP)
        monkeypatch.setattr("console.sources.nvml.helper_link._HELPER_DEADLINE_S", 0.3)
        monkeypatch.setattr(HelperProcess, "end", fail_to_end)
        with pytest.raises(TimedOut, match="does not answer"):
            await source.poll()
        with pytest.raises(TimedOut, match="holds a helper that even kill -9 does not end"):
            await source.poll()
        assert helpers() == [helper]
        monkeypatch.setattr(HelperProcess, "end", end)
        await end(stuck)
        assert len((await source.poll())["gpus"]) == 8

    play(scene)


def test_killing_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        monkeypatch.setattr("console.sources.nvml.helper_process._REAP_DEADLINE_S", 0.05)
        helper = await HelperProcess.start([sys.executable, "-c", "input()"])
        kill = helper._process.kill
        monkeypatch.setattr(helper._process, "kill", lambda: None)
        monkeypatch.setattr(helper._stdin, "close", lambda: None)
        assert not await helper.end()
        monkeypatch.undo()
        kill()
        assert await helper.gone_within(10)

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("program", "error", "what"),
    [
        ("print('Segmentation fault')", Unreachable, "the helper that reads the GPUs ended with status 0"),
        ("raise SystemExit(3)", Unreachable, "the helper that reads the GPUs ended with status 3"),
        (
            "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
            Unreachable,
            "the helper that reads the GPUs was ended by SIGSEGV",
        ),
        (
            "import sys, time; sys.stdout.buffer.write(bytes([3,0,0,0,0,0,0,0]) + b'xyz'); sys.stdout.flush(); input()",
            BadAnswer,
            "the helper that reads the GPUs sent what is no answer",
        ),
    ],
)
def test_a_helper_that_does_not_work_is_said_in_one_sentence(program: str, error: type[Exception], what: str) -> None:
    async def scene(source: NvmlSource) -> None:
        for _ in range(2):
            with pytest.raises(error) as raised:
                await source.poll()
            assert str(raised.value).startswith(f"local: {what}")

    play(scene, source_with([sys.executable, "-c", program]))


def test_an_answer_to_another_question_is_no_answer(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from console.sources.child import claim_output, write_frame\n"
        "from console.sources.nvml.wire import Told, encode\n"
        "write_frame(claim_output(), encode(Told(99, 1.0)))\n"
        "sys.stdin.read()"
    )

    async def scene(source: NvmlSource) -> None:
        with pytest.raises(BadAnswer, match="answer 99 to question 1"):
            await source.poll()

    play(scene, source_with([sys.executable, "-c", program]))


def test_a_helper_that_closes_its_pipe_but_lives_on_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.sources.nvml.helper_process._REAP_DEADLINE_S", 0.1)

    async def scene(source: NvmlSource) -> None:
        with pytest.raises(Unreachable, match="closed its pipe"):
            await source.poll()

    play(scene, source_with([sys.executable, "-c", "import os, sys; os.close(1); sys.stdin.read()"]))


def test_a_helper_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    async def scene(source: NvmlSource) -> None:
        with pytest.raises(Unreachable, match="cannot be started: No such file or directory"):
            await source.poll()

    play(scene, source_with([str(tmp_path / "missing")]))


def test_what_a_helper_complains_of_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def scene(source: NvmlSource) -> None:
        with pytest.raises(Unreachable):
            await source.poll()

    play(scene, source_with([sys.executable, "-c", "import sys; sys.exit('libnvidia-ml: assertion failed')"]))
    assert "libnvidia-ml: assertion failed" in caplog.text


def test_closing_ends_the_helper(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        await source.poll()
        assert len(helpers()) == 1

    play(scene)
    assert helpers() == []


def test_closing_during_a_poll_ends_the_helper(driver: FakeDriver) -> None:
    driver.hang(gpu=0)

    async def scene(source: NvmlSource) -> None:
        poll = asyncio.create_task(source.poll())
        await asyncio.to_thread(wait_until, lambda: bool(helpers()))
        await source.close()
        with contextlib.suppress(asyncio.CancelledError):
            await poll

    play(scene)
    assert helpers() == []


def test_a_poll_that_was_cancelled_is_answered_at_the_next(driver: FakeDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.sources.nvml.helper_link.GPU_DEADLINE_S", 0.5)

    async def scene(source: NvmlSource) -> None:
        await source.poll()
        driver.hang(gpu=0)
        for _ in range(3):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await source.poll()
        assert gpu(await source.poll(), 0)["state"] == "down"
        assert len(helpers()) == 1
        driver.recover()

    play(scene)


PARENT = """
import asyncio
from console.settings.structs import SourceSettings
from console.sources.nvml.kind import open_nvml

async def main():
    source = open_nvml(SourceSettings(kind="nvml", name="local"))
    try:
        await asyncio.wait_for(source.poll(), 10)
    except TimeoutError:
        pass
    print("polled", flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.mark.parametrize("hung", [False, True])
def test_no_helper_outlives_a_parent_that_was_killed(driver: FakeDriver, hung: bool) -> None:
    if hung:
        driver.hang(gpu=1)
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, cwd=REPOSITORY)
    try:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"polled\n"
        (helper,) = psutil.Process(parent.pid).children()
        assert helper.is_running()
    finally:
        parent.kill()
        parent.communicate()
    wait_until(lambda: not helper.is_running() or helper.status() == psutil.STATUS_ZOMBIE)


def test_the_helper_starts_without_what_only_the_console_needs(driver: FakeDriver) -> None:
    program = (
        "import sys\nimport console.sources.nvml.helper\n"
        "print([name for name in ('asyncio', 'numpy', 'httpx', 'PySide6') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    # console.sources.child needs asyncio.
    assert done.stdout.strip() == "['asyncio']"


def test_the_command_is_this_program_s_own() -> None:
    assert own_command("nvml", "local")[1:] == ["-m", "console", "--child", "nvml", "local"]


def test_ctrl_c_is_left_to_the_parent(driver: FakeDriver) -> None:
    async def scene(source: NvmlSource) -> None:
        await source.poll()
        (helper,) = helpers()
        os.kill(helper.pid, signal.SIGINT)
        await source.poll()
        assert helpers() == [helper]

    play(scene)
