"""How many GPUs each pool of the simulated site gets."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.sources.demo.division import divide
from console.sources.demo.layout import lay_out


@given(st.integers(1, 200_000))
@example(1)
@example(7)
@example(8)
@example(50_000)
def test_every_gpu_is_in_one_pool(gpus: int) -> None:
    pools = divide(gpus)
    assert sum(pool.gpus for pool in pools) == gpus
    assert all(pool.gpus >= 0 for pool in pools)
    assert all(sum(pool.node_sizes) == pool.gpus for pool in pools)


@given(st.integers(500, 100_000))
def test_pools_keep_the_proportions_of_the_pictures(gpus: int) -> None:
    for pool in divide(gpus)[1:]:
        exact = (gpus - 2) * pool.plan.picture_gpus / 2064
        assert pool.gpus == pytest.approx(exact, abs=12)


def test_the_site_of_the_pictures() -> None:
    assert {f"{pool.part.name}/{pool.plan.name}": pool.gpus for pool in divide(2066)} == {
        "this-host/rtx6000": 2,
        "alpha/h100": 928,
        "alpha/a100": 384,
        "kube-eu/h200": 480,
        "kube-eu/l40s": 160,
        "aws/us-east-1/p5": 80,
        "gcp/europe-west4/a3": 32,
        "lambda/gh200": 0,
    }


@pytest.mark.parametrize("gpus", [1, 7, 8, 100, 2066, 50_000])
def test_gpus_are_numbered_through_by_pool_node_and_index(gpus: int) -> None:
    layout = lay_out(gpus, 3)
    assert layout.gpus == gpus == len(layout.gpu_node) == len(layout.gpu_pool)
    places = list(zip(layout.gpu_pool.tolist(), layout.gpu_node.tolist(), layout.gpu_index.tolist(), strict=True))
    assert places == sorted(places)
    assert len(set(layout.node_names)) == len(layout.node_names) == len(layout.node_sizes)
