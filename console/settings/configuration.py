"""Reads the configuration file. What may be in it is told in docs/configuration.md."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from console.model.errors import SettingsError
from console.settings.assembly import assemble
from console.settings.folders import configuration_file
from console.settings.reading import Reading
from console.settings.structs import Configuration
from console.settings.toml_lines import KeyPath, TomlLines, find_lines

_SYNTAX = re.compile(r"(.*) \(at (?:line ([0-9]+), column [0-9]+|end of document)\)", re.DOTALL)


def load(path: Path | None = None) -> Configuration:
    """Return what the file at `path` says.

    Args:
        path: the file that the user named; None for the platform's, which may be missing.

    Raises:
        SettingsError: the file cannot be read, or is not TOML.
        ConfigurationError: it says something that does not fit; holds every problem, each with its line.
    """
    file = (path or configuration_file()).absolute()
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        if path is None:
            return Configuration()
        raise SettingsError("there is no such file", where=str(file), todo="check --config") from None
    except OSError as error:
        what = f"the configuration cannot be read: {error.strerror}"
        raise SettingsError(what, where=str(file), todo="check its path and its owner") from error
    return read(content, file)


def read(content: bytes, file: Path) -> Configuration:
    """Return what `content` says, as if it had been read from `file`; raises like `load`."""
    text = _decode(content, file)
    try:
        raw, lines = _parse(text, file)
    except RecursionError:
        raise SettingsError("too many brackets within brackets", where=str(file), todo="write it flatter") from None
    return assemble(raw, Reading(TomlLines(str(file), lines)), file)


def _decode(content: bytes, file: Path) -> str:
    try:
        return content.decode("utf-8-sig")  # editors on Windows write a byte order mark, which TOML does not know
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            "this is not UTF-8 text", where=f"{file}, line {line}", todo="save the file as UTF-8"
        ) from None


def _parse(text: str, file: Path) -> tuple[dict[str, object], dict[KeyPath, int]]:
    try:
        return tomllib.loads(text), find_lines(text)
    except ValueError as error:  # also what int() raises for a number of thousands of digits
        match = _SYNTAX.fullmatch(str(error))
        line = match[2] if match and match[2] else text.count("\n") + 1
        what = match[1] if match else str(error)
        raise SettingsError(
            f"this is not TOML: {what[:1].lower()}{what[1:]}",
            where=f"{file}, line {line}",
            todo="look for a missing quote, bracket or equals sign here or before",
        ) from None
