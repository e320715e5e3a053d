"""Reads a TOML table into a struct and reports everything that does not fit, with its line and what to do.

One key at a time and not by one call of msgspec, since an operator wants every problem at once.
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from console.model.errors import SettingsError
from console.model.wording import quoted
from console.settings.fields import Parsed
from console.settings.keyring_service import how_to_store
from console.settings.nearest import suggest
from console.settings.reading import Reading
from console.settings.secret import Secret, parse_secret
from console.settings.toml_lines import KeyPath

S = TypeVar("S", bound=msgspec.Struct)

_WORDS = {  # msgspec's name of a type: what to call it, how to write it
    "str": ("text", "put it in quotes"),
    "bool": ("true or false", "write true or false, without quotes"),
    "int": ("a whole number", "write digits, without quotes"),
    "float": ("a number", "write digits, without quotes"),
    "decimal": ("a number", "write digits, without quotes"),
    "array": ("a list", 'write it in brackets, such as ["a", "b"]'),
    "object": ("a table", 'write it in braces, such as { key = "value" }'),
    "datetime": ("a date and time", ""),
    "date": ("a date", ""),
    "time": ("a time of day", ""),
}
_MISMATCH = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_BOUND = re.compile(r"Expected `(?:int|float)` (>=|>|<=|<) ([0-9.]+)")
_BOUNDS = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}


def read_table(
    raw: Mapping[str, object],
    into: type[S],
    path: KeyPath,
    title: str,
    reading: Reading,
    *,
    known: tuple[str, ...] = (),
) -> S | None:
    """Return the table `raw` as a struct, or None where problems were reported to `reading`.

    Args:
        raw: as tomllib gave it.
        into: the struct; a field may be any type of msgspec, a type of `console.settings.fields`, Secret,
            another struct, or a tuple or list of these. Its `__post_init__` may raise SettingsError.
        path: where the table is.
        title: what to call it, such as `source "alpha"`.
        reading: where the keys stand, and what is wrong so far.
        known: keys that also exist in such a table, for the advice about an unknown one.
    """
    before = reading.problem_count
    fields = {field.encode_name: field for field in msgspec.structs.fields(into)}
    for key in raw:
        if key not in fields:
            advice = suggest(key, {*fields, *known})
            reading.problem((*path, key), f"unknown key {quoted(key)} in {title}", advice)
    values: dict[str, object] = {}
    for key, field in fields.items():
        if key in raw:
            values[field.name] = _read(raw[key], field.type, (*path, key), f"{key} of {title}", reading)
        elif field.required:
            reading.problem(path, f"{title} needs the key {quoted(key)}", f"add {key} = …")
    try:
        return into(**values) if reading.problem_count == before else None
    except SettingsError as error:
        reading.caught(path, title, error)
        return None


def _read(value: object, annotation: Any, path: KeyPath, label: str, reading: Reading) -> object:
    """Return `value` as the annotation wants it; what does not fit is reported, and None returned."""
    wanted = _without_none(annotation)
    if isinstance(value, list) and get_origin(wanted) in {tuple, list}:
        members = [_read(member, get_args(wanted)[0], (*path, at), label, reading) for at, member in enumerate(value)]
        return tuple(members) if get_origin(wanted) is tuple else members
    if isinstance(value, dict) and isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return read_table(value, wanted, path, label, reading)
    try:
        return _secret(_text(value), path, label, reading) if wanted is Secret else _convert(value, wanted)
    except SettingsError as error:
        reading.caught(path, label, error)
        return None


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) not in {Union, types.UnionType}:
        return annotation
    members = [member for member in get_args(annotation) if member is not type(None)]
    return members[0] if len(members) == 1 else annotation


def _secret(text: str, path: KeyPath, label: str, reading: Reading) -> Secret:
    secret = parse_secret(text, where=reading.lines.where(path))
    if secret.is_literal:
        reading.warn(path, literal_warning(label, "-".join(part for part in path if isinstance(part, str))))
    return secret


def literal_warning(label: str, entry: str) -> str:
    """Return the warning about the secret called `label`, which stands in the file, and how to move it to `entry`."""
    return f'{label} is a secret in plain text; to move it, {how_to_store(entry)}, then write "keyring:{entry}" here'


def _convert(value: object, wanted: Any) -> object:
    marker = next((mark for mark in getattr(wanted, "__metadata__", ()) if isinstance(mark, Parsed)), None)
    if get_origin(wanted) is Annotated and marker is not None:
        return marker.parse(_text(value))
    if get_origin(wanted) is Literal and isinstance(value, str) and value not in get_args(wanted):
        raise SettingsError(f"unknown value {quoted(value)}", todo=suggest(value, get_args(wanted)))
    if isinstance(value, float) and not math.isfinite(value):
        raise SettingsError("expected a finite number", todo=_WORDS["float"][1])
    try:
        return msgspec.convert(value, type=wanted)
    except msgspec.ValidationError as error:
        raise _misfit(str(error)) from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise SettingsError("expected text", todo=_WORDS["str"][1])
    return value


def _misfit(message: str) -> SettingsError:
    """Return msgspec's complaint in our words. The value itself is not repeated: it may be a secret."""
    mismatch, bound = _MISMATCH.match(message), _BOUND.match(message)
    if mismatch:
        wanted, got = mismatch.groups()
        within = " in it" if " - at `$" in message else ""
        return SettingsError(
            f"expected {_in_words(wanted)}{within}, not {_in_words(got)}", todo=_WORDS.get(wanted, ("", ""))[1]
        )
    if bound:
        return SettingsError(f"expected {_BOUNDS[bound[1]]} {bound[2]}", todo="write another number")
    return SettingsError("does not fit", todo="look it up in the documentation")


def _in_words(types_named: str) -> str:
    names = [name for name in types_named.split(" | ") if name != "null"]
    return " or ".join(_WORDS.get(name, (name, ""))[0] for name in names)
