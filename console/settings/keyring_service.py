"""What the console is called in the system's keyring, and how a person puts a secret there."""

from __future__ import annotations

import shlex

SERVICE = "switchroom"


def how_to_store(name: str) -> str:
    """Return the advice that puts a secret into the keyring under `name`."""
    return f"run `keyring set {SERVICE} {shlex.quote(name)}` and paste the secret"
