from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.sources.slurm.tres import Gpus, cpus_of_tres, gpus_of_gres, gpus_of_tres

types = st.from_regex(r"[a-z][a-z0-9_.]{0,8}", fullmatch=True)
counts = st.integers(0, 64)
others = st.sampled_from(["shard:h100:32(S:0)", "license/matlab:2", "nvme:1", "mps:100(0/1)"])


@pytest.mark.parametrize(
    ("tres", "gpus"),
    [
        ("cpu=8,mem=62.50G,billing=8,gres/gpu=8,gres/gpu:h100=8", 8),
        ("cpu=8,gres/gpu:h100=4,gres/gpu:a100=2", 6),
        ("cpu=1,mem=1000M,node=1,billing=1", None),
        ("gres/gpumem=80G,cpu=1", None),
        ("gres/gpu=0", 0),
        ("", None),
    ],
)
def test_a_tres_string_counts_gpus_where_the_site_accounts_them(tres: str, gpus: int | None) -> None:
    assert gpus_of_tres(tres) == gpus


@given(st.dictionaries(types, counts, min_size=1, max_size=4))
def test_the_total_is_the_sum_of_the_types_and_counted_once(by_type: dict[str, int]) -> None:
    typed = ",".join(f"gres/gpu:{name}={count}" for name, count in by_type.items())
    total = sum(by_type.values())
    assert gpus_of_tres(f"cpu=4,{typed}") == total
    assert gpus_of_tres(f"cpu=4,gres/gpu={total},{typed}") == total


def test_cpus_stand_beside_gpus() -> None:
    assert cpus_of_tres("cpu=96,mem=1000000M,gres/gpu=8") == 96
    assert cpus_of_tres("node=1") is None


@pytest.mark.parametrize(
    ("gres", "gpus"),
    [
        ("gpu:h100:8(S:0-1)", Gpus(8, (("h100", 8),))),
        ("gpu:h100:6(IDX:0-5)", Gpus(6, (("h100", 6),), (0, 1, 2, 3, 4, 5))),
        ("gpu:h100:3(IDX:0,4-5)", Gpus(3, (("h100", 3),), (0, 4, 5))),
        ("gpu:h100:0(IDX:N/A)", Gpus(0, (("h100", 0),))),
        ("gpu:(null):4(IDX:0-3)", Gpus(4, ((None, 4),), (0, 1, 2, 3))),
        ("gpu:8", Gpus(8, ((None, 8),))),
        ("gpu", Gpus(1, ((None, 1),))),
        ("gpu:1g.10gb:7(IDX:0-6)", Gpus(7, (("1g.10gb", 7),), (0, 1, 2, 3, 4, 5, 6))),
        ("gpu:a100:1(IDX:0),gpu:h100:1(IDX:4),shard:3(1/2,0/4)", Gpus(2, (("a100", 1), ("h100", 1)), (0, 4))),
        ("gres:gpu:8", Gpus(8, ((None, 8),))),
        ("gres:gpu:h100:4", Gpus(4, (("h100", 4),))),
        ("gres/gpu:8", Gpus(8, ((None, 8),))),
        ("gres/gpu=1", Gpus(1, ((None, 1),))),
        ("gres/gpu:h100=2", Gpus(2, (("h100", 2),))),
        ("gres/gpu", Gpus(1, ((None, 1),))),
        ("gres/gpu:h100:2,gres/gpu:a100:1", Gpus(3, (("h100", 2), ("a100", 1)))),
        ("license/x:1", Gpus(0)),
        ("gpumem:80", Gpus(0)),
        ("N/A", Gpus(0)),
        ("", Gpus(0)),
    ],
)
def test_every_spelling_of_a_generic_resource_is_read(gres: str, gpus: Gpus) -> None:
    assert gpus_of_gres(gres) == gpus


@given(st.lists(st.tuples(types, counts), min_size=1, max_size=4), st.sampled_from(["", "gres:", "gres/"]), others)
def test_other_resources_do_not_count(parts: list[tuple[str, int]], prefix: str, other: str) -> None:
    text = ",".join([*(f"{prefix}gpu:{name}:{count}" for name, count in parts), other])
    assert gpus_of_gres(text) == Gpus(sum(count for _, count in parts), tuple(parts))


@given(st.sets(st.integers(0, 15)))
def test_indices_come_back(indices: set[int]) -> None:
    text = f"gpu:h100:{len(indices)}(IDX:{','.join(map(str, sorted(indices))) or 'N/A'})"
    assert gpus_of_gres(text).indices == tuple(sorted(indices))


@given(st.text(alphabet="gpu:/=()IDX,-0129hres ", max_size=40))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    gpus = gpus_of_gres(text)
    assert gpus.count == sum(count for _, count in gpus.types)
    assert gpus_of_tres(text) is None or isinstance(gpus_of_tres(text), int)


def test_a_range_of_indices_cannot_fill_the_memory() -> None:
    assert len(gpus_of_gres("gpu:1(IDX:0-99999999)").indices) == 1024
