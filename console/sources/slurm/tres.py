"""How many GPUs Slurm's texts speak of: TRES strings, generic resources of nodes and jobs, and requests.

cpu=8,mem=62.50G,gres/gpu=8,gres/gpu:h100=8    TRES: the total and its part by type; GPUs stand in it only where the
                                               site has AccountingStorageTRES=gres/gpu
gpu:h100:8(S:0-1)                              configured on a node, the sockets in brackets
gpu:h100:6(IDX:0-5)    gpu:(null):4(IDX:N/A)   in use on a node, or held by a job on one node
gres:gpu:8   gres/gpu:h100:4   gres/gpu=1      asked for by a job; the spelling differs by release and field
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

_PART = re.compile(r"(?:[^,(]|\([^)]*\))+")
_GPU = re.compile(r"(?:gres[:/])?gpu((?:[:=](?:\(null\)|[^:=()]+))*)((?:\([^)]*\))*)")
_FIELD = re.compile(r"\(null\)|[^:=()]+")
_LAST_INDEX = 1023  # MAX_GRES_BITMAP of slurm/src/common/gres.h; keeps a wrong text from filling the memory
_INDICES = re.compile(r"\(IDX:([\d,-]+)\)")


@dataclass(frozen=True, slots=True)
class Gpus:
    """GPUs that a text speaks of.

    Args:
        count: how many.
        types: each type with its count, in order; None where the text gives no type.
        indices: their numbers on the node, where the text gives them.
    """

    count: int
    types: tuple[tuple[str | None, int], ...] = ()
    indices: tuple[int, ...] = ()


@functools.lru_cache(maxsize=16_384)
def gpus_of_tres(tres: str) -> int | None:
    """The GPUs of a TRES string; None where it counts none, as on a site that does not account GPUs."""
    counts = {name: count for name, count in _counts(tres).items() if name.split(":")[0] == "gres/gpu"}
    return counts.get("gres/gpu", sum(counts.values())) if counts else None


def cpus_of_tres(tres: str) -> int | None:
    """The CPUs of a TRES string; None where it counts none."""
    return _counts(tres).get("cpu")


@functools.lru_cache(maxsize=16_384)
def gpus_of_gres(gres: str) -> Gpus:
    """The GPUs of a text of generic resources or of a request; other resources in it are left out."""
    types: list[tuple[str | None, int]] = []
    indices: list[int] = []
    for part in _PART.findall(gres):
        match = _GPU.fullmatch(part.strip())
        if match is not None:
            types.append(_type_and_count(_FIELD.findall(match[1])))
            indices += _indices(match[2])
    return Gpus(sum(count for _, count in types), tuple(types), tuple(sorted(set(indices))))


def _counts(tres: str) -> dict[str, int]:
    pairs = (part.partition("=") for part in tres.split(","))
    return {name: int(count) for name, _, count in pairs if count.isdecimal()}


def _type_and_count(fields: list[str]) -> tuple[str | None, int]:
    count = int(fields.pop()) if fields and fields[-1].isdecimal() else 1  # `gpu` and `gpu:h100` ask for one
    name = fields[0] if fields and fields[0] != "(null)" else None
    return name, count


def _indices(notes: str) -> list[int]:
    match = _INDICES.search(notes)
    numbers: list[int] = []
    for part in match[1].split(",") if match else ():
        first, _, last = part.partition("-")
        if first.isdecimal() and (not last or last.isdecimal()):
            numbers += range(int(first), min(int(last or first), _LAST_INDEX) + 1)
    return numbers
