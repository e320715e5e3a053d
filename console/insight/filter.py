"""The filter language of the window and of `--filter`: `util<20 state:busy alice node:n04 power>0.5kW -state:idle`.

Every term must hold. A term is a bare word (found in any text of the row), or a field, an operator and a value; a minus
in front takes away what the term finds. What is unknown matches no comparison; `field:unknown` finds it.

    =  !=      the whole value          :        a part of a text, the whole of a state or number; `a,b` is either
    < <= > >=  numbers, in any unit     "a b"    a value with spaces
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from console.insight.containing import containing
from console.insight.fields import NAMES, column_of, parse_number, unknown_field
from console.model.column import Column, Floats, Kind, Mask, mask_of_codes
from console.model.errors import SettingsError
from console.model.table import Table
from console.model.wording import quoted

_TERM: Final = re.compile(
    r"""(?P<minus>-?)
        (?:(?P<field>[A-Za-z_][A-Za-z0-9_]*)(?P<op><=|>=|!=|[:=<>]))?
        (?P<value>"[^"]*"?|[^\s"]*)""",
    re.VERBOSE,
)
_COMPARE: Final[Mapping[str, Callable[[Floats, float], Mask]]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, ":": operator.eq,
}  # fmt: skip
_WHOLE_WORDS: Final = frozenset({"state", "health", "severity"})  # so that state:idle does not find reserved_idle
_SAME_STATE: Final[Mapping[str, set[str]]] = {"held": {"held", "reserved_idle"}, "held_idle": {"reserved_idle"}}
_YES_NO: Final = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
_UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; `field` and `op` are "" for a bare word."""

    text: str
    negated: bool
    field: str
    op: str
    value: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Terms that must all hold; without terms every row passes."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def mask(self, table: Table, now: float | None = None) -> Mask:
        """The rows that pass. Waits and ages count from `now`, or from the newest row where that is None.

        Raises:
            SettingsError: if this table has no such field, or the field cannot have such a value.
        """
        passing = np.ones(len(table), dtype=bool)
        for term in self.terms:
            passing &= _term_mask(term, table, _newest(table) if now is None else now)
        return passing


def parse_filter(text: str) -> Filter:
    """The filter that `text` says.

    Raises:
        SettingsError: if a term has no value, or names a field that no table has.
    """
    return Filter(tuple(_checked(term) for term in terms_of(text)))


def terms_of(text: str) -> Iterator[Term]:
    """The terms of a text as they stand there, unchecked."""
    start = 0
    while start < len(text):
        match = _TERM.match(text, start)
        if match is None or match.end() == start:
            start += 1  # a space, or a quote that closes nothing
            continue
        yield Term(
            text=match[0] + '"' * (match[0].count('"') % 2),  # an open quote is closed, so that terms can be joined
            negated=bool(match["minus"]),
            field=match["field"] or "",
            op=match["op"] or "",
            value=match["value"].strip('"'),
        )
        start = match.end()


def without_field(text: str, field: str) -> str:
    """The filter text without its terms over one field, the rest as it was typed."""
    return " ".join(term.text for term in terms_of(text) if term.field != field)


def toggled(text: str, term: str) -> str:
    """The filter text with a term added, or without it where it stood already."""
    kept = [each.text for each in terms_of(text)]
    return " ".join([each for each in kept if each != term] if term in kept else [*kept, term])


def _checked(term: Term) -> Term:
    if not term.value:
        raise SettingsError(
            f"{quoted(term.text)} has no value", todo='write one behind it, such as "util<20" or "state:busy"'
        )
    if not term.field and term.value[0] in "<>=:":
        raise SettingsError(f"{quoted(term.text)} has no field", todo='write one in front, such as "util<20"')
    if term.field and term.field not in NAMES:
        raise unknown_field(term.field, NAMES)
    return term


def _newest(table: Table) -> float:
    taken = table.numbers("taken_at") if "taken_at" in table.columns else np.empty(0)
    known = taken[~np.isnan(taken)]
    return float(known.max()) if len(known) else 0.0


def _term_mask(term: Term, table: Table, now: float) -> Mask:
    mask = _field_mask(term, table, now) if term.field else _anywhere(term.value, table)
    return ~mask if term.negated else mask


def _anywhere(word: str, table: Table) -> Mask:
    found = np.zeros(len(table), dtype=bool)
    for column in table.columns.values():
        if column.kind.coded and column.words:
            found |= mask_of_codes(column.codes, containing(column.words, word))
    return found


def _field_mask(term: Term, table: Table, now: float) -> Mask:
    name, column = column_of(term.field, table, now)
    known = column.codes >= 0 if column.kind.coded else ~np.isnan(column.numbers)
    if term.op == "!=":
        return known & ~_any_of(term, "=", name, column, now)
    if term.op in ":=" and term.value == _UNKNOWN:
        return ~known
    return _any_of(term, term.op, name, column, now)


def _any_of(term: Term, op: str, name: str, column: Column, now: float) -> Mask:
    if column.kind.coded and op not in ":=":
        raise SettingsError(f"{term.field} is a text and has no order", todo=f'write "{term.field}:{term.value}"')
    found = np.zeros(len(column), dtype=bool)
    for value in term.value.split(","):
        if value and column.kind.coded:
            found |= mask_of_codes(column.codes, _matching(column, name, op, value))
        elif value:
            found |= _COMPARE[op](column.numbers, _number(name, column.kind, value, now))
    return found


def _number(name: str, kind: Kind, value: str, now: float) -> float:
    if kind is not Kind.FLAG:
        return parse_number(name, value, now)
    if value.casefold() not in _YES_NO:
        raise SettingsError(f"{name} is yes or no, not {quoted(value)}", todo=f'write "{name}:yes" or "{name}:no"')
    return _YES_NO[value.casefold()]


def _matching(column: Column, name: str, op: str, value: str) -> Mask:
    """Which words of a column of texts a value finds."""
    if column.kind is Kind.TEXTS and value in _YES_NO:
        filled = np.fromiter(map(bool, column.words), dtype=bool, count=len(column.words))
        return filled if _YES_NO[value] else ~filled
    if op == ":" and name not in _WHOLE_WORDS:
        return containing(column.words, value)
    wanted = _SAME_STATE.get(_state_word(value), {_state_word(value)}) if name in _WHOLE_WORDS else {value.casefold()}
    each = Column(column.kind, np.arange(len(column.words), dtype=np.int32), column.words).values()
    parts = (item if isinstance(item, tuple) else (str(item),) for item in each)
    hits = (any(part.casefold() in wanted for part in part_list) for part_list in parts)
    return np.fromiter(hits, dtype=bool, count=len(column.words))


def _state_word(value: str) -> str:
    return value.casefold().replace("-", "_").replace(" ", "_")
