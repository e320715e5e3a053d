"""Types for the fields of settings: what stands as text in the file and is a number with a unit in the program.

A field annotated `Duration` is a plain `float` of seconds to its readers; the marker in the annotation tells
`console.settings.table` how to read the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec

from console.model.duration import parse_duration
from console.model.errors import SettingsError
from console.model.money import Money, parse_money
from console.model.quantity import parse_bytes, parse_power
from console.model.wording import quoted
from console.settings.nearest import suggest
from console.settings.quiet import QuietTime, parse_quiet_time

_MATCH_WORDS = ("account", "group", "name", "namespace", "pool", "tag", "user")
_SCOPE_WORDS = ("account", "pool", "team")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Marks a field that stands as text in the file.

    Args:
        parse: turns the text into the value; raises SettingsError, whose sentence needs no place.
    """

    parse: Callable[[str], object]


def _above_zero(text: str) -> float:
    seconds = parse_duration(text)
    if seconds <= 0:
        raise SettingsError(f"{quoted(text)} is no time at all", todo='write more than 0, such as "5s"')
    return seconds


def _price(text: str) -> Money:
    money = parse_money(text)
    if money.amount < 0:
        raise SettingsError(f"{quoted(text)} is less than nothing", todo="write 0 or more")
    return money


def _currency(text: str) -> str:
    return Money(Decimal(0), text).currency


def _name(text: str) -> str:
    if not text or text != text.strip() or not text.isprintable():
        raise SettingsError(f"{quoted(text)} is not a name", todo="write a word or some, without blanks around them")
    return text


def _source_name(text: str) -> str:
    if "/" in text:
        raise SettingsError(f"{quoted(text)} holds a slash, which ends a source's name in ids", todo="leave it out")
    return _name(text)


def _whole_path(text: str) -> Path:
    try:
        path = Path(text).expanduser()
    except RuntimeError:  # no such user, or no home folder
        path = Path(text)
    if not path.is_absolute():
        raise SettingsError(f"{quoted(text)} is not a whole path", todo='begin it with "/" or "~/"')
    return path


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        todo = 'write a regular expression, such as "^OPS-[0-9]+$"'
        raise SettingsError(f"{quoted(text)} is not a pattern: {error}", todo=todo) from error
    return text


def _scope(text: str) -> str:
    return text if text == "all" else _term(text, _SCOPE_WORDS, 'write "all" or one like "team:vision"')


def _match(text: str) -> str:
    return _term(text, _MATCH_WORDS, 'write one like "tag:team=vision", "account:research" or "user:alice"')


def _term(text: str, words: tuple[str, ...], todo: str) -> str:
    word, _, value = text.partition(":")
    if not value.strip():
        raise SettingsError(f"{quoted(text)} names nothing", todo=todo)
    if word not in words:
        raise SettingsError(f"{quoted(text)} begins with an unknown word", todo=suggest(word, words))
    return text


Duration: TypeAlias = Annotated[float, Parsed(parse_duration)]  # seconds, from "90m"
Interval: TypeAlias = Annotated[float, Parsed(_above_zero)]  # seconds above 0, from "5s"
Power: TypeAlias = Annotated[float, Parsed(parse_power)]  # watts, from "400 kW"
Memory: TypeAlias = Annotated[int, Parsed(parse_bytes)]  # bytes, from "80 GiB"
Price: TypeAlias = Annotated[Money, Parsed(_price)]  # 0 or more, from "$2.10"
WholePath: TypeAlias = Annotated[Path, Parsed(_whole_path)]  # absolute, from "~/billing"
Currency: TypeAlias = Annotated[str, Parsed(_currency)]  # three letters
Name: TypeAlias = Annotated[str, Parsed(_name)]
SourceName: TypeAlias = Annotated[str, Parsed(_source_name)]  # a name that can begin an id
Pattern: TypeAlias = Annotated[str, Parsed(_pattern)]  # a regular expression that compiles
Scope: TypeAlias = Annotated[str, Parsed(_scope)]  # "all", or "team:", "pool:" or "account:" and a name
Match: TypeAlias = Annotated[str, Parsed(_match)]  # what a job or a cost belongs to: "tag:team=vision"
Quiet: TypeAlias = Annotated[QuietTime, Parsed(parse_quiet_time)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]
