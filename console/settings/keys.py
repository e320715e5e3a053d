"""Turns the keys of a source into the settings struct of its kind."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from console.settings.reading import Reading
from console.settings.structs import SourceSettings
from console.settings.table import read_table

S = TypeVar("S", bound=msgspec.Struct)

COMMON_KEYS = ("kind", "name", "site", "poll", "writes", "tags")


def convert_keys(settings: SourceSettings, into: type[S]) -> S:
    """Return the keys of `settings` as a struct of its kind.

    Args:
        settings: a configured source.
        into: its fields may be str, bool, int, float, `list[str]`, a Literal, `Secret`, any type of
            `console.settings.fields`, another struct, or any of these `| None`. A field without a default is a
            required key. `__post_init__` may raise SettingsError about keys that do not go together.

    Raises:
        ConfigurationError: unknown keys, wrong types or missing keys; all of them, each with its line.
    """
    lines = settings.keys.lines
    reading = Reading(lines)
    title = f'source "{settings.name}"'
    result = read_table(settings.keys, into, (), title, reading, known=COMMON_KEYS)
    reading.finish()
    if result is None:
        raise AssertionError("a table that cannot be read has a problem")
    return result
