"""One column of a table: a numpy array, its unit in its name elsewhere, unknown as NaN or a code of -1.

Text is dictionary-coded: `data` holds int32 codes into `words`. A list of texts is one word whose parts are joined by
a separator that no name contains, so that it costs no more than a text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.int32]
Indices: TypeAlias = npt.NDArray[np.intp]
Mask: TypeAlias = npt.NDArray[np.bool_]
Value: TypeAlias = float | int | bool | str | tuple[str, ...] | None

UNKNOWN_CODE = -1
_SEPARATOR = "\x1f"


class Kind(StrEnum):
    """What a column's values are."""

    REAL = "real"  # float64, NaN unknown
    WHOLE = "whole"  # float64 holding integers up to 2**53, NaN unknown
    INSTANT = "instant"  # float64, seconds since the epoch, NaN unknown
    FLAG = "flag"  # float64 holding 0 or 1, NaN unknown
    TEXT = "text"  # int32 codes
    TEXTS = "texts"  # int32 codes of joined texts

    @property
    def coded(self) -> bool:
        """Whether values are codes into words."""
        return self in {Kind.TEXT, Kind.TEXTS}


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Values of one kind, one per row; never changed once made."""

    kind: Kind
    data: Floats | Codes
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Buffers cross a pipe as they are: another width would be read as garbage.
        if self.data.dtype != (np.int32 if self.kind.coded else np.float64):
            raise TypeError(f"a column of {self.kind} cannot hold {self.data.dtype}")
        self.data.flags.writeable = False

    def __len__(self) -> int:
        return len(self.data)

    @property
    def numbers(self) -> Floats:
        """The values of a column of numbers, NaN where unknown.

        Raises:
            TypeError: if the column holds texts.
        """
        if self.kind.coded:
            raise TypeError(f"a column of {self.kind} holds no numbers")
        return self.data.astype(np.float64, copy=False)

    @property
    def codes(self) -> Codes:
        """The codes of a column of texts, -1 where unknown.

        Raises:
            TypeError: if the column holds numbers.
        """
        if not self.kind.coded:
            raise TypeError(f"a column of {self.kind} holds no texts")
        return self.data.astype(np.int32, copy=False)

    def value(self, row: int) -> Value:
        """The value of one row, None where unknown."""
        if self.kind.coded:
            return self._text_value(int(self.data[row]))
        number = float(self.data[row])
        if math.isnan(number):
            return None
        if self.kind is Kind.FLAG:
            return bool(number)
        return int(number) if self.kind is Kind.WHOLE else number

    def values(self) -> list[Value]:
        """All values, None where unknown."""
        return [self.value(row) for row in range(len(self))]

    def text(self, row: int) -> str:
        """The text of one row as it is stored, "" where unknown."""
        code = int(self.codes[row])
        return self.words[code].replace(_SEPARATOR, ", ") if code >= 0 else ""

    def take(self, indices: Indices | Mask) -> Column:
        """The rows at these indices (or where the mask is true), in that order."""
        return Column(self.kind, self.data[indices], self.words)

    def equals(self, other: Column) -> bool:
        """Whether both hold the same values, coded the same way."""
        if self is other:
            return True
        if self.kind is not other.kind or self.words != other.words:
            return False
        return self.data is other.data or self.data.tobytes() == other.data.tobytes()

    def where(self, word: str) -> Mask:
        """Rows whose text is this word."""
        try:
            return np.asarray(self.codes == self.words.index(word))
        except ValueError:
            return np.zeros(len(self), dtype=bool)

    def containing(self, part: str) -> Mask:
        """Rows whose text contains `part`, whatever its case."""
        lowered = part.casefold()
        hits = np.fromiter((lowered in word.casefold() for word in self.words), dtype=bool, count=len(self.words))
        return mask_of_codes(self.codes, hits)

    def _text_value(self, code: int) -> Value:
        if code < 0:
            return None
        word = self.words[code]
        if self.kind is Kind.TEXT:
            return word
        return tuple(word.split(_SEPARATOR)) if word else ()


def mask_of_codes(codes: Codes, hits: Mask) -> Mask:
    """Rows whose code is marked in `hits` (one flag per word); unknown rows are never marked."""
    return np.append(hits, np.False_)[codes]


def numbers(kind: Kind, values: Iterable[float | int | bool | None]) -> Column:
    """A column of numbers; None becomes unknown."""
    data = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return Column(kind, data)


def texts(values: Iterable[str | None]) -> Column:
    """A column of texts; None becomes unknown."""
    return _coded(Kind.TEXT, values)


def text_lists(values: Iterable[Sequence[str] | None]) -> Column:
    """A column of lists of texts; None becomes unknown, an empty list stays one."""
    return _coded(Kind.TEXTS, (None if value is None else _SEPARATOR.join(value) for value in values))


def column(kind: Kind, values: Iterable[Value]) -> Column:
    """A column of any kind from plain values, None where unknown."""
    if kind is Kind.TEXT:
        return texts(None if value is None else str(value) for value in values)
    if kind is Kind.TEXTS:
        return text_lists(value if isinstance(value, tuple) else None for value in values)
    return numbers(kind, (value if isinstance(value, (int, float)) else None for value in values))


def unknown(kind: Kind, rows: int) -> Column:
    """A column of which nothing is known."""
    if kind.coded:
        return Column(kind, np.full(rows, UNKNOWN_CODE, dtype=np.int32))
    return Column(kind, np.full(rows, np.nan))


def constant(word: str | None, rows: int) -> Column:
    """A column of one text."""
    if word is None:
        return unknown(Kind.TEXT, rows)
    return Column(Kind.TEXT, np.zeros(rows, dtype=np.int32), (word,))


def concatenate(columns: Sequence[Column]) -> Column:
    """All rows of columns of one kind, in order; words are shared again."""
    if len(columns) == 1:
        return columns[0]
    kind = columns[0].kind
    if not kind.coded:
        return Column(kind, np.concatenate([each.data for each in columns]))
    # Each step runs in C: with 50 sources there are 100 000 words to share four times a second.
    words = tuple(dict.fromkeys(chain.from_iterable(each.words for each in columns)))
    code_of = dict(zip(words, range(len(words)), strict=True)).__getitem__
    return Column(kind, np.concatenate([_recoded(each, code_of) for each in columns]), words)


def _recoded(source: Column, code_of: Callable[[str], int]) -> Codes:
    new_codes = np.empty(len(source.words) + 1, dtype=np.int32)
    new_codes[:-1] = np.fromiter(map(code_of, source.words), dtype=np.int32, count=len(source.words))
    new_codes[-1] = UNKNOWN_CODE
    return new_codes[source.codes]


def _coded(kind: Kind, values: Iterable[str | None]) -> Column:
    words: dict[str, int] = {}
    codes = [UNKNOWN_CODE if value is None else words.setdefault(value, len(words)) for value in values]
    return Column(kind, np.array(codes, dtype=np.int32), tuple(words))
