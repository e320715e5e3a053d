"""Secret references: where a secret is kept, and how to get it at the moment that it is needed.

keyring:NAME     the system's keyring                secret_keyring.py
env:VARIABLE     the environment                     here
file:PATH        a file that nobody else can read    secret_file.py
command:ARGV...  what a command prints               secret_command.py
anything else    the secret itself                   here
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from console.model.errors import SettingsError
from console.model.wording import quoted
from console.settings.nearest import nearest
from console.settings.redact import remember
from console.settings.secret_command import SecretCommand
from console.settings.secret_file import SecretFile
from console.settings.secret_keyring import KeyringEntry


class Origin(Protocol):
    """A place that a secret is fetched from."""

    @property
    def label(self) -> str:
        """What may be shown of the reference; never the secret."""

    def fetch(self) -> str:
        """Return the secret, never empty; may block. Raises SettingsError."""

    def lifetime_s(self, value: str, /) -> float:
        """Return for how many seconds a fetched `value` may be kept; 0 or less: not at all."""


class Secret:
    """A secret that is fetched when it is revealed, and that no repr, log or error text shows.

    Two secrets are equal where their references are. Safe to use from several threads.
    """

    __slots__ = ("_good_until_s", "_lock", "_origin", "_text", "_value", "_where")

    def __init__(self, text: str, origin: Origin, where: str = "") -> None:
        self._text = text
        self._origin = origin
        self._where = where
        self._lock = threading.Lock()
        self._value: str | None = None
        self._good_until_s = 0.0

    @property
    def is_literal(self) -> bool:
        """Whether the secret itself stands in the configuration."""
        return isinstance(self._origin, _Literal)

    def reveal(self) -> str:
        """Return the secret; may block for as long as a keyring or a command takes, so call it in a thread.

        Raises:
            SettingsError: it cannot be had; says why, and never any of it.
        """
        with self._lock:  # one command at a time, however many requests need its token
            value = self._value
            if value is None or time.time() >= self._good_until_s:
                value = self._fetch()
                self._good_until_s = time.time() + self._origin.lifetime_s(value)
                self._value = value if self._good_until_s > time.time() else None
        remember(value)
        return value

    def forget(self) -> None:
        """Drop a kept value, as after a 401, so that the next `reveal` fetches it anew."""
        self._value = None

    def _fetch(self) -> str:
        try:
            return self._origin.fetch()
        except SettingsError as error:
            where = self._where or f"secret {quoted(self._origin.label)}"
            raise SettingsError(error.what, where=where, todo=error.todo) from error

    def __repr__(self) -> str:
        return f"Secret({self._origin.label})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[Callable[..., Secret], tuple[str, str]]:
        return parse_secret, (self._text, self._where)  # the reference travels to another process, not the value


@dataclass(frozen=True)
class _Variable:
    name: str

    def __post_init__(self) -> None:
        if not self.name or "=" in self.name or "\0" in self.name:
            raise SettingsError("the reference env: names no variable", todo='write it as "env:VARIABLE"')

    @property
    def label(self) -> str:
        return f"env:{self.name}"

    def fetch(self) -> str:
        value = os.environ.get(self.name, "")
        if not value:
            state = "empty" if self.name in os.environ else "not set"
            raise SettingsError(f"the environment variable {self.name} is {state}", todo="set it before the start")
        return value

    def lifetime_s(self, _value: str, /) -> float:
        return 0.0


@dataclass(frozen=True)
class _Literal:
    value: str = field(repr=False)
    label: str = "literal"

    def fetch(self) -> str:
        return self.value

    def lifetime_s(self, _value: str, /) -> float:
        return math.inf


_SCHEMES: dict[str, Callable[[str], Origin]] = {
    "keyring": KeyringEntry,
    "env": _Variable,
    "file": SecretFile.parse,
    "command": SecretCommand.parse,
}


def parse_secret(text: str, where: str = "") -> Secret:
    """Return the secret that `text` refers to, or is; nothing is fetched yet.

    Args:
        text: `keyring:NAME`, `env:VARIABLE`, `file:PATH`, `command:ARGV...`, or the secret itself.
        where: the file and line it stands at, for the errors of `reveal`.

    Raises:
        SettingsError: empty, or a reference that is incomplete or misspelt.
    """
    if not text:
        raise SettingsError("the secret is empty", where=where, todo='refer to one, such as "keyring:NAME"')
    scheme, colon, rest = text.partition(":")
    try:
        if colon and scheme in _SCHEMES:
            return Secret(text, _SCHEMES[scheme](rest), where)
    except SettingsError as error:
        raise SettingsError(error.what, where=where, todo=error.todo) from error
    meant = nearest(scheme, _SCHEMES) if colon else None
    if meant is not None:
        raise SettingsError(
            f"a secret reference cannot begin with {quoted(f'{scheme}:')}",
            where=where,
            todo=f'did you mean "{meant}:"?',
        )
    remember(text)
    return Secret(text, _Literal(text), where)
