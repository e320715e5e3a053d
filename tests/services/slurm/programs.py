"""What the test server needs from the machine, checked first, so that a gap is one sentence and not a riddle."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.services.slurm.waiting import ServiceError

# Root's folders are added since Debian keeps the daemons there and leaves them out of other users' PATH.
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])

_PACKAGES = {
    "slurmctld": "slurmctld",
    "slurmd": "slurmd",
    "slurmrestd": "slurmrestd",
    "sbatch": "slurm-client",
    "squeue": "slurm-client",
    "scontrol": "slurm-client",
    "munged": "munge",
    "munge": "munge",
    "useradd": "passwd",
}
_ACCOUNTING_PACKAGES = {
    "slurmdbd": "slurmdbd",
    "sacctmgr": "slurm-client",
    "mariadbd": "mariadb-server",
    "mariadb-install-db": "mariadb-server",
    "mariadb": "mariadb-client",
}


def require(*, accounting: bool) -> None:
    """Raise one sentence that names the first thing that this machine lacks."""
    for program, package in (_PACKAGES | (_ACCOUNTING_PACKAGES if accounting else {})).items():
        if shutil.which(program, path=SEARCH_PATH) is None:
            raise ServiceError(
                f"The Slurm test server needs {program}: install the package {package}, or all with `make services`."
            )
    if os.geteuid() != 0:
        raise ServiceError("The Slurm test server runs jobs as several users: run these tests as root.")


def explain(*logs: Path) -> str:
    """Why a daemon ended, from the last words of its logs, with the package to install where that is the cure."""
    lines = [line for log in logs if log.exists() for line in log.read_text(errors="replace").splitlines()]
    told = [line for line in lines if "error" in line or "fatal" in line] or lines
    if any("auth/jwt" in line for line in told):
        return "its login plugin is missing: install the package slurm-wlm-jwt-plugin"
    return told[-1].rstrip(".") if told else "it said nothing"
