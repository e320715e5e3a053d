"""What its users and its administrators do with a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.services.slurm.commands import Commands


class Administration:
    """Commands to a running cluster; SlurmCluster adds how it comes to run."""

    commands: Commands

    def run(self, *command: str, user: str = "root") -> str:
        """Run a program such as squeue against this cluster and return what it printed."""
        return self.commands.run(*command, user=user)

    def submit(self, user: str, *arguments: str, script: str = "exec sleep infinity") -> int:
        """Submit a batch job and return its id."""
        text = f"#!/bin/sh\n{script}\n"
        printed = self.commands.run("sbatch", "--parsable", *arguments, user=user, text=text)
        return int(printed.partition(";")[0])

    def job_states(self) -> dict[str, str]:
        """Each job's state, or the reason of one that waits, by its id as squeue prints it (`7`, `7_0`, `7_[1-9]`)."""
        lines = self.run("squeue", "--noheader", "--format=%i|%T|%r").splitlines()
        told = (line.split("|", 2) for line in lines)
        return {job: reason if state == "PENDING" else state for job, state, reason in told}

    def drain(self, node: str, reason: str) -> None:
        """Let a node finish its jobs and take no new ones."""
        self.run("scontrol", "update", f"nodename={node}", "state=drain", f"reason={reason}")

    def resume(self, node: str) -> None:
        """Put a drained or lost node back to work."""
        self.run("scontrol", "update", f"nodename={node}", "state=resume")

    def create_reservation(
        self,
        name: str,
        *,
        nodes: str,
        start: str = "now",
        minutes: int = 60,
        users: Sequence[str] = (),
        accounts: Sequence[str] = (),
        flags: Sequence[str] = (),
    ) -> None:
        """Set nodes apart; `nodes` and `start` in Slurm's own notation (`node[001-002]`, `now+1hour`)."""
        wanted = {"users": users or ([] if accounts else ["root"]), "accounts": accounts, "flags": flags}
        lists = [f"{key}={','.join(values)}" for key, values in wanted.items() if values]
        fixed = [f"reservationname={name}", f"nodes={nodes}", f"starttime={start}", f"duration={minutes}"]
        self.run("scontrol", "create", *fixed, *lists)

    def delete_reservation(self, name: str) -> None:
        """Give the nodes back."""
        self.run("scontrol", "delete", f"reservationname={name}")

    def issue_token(self, user: str = "root", lifespan_s: int = 86_400) -> str:
        """A token for the REST API in the user's name."""
        printed = self.run("scontrol", "token", f"username={user}", f"lifespan={lifespan_s}")
        return printed.strip().removeprefix("SLURM_JWT=")
