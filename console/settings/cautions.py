"""Warnings about a configuration that is valid: what it says is allowed, but probably not meant."""

from __future__ import annotations

from collections.abc import Collection

from console.model.errors import SettingsError
from console.model.wording import quoted
from console.settings.nearest import nearest
from console.settings.reading import Reading
from console.settings.secret import parse_secret
from console.settings.structs import Configuration, SourceSettings
from console.settings.table import literal_warning
from console.settings.toml_lines import KeyPath

# Only its kind knows which of a source's keys are secrets, but who wrote one into the file should be told at once.
SECRET_KEYS = ("token", "password", "client_secret", "secret_key", "session_token")


def add_cautions(configuration: Configuration, reading: Reading) -> None:
    """Add to the warnings of `reading` what is doubtful in the `configuration` that was read."""
    sites = [site.name for site in configuration.sites]
    for at, source in enumerate(configuration.sources):
        _warn_of_literals(source, ("source", at), reading)
        if sites and source.site is not None:
            _warn_of_unknown("site", source.site, sites, ("source", at, "site"), reading)
    teams = [team.name for team in configuration.teams]
    for at, budget in enumerate(configuration.budgets):
        word, _, team = budget.scope.partition(":")
        if word == "team":
            _warn_of_unknown("team", team, teams, ("budget", at, "scope"), reading)


def _warn_of_unknown(noun: str, name: str, known: Collection[str], path: KeyPath, reading: Reading) -> None:
    if name not in known:
        near = nearest(name, known)
        advice = f"did you mean {quoted(near)}?" if near else "add it"
        reading.warn(path, f"there is no [[{noun}]] {quoted(name)}; {advice}")


def _warn_of_literals(source: SourceSettings, path: KeyPath, reading: Reading) -> None:
    for key in SECRET_KEYS:
        value = source.keys.get(key)
        if isinstance(value, str) and _is_literal(value):
            label = f"{key} of source {quoted(source.name)}"
            reading.warn((*path, key), literal_warning(label, f"{source.name}-{key}"))


def _is_literal(text: str) -> bool:
    try:
        return parse_secret(text).is_literal
    except SettingsError:
        return False  # told when the source is opened, like everything about the keys of its kind
