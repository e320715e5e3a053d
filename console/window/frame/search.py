"""What the palette finds: verbs and pages by a few of their letters, objects by any part of their ids and names.

Objects are looked for in the words of columns, not in rows: 50 000 ids take a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from console.insight.containing import containing
from console.model.column import mask_of_codes
from console.model.fleet import Fleet
from console.model.table import Table
from console.window.actions import Verb
from console.window.thing import ICONS, Sort, Thing, sort_word, state_word, title

LIMIT: Final = 50
_COLUMNS: Final = {
    Sort.POOL: ("id", "gpu_model"),
    Sort.NODE: ("id",),
    Sort.JOB: ("id", "name", "user"),
    Sort.SOURCE: ("name", "kind"),
    Sort.RESERVATION: ("id", "owner", "ticket"),
    Sort.GPU: ("id", "uuid"),
}
_PER_SORT: Final = 12  # so that no kind of object hides the others


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the palette: a verb, or an object."""

    verb: Verb | None = None
    thing: Thing | None = None

    def caption(self) -> str:
        """Its name."""
        if self.verb is not None:
            return self.verb.title
        return "" if self.thing is None else title(self.thing)

    def note(self) -> str:
        """The key of a verb, the kind and state of an object."""
        if self.verb is not None:
            return self.verb.keys_text()
        return "" if self.thing is None else f"{sort_word(self.thing.sort)} · {state_word(self.thing)}"

    def icon(self) -> str:
        """The name of its icon."""
        if self.verb is not None:
            return self.verb.icon
        return "" if self.thing is None else ICONS[self.thing.sort]


def search(text: str, verbs: Sequence[Verb], fleet: Fleet) -> list[Found]:
    """The best matches, verbs before objects; every verb where nothing is typed."""
    words = text.casefold().split()
    found = [Found(verb=verb) for verb in _verbs(words, verbs)]
    if words:
        found += [Found(thing=thing) for thing in _things(words, fleet)]
    return found[:LIMIT]


def _verbs(words: Sequence[str], verbs: Sequence[Verb]) -> list[Verb]:
    scored = [(score, verb) for verb in verbs if (score := _score(words, verb.title.casefold())) is not None]
    return [verb for _, verb in sorted(scored, key=lambda pair: pair[0])]


def _score(words: Sequence[str], title: str) -> int | None:
    """How far a title is from the words, None if it does not hold them: whole words first, then letters in order."""
    total = 0
    for word in words:
        at = title.find(word)
        if at >= 0:
            total += 0 if at == 0 or title[at - 1] == " " else 2
        elif len(word) > 1 and _letters_in_order(word, title):
            total += 10
        else:
            return None
    return total


def _letters_in_order(word: str, title: str) -> bool:
    letters = iter(title)
    return all(letter in letters for letter in word)


def _things(words: Sequence[str], fleet: Fleet) -> list[Thing]:
    found = [
        (_distance(words, thing), thing) for sort in Sort for thing in islice(_of_sort(words, fleet, sort), _PER_SORT)
    ]
    return [thing for _, thing in sorted(found, key=lambda pair: pair[0])]


def _of_sort(words: Sequence[str], fleet: Fleet, sort: Sort) -> Iterator[Thing]:
    table = fleet[sort]
    rows = _rows(words, table, _COLUMNS[sort])
    # The shortest ids first: what was typed is the larger part of them.
    ids = [(table[table.schema.key].text(int(row)), int(row)) for row in rows[: 20 * _PER_SORT]]
    for thing, row in sorted(ids, key=lambda pair: len(pair[0])):
        yield Thing(sort, thing, table.row(row))


def _rows(words: Sequence[str], table: Table, columns: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    passing = np.ones(len(table), dtype=bool)
    for word in words:
        hit = np.zeros(len(table), dtype=bool)
        for name in columns:
            column = table[name]
            hit |= mask_of_codes(column.codes, containing(column.words, word))
        passing &= hit
    return np.flatnonzero(passing)


def _distance(words: Sequence[str], thing: Thing) -> tuple[int, int]:
    """Sorts what begins with the words before what only holds them, short before long."""
    parts = thing.id.casefold().split("/")
    begins = sum(not any(part.startswith(word) for part in parts) for word in words)
    whole = sum(word not in parts for word in words)
    return begins + whole, len(thing.id)
