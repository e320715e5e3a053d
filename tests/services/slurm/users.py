"""The users whose jobs the clusters run."""

from __future__ import annotations

import pwd
import subprocess
from functools import partial

from tests.services.slurm.waiting import wait_until

USERS = ("alice", "bob")


def ensure_users() -> None:
    """Make the users that this machine lacks; they stay, since another cluster may be using them."""
    for name in USERS:
        # Tried again, since useradd refuses while another test run holds the lock of the password file.
        wait_until(partial(_there, name), f"the user {name}")


def _there(name: str) -> bool:
    return _exists(name) or _made(name)


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _made(name: str) -> bool:
    command = ["useradd", "--no-create-home", "--shell", "/bin/sh", name]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
