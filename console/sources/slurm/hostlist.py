"""Slurm's hostlists: `node[001-003,7]` for node001, node002, node003 and node7.

Source: slurm/src/common/hostlist.c. Several brackets multiply, zeros at the front give the width.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import Final

MOST_NODES: Final = 65_536  # MAX_SLURM_NODES of slurm/src/common/hostlist.h

_ENTRY = re.compile(r"(?:[^,\[\]]|\[[^\[\]]*\])+")
_PIECE = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")
_NONE = {"", "(null)", "None", "None assigned"}


@functools.lru_cache(maxsize=16_384)
def expand(hostlist: str) -> tuple[str, ...]:
    """Every name that a hostlist stands for, in its order.

    Raises:
        ValueError: if it is no hostlist, or stands for more than 65 536 names.
    """
    if hostlist in _NONE:
        return ()
    entries = _ENTRY.findall(hostlist)
    if ",".join(entries) != hostlist:
        raise ValueError(f"{hostlist!r} is not a hostlist")
    names = list(itertools.islice(_names(entries), MOST_NODES + 1))
    if len(names) > MOST_NODES:
        raise ValueError(f"a hostlist of more than {MOST_NODES} names")
    return tuple(names)


def _names(entries: list[str]) -> itertools.chain[str]:
    return itertools.chain.from_iterable(map(_names_of_entry, entries))


def _names_of_entry(entry: str) -> map[str]:
    pieces = [[plain] if plain else _numbers(ranges) for ranges, plain in _PIECE.findall(entry)]
    return map("".join, itertools.product(*pieces))


def _numbers(ranges: str) -> list[str]:
    return list(itertools.chain.from_iterable(_range(each) for each in ranges.split(",")))


def _range(text: str) -> list[str]:
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no range of nodes")
    first, last = match[1], match[2] or match[1]
    if not int(first) <= int(last) < int(first) + MOST_NODES:
        raise ValueError(f"{text!r} is no range of nodes")
    return [str(number).zfill(len(first)) for number in range(int(first), int(last) + 1)]
