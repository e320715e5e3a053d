"""Secrets in the system's keyring, under the service "switchroom"."""

from __future__ import annotations

import math
from dataclasses import dataclass

from console.model.errors import SettingsError


@dataclass(frozen=True)
class KeyringEntry:
    """`keyring:NAME`; read once, then kept until it is forgotten, since a keyring may ask the user."""

    name: str

    def __post_init__(self) -> None:
        if not self.name:
            raise SettingsError("the reference keyring: names no entry", todo='write it as "keyring:NAME"')

    @property
    def label(self) -> str:
        return f"keyring:{self.name}"

    def fetch(self) -> str:
        from console.settings.keyring_store import read_entry  # noqa: PLC0415 - keyring is slow to import

        return read_entry(self.name)

    def lifetime_s(self, _value: str, /) -> float:
        return math.inf
