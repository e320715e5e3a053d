from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.sources.slurm.hostlist import MOST_NODES, expand

numbers = st.lists(st.integers(0, 9_999), min_size=1, max_size=8, unique=True)
prefixes = st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True)


@pytest.mark.parametrize(
    ("hostlist", "names"),
    [
        ("node001", ("node001",)),
        ("node[001-003,7]", ("node001", "node002", "node003", "node7")),
        ("a,b[9-11],c", ("a", "b9", "b10", "b11", "c")),
        ("rack[1-2]n[01-02]-ib", ("rack1n01-ib", "rack1n02-ib", "rack2n01-ib", "rack2n02-ib")),
        ("", ()),
        ("(null)", ()),
        ("None assigned", ()),
    ],
)
def test_a_hostlist_stands_for_its_names(hostlist: str, names: tuple[str, ...]) -> None:
    assert expand(hostlist) == names


@given(prefixes, numbers, st.integers(1, 5))
def test_every_name_of_a_list_of_numbers_comes_back_in_order(prefix: str, listed: list[int], width: int) -> None:
    hostlist = f"{prefix}[{','.join(str(number).zfill(width) for number in listed)}]"
    assert expand(hostlist) == tuple(f"{prefix}{number:0{width}d}" for number in listed)


@given(prefixes, st.integers(0, 9_000), st.integers(0, 500), st.integers(1, 5))
def test_a_range_is_the_list_of_its_numbers(prefix: str, first: int, more: int, width: int) -> None:
    last = first + more
    hostlist = f"{prefix}[{first:0{width}d}-{last:0{width}d}]"
    assert expand(hostlist) == tuple(
        f"{prefix}{number:0{len(f'{first:0{width}d}')}d}" for number in range(first, last + 1)
    )


@given(st.lists(prefixes, min_size=1, max_size=6))
def test_plain_names_stand_for_themselves(names: list[str]) -> None:
    assert expand(",".join(names)) == tuple(names)


@given(st.text(alphabet="ab0129[]-,(): ", max_size=30))
def test_any_text_is_a_hostlist_or_a_value_error(text: str) -> None:
    try:
        names = expand(text)
    except ValueError:
        return
    assert all(names)


@pytest.mark.parametrize(
    "bad", ["node[1-", "node[a-b]", "node[]", "node[2-1]", "a,,b", "node[1-3", "node]1[", "[", ","]
)
def test_what_is_no_hostlist_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match=r"hostlist|range"):
        expand(bad)


@pytest.mark.parametrize("bomb", ["n[0-99999999]", "n[0-999][0-999]", "n[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"])
def test_a_short_text_cannot_fill_the_memory(bomb: str) -> None:
    with pytest.raises(ValueError, match=f"{MOST_NODES}|range"):
        expand(bomb)
