"""Slurm's own command line, in one cluster's environment."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.services.slurm.processes import environment, identity
from tests.services.slurm.waiting import ServiceError

if TYPE_CHECKING:
    from tests.services.slurm.configuration import Places


class Commands:
    """Runs programs as a user of the cluster."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def environment(self) -> dict[str, str]:
        """What a program needs to reach this cluster and no other."""
        return environment(self._places.root) | {"SLURM_CONF": str(self._places.slurm_conf)}

    def attempt(
        self, *command: str, user: str = "root", text: str = "", within_s: float = 60.0
    ) -> subprocess.CompletedProcess[str]:
        """Run a program and return whatever came of it; one that hangs counts as failed."""
        try:
            return subprocess.run(
                command, input=text, capture_output=True, text=True, check=False, timeout=within_s,
                env=self.environment(), cwd=self._places.work, **identity(user),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 124, "", f"no answer within {within_s:g} s")

    def run(self, *command: str, user: str = "root", text: str = "", within_s: float = 60.0) -> str:
        """Run a program and return what it printed.

        Raises:
            ServiceError: it failed; with its own words.
        """
        done = self.attempt(*command, user=user, text=text, within_s=within_s)
        if done.returncode != 0:
            raise ServiceError(f"`{' '.join(command)}` failed: {(done.stderr or done.stdout).strip()}")
        return done.stdout

    def succeeds(self, *command: str) -> bool:
        """Whether a program ends well and soon; for waiting."""
        return self.attempt(*command, within_s=5.0).returncode == 0
