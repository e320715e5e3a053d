"""Real Slurm clusters for tests: slurmctld, slurmd, slurmrestd and, where asked, slurmdbd with its MariaDB."""

from __future__ import annotations

from tests.services.slurm.cluster import SlurmCluster
from tests.services.slurm.waiting import ServiceError, wait_until
from tests.services.slurm.workload import TypicalWorkload, typical_workload

__all__ = ["ServiceError", "SlurmCluster", "TypicalWorkload", "typical_workload", "wait_until"]
