"""Which of many words contain a part, whatever its case: one search through all of them joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice

import numpy as np

from console.model.column import Mask

_BETWEEN = "\x1e"  # a control character, so that nothing that a person types reaches from one word into the next
_FEW = 1000  # from where on it is quicker to look at every word than to jump from one hit to the next


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    text: str
    starts: tuple[int, ...]  # where each word begins in it, and where one more would


def containing(words: tuple[str, ...], part: str) -> Mask:
    """One flag per word: whether it contains `part`."""
    joined, wanted = _joined(words), part.casefold()
    found = list(islice(_found(joined, wanted), _FEW + 1)) if words else []
    if len(found) > _FEW:
        return np.array([wanted in word for word in joined.text.split(_BETWEEN)])
    hits = np.zeros(len(words), dtype=bool)
    hits[found] = True
    return hits


def _found(joined: _Joined, wanted: str) -> Iterator[int]:
    at = joined.text.find(wanted)
    while at >= 0:
        word = bisect_right(joined.starts, at) - 1
        yield word
        at = joined.text.find(wanted, joined.starts[word + 1])


@lru_cache(maxsize=16)  # words stay the same object from refresh to refresh, and 50 000 ids are slow to fold
def _joined(words: tuple[str, ...]) -> _Joined:
    folded = [word.casefold().replace(_BETWEEN, " ") for word in words]
    starts = tuple(accumulate((len(word) + 1 for word in folded), initial=0))
    return _Joined(_BETWEEN.join(folded), starts)
