from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.column import texts
from console.model.pool_counts import PoolCounts, count_states
from console.model.state import GpuState

states = st.lists(st.one_of(st.none(), st.sampled_from(list(GpuState))))
counts = st.builds(
    lambda busy, idle, held, down, share: PoolCounts(busy, idle, held, down, min(share, busy)),
    *[st.integers(0, 10_000)] * 5,
)


@given(states)
def test_every_gpu_is_counted_once_whatever_its_state(gpus: list[GpuState | None]) -> None:
    counted = count_states(texts(gpus)).columns()
    parts = ("gpus_busy", "gpus_idle", "gpus_reserved_idle", "gpus_down")
    assert counted["gpus_total"] == sum(counted[name] for name in parts) == len(gpus)


@given(counts, counts)
def test_the_identity_holds_for_sums_of_pools(one: PoolCounts, two: PoolCounts) -> None:
    both = (one + two).columns()
    assert both["gpus_total"] == one.total + two.total
    assert both["gpus_reserved_idle"] <= both["gpus_reserved"] <= both["gpus_busy"] + both["gpus_reserved_idle"]


def test_a_gpu_whose_state_is_unknown_counts_as_down() -> None:
    assert count_states(texts([None, "idle"])).down == 1


def test_reserved_gpus_are_counted_busy_or_not() -> None:
    gpus = texts(["busy", "busy", "reserved_idle", "idle"])
    assert count_states(gpus, np.array([True, False, True, False])).reserved == 2


@pytest.mark.parametrize("wrong", [{"busy": -1}, {"reserved_busy": 1}])
def test_impossible_counts_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="GPUs"):
        PoolCounts(**wrong)
