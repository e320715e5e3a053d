"""Finds the line that each key of a TOML text stands on, which tomllib does not tell."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""Names of tables and keys, and positions in arrays, from the outside in: `("source", 0, "poll")`."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_PART = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_KEY = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*")
_HEADER = re.compile(rf"(\[\[?)[ \t]*({_KEY.pattern})[ \t]*\]\]?")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}' + r"|'''(?:[^']|'(?!''))*'{3,5}" + r'|"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")  # numbers, true, false and dates, which may hold a space


@dataclass(frozen=True, slots=True)
class TomlLines:
    """Where the keys of one TOML file stand.

    Args:
        file: the file's path as it is shown; empty for settings that come from no file.
        lines: the line, counted from 1, of every table, array entry and key.
    """

    file: str = ""
    lines: Mapping[KeyPath, int] = field(default_factory=dict, repr=False)

    def line(self, path: KeyPath) -> int:
        """Return the line of `path`, or of the nearest thing around it that has one; 1 where nothing has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def where(self, path: KeyPath) -> str:
        """Return the file and line of `path` for an error; empty without a file."""
        return f"{self.file}, line {self.line(path)}" if self.file else ""

    def within(self, path: KeyPath) -> TomlLines:
        """Return the lines of what is in the table or entry at `path`, with paths that begin there."""
        depth = len(path)
        inner = {key[depth:]: line for key, line in self.lines.items() if key[:depth] == path}
        return TomlLines(self.file, inner)


def find_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, counted from 1, of every table, array entry and key in `text`.

    Args:
        text: TOML that tomllib accepts; for anything else the result means nothing.
    """
    return _Scan(text).lines


class _Scan:
    """One pass over a text: `position` moves on, `lines` grows."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.lines: dict[KeyPath, int] = {}
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._entries: dict[KeyPath, int] = {}  # how many entries each array of tables has so far
        self._document()

    def _document(self) -> None:
        table: KeyPath = ()
        while self._skip_blank() < len(self.text):
            header = _HEADER.match(self.text, self.position)
            if header is None:
                self._pair(table)
            else:
                table = self._open_table(header)

    def _open_table(self, header: re.Match[str]) -> KeyPath:
        *outer, last = _parts(header[2])
        path: KeyPath = ()
        for part in outer:
            path = (*path, part)
            self._note(path)
            path = self._into_latest(path)
        path = (*path, last)
        self._note(path)
        self.position = header.end()
        if header[1] == "[":
            return path
        self._entries[path] = self._entries.get(path, 0) + 1
        path = self._into_latest(path)
        self._note(path)
        return path

    def _into_latest(self, path: KeyPath) -> KeyPath:
        return (*path, self._entries[path] - 1) if path in self._entries else path

    def _pair(self, table: KeyPath) -> None:
        key = self._take(_KEY)
        path = table
        for part in _parts(key):
            path = (*path, part)
            self._note(path)
        self._skip_blank()
        self.position += 1  # the equals sign
        self._skip_blank()
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._at("["):
            for number, _ in enumerate(self._members("]")):
                self._note((*path, number))
                self._value((*path, number))
        elif self._at("{"):
            for _ in self._members("}"):
                self._pair(path)
        elif not self._take(_STRING):
            self._take(_SCALAR)

    def _members(self, end: str) -> Iterator[None]:
        """Stop at each member up to `end`; the caller takes it."""
        self.position += 1
        while self._skip_blank() < len(self.text) and not self._at(end):
            yield
            self._skip_blank()
            self.position += self._at(",")
        self.position += 1

    def _note(self, path: KeyPath) -> None:
        # The first wins: `[[source]]` is where the list begins, however many entries follow.
        self.lines.setdefault(path, bisect_right(self._starts, self.position))

    def _at(self, character: str) -> bool:
        return self.text.startswith(character, self.position)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.position)
        self.position = match.end() if match else self.position
        return match[0] if match else ""

    def _skip_blank(self) -> int:
        self._take(_BLANK)
        return self.position


def _parts(key: str) -> list[str]:
    """Return the names in a dotted key, as tomllib reads them: `a."b c"` is a and b c."""
    names: list[str] = []
    value: object = tomllib.loads(f"{key} = 0")
    while isinstance(value, dict):
        name, value = next(iter(value.items()))
        names.append(name)
    return names
