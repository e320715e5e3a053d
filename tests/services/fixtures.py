"""The test servers as pytest fixtures; load them with `pytest_plugins = ["tests.services.fixtures"]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.services.slurm import SlurmCluster, TypicalWorkload, typical_workload

if TYPE_CHECKING:
    from collections.abc import Iterator


class BusySlurm(NamedTuple):
    """A cluster with the typical workload on it."""

    cluster: SlurmCluster
    workload: TypicalWorkload


@pytest.fixture(scope="session")
def slurm_with_accounting() -> Iterator[BusySlurm]:
    """A busy site with slurmdbd and AccountingStorageTRES=gres/gpu; shared, so a test must leave it as it was."""
    with SlurmCluster(nodes=4, accounting=True) as cluster:
        yield BusySlurm(cluster, typical_workload(cluster))


@pytest.fixture(scope="session")
def slurm_without_accounting() -> Iterator[BusySlurm]:
    """The same site without slurmdbd: GPUs stand in gres fields alone; shared, so a test must leave it as it was."""
    with SlurmCluster(nodes=4, accounting=False) as cluster:
        yield BusySlurm(cluster, typical_workload(cluster))


@pytest.fixture
def fresh_slurm() -> Iterator[SlurmCluster]:
    """A small idle cluster of the test's own, to change and to break."""
    with SlurmCluster(nodes=2, accounting=False) as cluster:
        yield cluster
