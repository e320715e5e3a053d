"""Secrets in files that nobody else can read."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from console.model.errors import SettingsError

_LARGEST = 64 * 1024  # bytes; a larger file is the wrong file


@dataclass(frozen=True)
class SecretFile:
    """`file:PATH`; read at every use, so that a rotated file counts at once."""

    path: Path

    @classmethod
    def parse(cls, text: str) -> SecretFile:
        """Return the file at `text`, with `~` expanded.

        Raises:
            SettingsError: empty or relative, since a desktop program's working folder means nothing.
        """
        try:
            path = Path(text).expanduser()
        except RuntimeError:  # no such user, or no home folder
            path = Path(text)
        if not path.is_absolute():
            raise SettingsError("the reference file: needs a whole path", todo='such as "file:~/alpha-token"')
        return cls(path)

    @property
    def label(self) -> str:
        return f"file:{self.path}"

    def fetch(self) -> str:
        try:
            content = self._read()
        except OSError as error:
            raise SettingsError(
                f"cannot read the secret file {self.path}: {error.strerror}", todo="check its path and its owner"
            ) from error
        if len(content) > _LARGEST:
            raise SettingsError(f"the secret file {self.path} is larger than 64 KiB", todo="check its path")
        return self._decode(content)

    def lifetime_s(self, _value: str, /) -> float:
        return 0.0

    def _read(self) -> bytes:
        # Judged by the open file, so that it cannot be exchanged between the check and the reading;
        # opened without waiting, so that a named pipe cannot hang.
        descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            self._check(os.fstat(descriptor).st_mode)
            return os.read(descriptor, _LARGEST + 1)
        finally:
            os.close(descriptor)

    def _check(self, mode: int) -> None:
        if not stat.S_ISREG(mode):
            raise SettingsError(f"{self.path} is not a file", todo="name a file that holds only the secret")
        if os.name == "posix" and mode & 0o077:
            what = f"others may use the secret file {self.path} (mode {stat.S_IMODE(mode):04o})"
            raise SettingsError(what, todo=f"run `chmod 600 {self.path}`")

    def _decode(self, content: bytes) -> str:
        value = None
        with suppress(UnicodeDecodeError):  # which holds the content, so nothing may be chained to it
            value = content.decode().removesuffix("\n").removesuffix("\r")
        if value is None:
            raise SettingsError(f"the secret file {self.path} is not UTF-8 text", todo="save it as text")
        if not value:
            raise SettingsError(f"the secret file {self.path} is empty", todo="write the secret into it")
        return value
