"""Secrets that a command prints, such as a token that a login tool renews."""

from __future__ import annotations

import base64
import json
import os
import shlex
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field

from console.model.errors import SettingsError
from console.model.wording import quoted
from console.settings.redact import redact, revealed

_UNKNOWN_LIFETIME_S = 300.0
_MARGIN_S = 30.0  # a token is renewed this long before it expires, since a request takes time


@dataclass(frozen=True)
class SecretCommand:
    """`command:ARGV...`, run without a shell; what it prints is kept until it expires.

    Args:
        argv: the program and its arguments.
        deadline_s: after so many seconds the command and its children are killed.
    """

    argv: tuple[str, ...] = field(repr=False)
    deadline_s: float = 20.0

    @classmethod
    def parse(cls, text: str) -> SecretCommand:
        """Return the command that `text` spells in shell quoting.

        Raises:
            SettingsError: no command, or a quote that is not closed.
        """
        try:
            argv = tuple(shlex.split(text))
        except ValueError:
            raise SettingsError("the reference command: has a quote that is not closed") from None
        if not argv or not argv[0]:
            raise SettingsError(
                "the reference command: names no command", todo='such as "command:vault read -field=t s"'
            )
        return cls(argv)

    @property
    def label(self) -> str:
        return f"command:{self.argv[0]}"  # arguments may hold what nobody should read

    def fetch(self) -> str:
        status, output, complaint = self._run()
        if status != 0:
            told = _first_line(complaint)
            raise SettingsError(f"{self._name} ended with status {status}{told}", todo="run it in a terminal")
        value = None
        with suppress(UnicodeDecodeError):  # which holds the output, so nothing may be chained to it
            value = output.decode().rstrip("\r\n")
        if not value:
            found = "nothing" if value == "" else "what is not UTF-8 text"
            raise SettingsError(f"{self._name} printed {found}", todo="it must print the secret and nothing else")
        return value

    def lifetime_s(self, value: str, /) -> float:
        expires_at_s = _expiry_of_jwt(value)
        return _UNKNOWN_LIFETIME_S if expires_at_s is None else expires_at_s - time.time() - _MARGIN_S

    @property
    def _name(self) -> str:
        return f"the secret command {quoted(self.argv[0])}"

    def _run(self) -> tuple[int, bytes, bytes]:
        with self._start() as process:
            with suppress(subprocess.TimeoutExpired):  # which holds the output, so nothing may be chained to it
                output, complaint = process.communicate(timeout=self.deadline_s)
                return process.returncode, output, complaint
            _kill(process)
        raise SettingsError(
            f"{self._name} did not end within {self.deadline_s:g} s and was stopped",
            todo="it must not ask or wait; run it in a terminal",
        )

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,  # a command that asks fails at once instead of waiting
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # so that its children can be killed with it
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no console flashes up on Windows
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not a valid command"
            raise SettingsError(f"cannot start {self._name}: {reason}", todo="check that it is installed") from error


def _kill(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _first_line(complaint: bytes) -> str:
    lines = redact(complaint.decode(errors="replace"), revealed()).splitlines()
    line = next((line.strip() for line in lines if line.strip()), "")
    return f", saying {quoted(line)}" if line else ""


def _expiry_of_jwt(text: str) -> float | None:
    """Return the epoch seconds of a JSON web token's `exp` claim; None where `text` is no such token."""
    parts = text.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    expiry = claims.get("exp") if isinstance(claims, dict) else None
    return float(expiry) if isinstance(expiry, int | float) else None
