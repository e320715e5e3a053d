import base64
import json
import os
import shlex
import sys
import time
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.errors import SettingsError
from console.settings.redact import remember
from console.settings.secret import Secret, parse_secret
from console.settings.secret_command import SecretCommand


def python(code: str) -> SecretCommand:
    return SecretCommand((sys.executable, "-c", code))


def token(claims: object) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJub25lIn0.{payload}.signature"


def test_a_command_gives_what_it_prints() -> None:
    reference = f"command:{shlex.join([sys.executable, '-c', 'print(chr(36) + repr(3 * 5))'])}"
    secret = parse_secret(reference)
    assert secret.reveal() == "$15"
    assert repr(secret) == f"Secret(command:{sys.executable})"


def test_no_shell_reads_the_command() -> None:
    assert SecretCommand.parse("echo $HOME; ls '*'").argv == ("echo", "$HOME;", "ls", "*")


def test_a_command_runs_once_until_it_is_forgotten(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    command = python(f"open({str(runs)!r}, 'a').write('x'); print('command-token')")
    secret = Secret("command:x", command)
    assert [secret.reveal(), secret.reveal()] == ["command-token"] * 2
    secret.forget()
    secret.reveal()
    assert runs.read_text() == "xx"


def test_a_failure_tells_the_status_and_the_first_line_of_the_complaint_only() -> None:
    code = "import sys; print('the-value'); sys.stderr.write('\\nlog in first\\nsecond line'); sys.exit(3)"
    with pytest.raises(SettingsError) as caught:
        python(code).fetch()
    assert caught.value.what == f'the secret command "{sys.executable}" ended with status 3, saying "log in first"'


def test_a_failure_without_a_complaint_tells_the_status() -> None:
    with pytest.raises(SettingsError, match="ended with status 1; run it in a terminal"):
        python("raise SystemExit(1)").fetch()


def test_a_complaint_is_masked() -> None:
    remember("known-secret")
    with pytest.raises(SettingsError, match=r'saying "bad \[secret\]"'):
        python("raise SystemExit('bad known-secret')").fetch()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "printed nothing"),
        ("print()", "printed nothing"),
        (r"import os; os.write(1, b'\xff\xfe')", "not UTF-8 text"),
    ],
)
def test_output_that_is_no_secret_is_refused(code: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        python(code).fetch()
    assert caught.value.__context__ is None


def test_a_command_that_asks_gets_no_answer() -> None:
    with pytest.raises(SettingsError, match='ended with status 1, saying "Traceback'):
        python("input('password: ')").fetch()


@pytest.mark.parametrize("program", ["/no/such/program", "a\0b", os.curdir])
def test_a_command_that_cannot_start_is_named(program: str) -> None:
    with pytest.raises(SettingsError, match=r"cannot start the secret command .*; check that it is installed"):
        SecretCommand((program,)).fetch()


def _is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.skipif(os.name != "posix", reason="process groups are POSIX")
def test_a_command_that_hangs_is_killed_with_its_children(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "gate")  # nobody ever writes to it, so its reader waits for ever
    script = f"echo part-of-a-secret; cat {tmp_path}/gate & echo $! > {tmp_path}/pid; wait"
    with pytest.raises(SettingsError, match="did not end within 1 s and was stopped") as caught:
        SecretCommand(("sh", "-c", script), deadline_s=1).fetch()
    assert caught.value.__context__ is None
    child, until_s = int((tmp_path / "pid").read_text()), time.monotonic() + 10
    while not _is_gone(child) and time.monotonic() < until_s:
        os.sched_yield()
    assert _is_gone(child)


def test_a_token_is_kept_until_shortly_before_it_expires() -> None:
    lifetime_s = python("").lifetime_s(token({"exp": time.time() + 600}))
    assert lifetime_s == pytest.approx(570, abs=5)
    assert python("").lifetime_s(token({"exp": 1})) < 0


@pytest.mark.parametrize(
    "text", ["plain", "a.b", "a.b.c", "a.é.c", token({}), token([1]), token({"exp": "soon"}), f"x.{'W1' * 50_000}.x"]
)
def test_what_says_no_expiry_is_kept_for_five_minutes(text: str) -> None:
    assert python("").lifetime_s(text) == 300


@given(st.text())
def test_any_output_has_a_lifetime(text: str) -> None:
    assert python("").lifetime_s(f"x.{text}.y") <= 300


def test_a_command_does_not_show_its_arguments() -> None:
    assert "hidden" not in repr(SecretCommand.parse("tool --password hidden"))
