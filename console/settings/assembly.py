"""Puts the tables of a configuration file together, and checks what they say about each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from console.model.wording import quoted
from console.settings.cautions import add_cautions
from console.settings.key_table import KeyTable
from console.settings.keys import COMMON_KEYS
from console.settings.nearest import suggest
from console.settings.policy import PolicySettings
from console.settings.reading import Reading
from console.settings.structs import (
    AlertSettings,
    BudgetSettings,
    Configuration,
    ConsoleSettings,
    PriceSettings,
    SiteSettings,
    SourceSettings,
    TeamSettings,
)
from console.settings.table import read_table

S = TypeVar("S", bound=msgspec.Struct)

_IDENTITIES = {"site": "name", "source": "name", "price": "pool", "budget": "scope", "team": "name", "alert": "name"}
_TABLES = ("console", "policy")


def assemble(raw: Mapping[str, object], reading: Reading, file: Path) -> Configuration:
    """Return the whole file as a value.

    Args:
        raw: as tomllib gave it.
        reading: where the keys stand; problems and warnings go there.
        file: what was read.

    Raises:
        ConfigurationError: something does not fit.
    """
    _report_unknown_tables(raw, reading)
    configuration = Configuration(
        console=_single(_with_history(raw), "console", ConsoleSettings, reading),
        sites=_list(raw, "site", SiteSettings, reading),
        sources=tuple(_sources(raw, reading)),
        prices=_list(raw, "price", PriceSettings, reading),
        budgets=_list(raw, "budget", BudgetSettings, reading),
        teams=_list(raw, "team", TeamSettings, reading),
        alerts=_list(raw, "alert", AlertSettings, reading),
        policy=_single(raw, "policy", PolicySettings, reading),
        implicit=not raw.get("source"),
        file=file,
    )
    reading.finish()
    add_cautions(configuration, reading)
    return msgspec.structs.replace(configuration, warnings=tuple(reading.warnings))


def _report_unknown_tables(raw: Mapping[str, object], reading: Reading) -> None:
    known = (*_TABLES, *_IDENTITIES)
    for name, value in raw.items():
        if name not in known:
            noun = "table" if isinstance(value, dict | list) else "key"
            reading.problem((name,), f"unknown {noun} {quoted(name)}", suggest(name, known))


def _with_history(raw: Mapping[str, object]) -> Mapping[str, object]:
    """Return `raw` with `history = "embedded"` written as the table that it is short for."""
    console = raw.get("console")
    if not isinstance(console, dict) or not isinstance(console.get("history"), str):
        return raw
    return {**raw, "console": {**console, "history": {"kind": console["history"]}}}


def _single(raw: Mapping[str, object], name: str, into: type[S], reading: Reading) -> S:
    table = raw.get(name, {})
    if isinstance(table, dict):
        return read_table(table, into, (name,), f"[{name}]", reading) or into()
    reading.problem((name,), f"{quoted(name)} is one table", f"write [{name}] once")
    return into()


def _list(raw: Mapping[str, object], name: str, into: type[S], reading: Reading) -> tuple[S, ...]:
    read = [read_table(table, into, (name, at), title, reading) for at, table, title in _entries(raw, name, reading)]
    return tuple(entry for entry in read if entry is not None)


def _sources(raw: Mapping[str, object], reading: Reading) -> Iterator[SourceSettings]:
    for at, table, title in _entries(raw, "source", reading):
        path = ("source", at)
        common = {key: value for key, value in table.items() if key in COMMON_KEYS}
        own = {key: value for key, value in table.items() if key not in COMMON_KEYS}
        named = {"name": table.get("kind", "unnamed"), **common}
        settings = read_table(named, SourceSettings, path, title, reading)
        if settings is not None:
            yield msgspec.structs.replace(settings, keys=KeyTable(own, reading.lines.within(path)))


def _entries(raw: Mapping[str, object], name: str, reading: Reading) -> Iterator[tuple[int, dict[str, object], str]]:
    """Yield position, table and title of each entry of a list of tables; report what is no such list, and twins."""
    tables = raw.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        reading.problem((name,), f"{quoted(name)} is a list of tables", f"write [[{name}]] above each")
        return
    key = _IDENTITIES[name]
    seen: dict[str, int] = {}
    for at, table in enumerate(tables):
        identity = table.get(key, table.get("kind"))  # a source without a name is called after its kind
        if not isinstance(identity, str):
            yield at, table, f"[[{name}]]"
            continue
        first = seen.setdefault(identity, at)
        if first != at:
            line = reading.lines.line((name, first, key))
            what = f"there is already a {name} {quoted(identity)} on line {line}"
            reading.problem((name, at, key), what, f"give each {name} another {key}")
        yield at, table, f"{name} {quoted(identity)}"
