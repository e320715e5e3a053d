"""One reading of a configuration: where its keys stand, and everything that is wrong with it so far."""

from __future__ import annotations

from console.model.errors import SettingsError
from console.settings.toml_lines import KeyPath, TomlLines


class ConfigurationError(SettingsError):
    """What is wrong with a configuration: the sentence tells the first problem and how many follow.

    Args:
        problems: one or more, in the order of the file.
    """

    def __init__(self, problems: tuple[SettingsError, ...]) -> None:
        first, *rest = problems
        more = f"{len(rest)} more problem{'s' if len(rest) > 1 else ''} in this file" if rest else ""
        todo = f"{first.todo} ({more})" if first.todo and more else first.todo or more
        super().__init__(first.what, where=first.where, todo=todo)
        self.problems = problems


class Reading:
    """Collects problems and warnings, so that all of them can be told at once.

    Args:
        lines: where the keys stand.
    """

    def __init__(self, lines: TomlLines) -> None:
        self.lines = lines
        self.warnings: list[str] = []
        self._problems: list[tuple[int, SettingsError]] = []

    @property
    def problem_count(self) -> int:
        """How many problems there are so far."""
        return len(self._problems)

    def problem(self, path: KeyPath, what: str, todo: str) -> None:
        """Record what is wrong at `path`, and what to do about it."""
        error = SettingsError(what, where=self.lines.where(path), todo=todo)
        self._problems.append((self.lines.line(path), error))

    def warn(self, path: KeyPath, what: str) -> None:
        """Record a sentence about `path` that the operator should read."""
        where = self.lines.where(path)
        self.warnings.append(f"{where}: {what}" if where else what)

    def caught(self, path: KeyPath, label: str, error: SettingsError) -> None:
        """Record an error that was raised about what is at `path` and is called `label`."""
        self.problem(path, f"{label}: {error.what}", error.todo)

    def finish(self) -> None:
        """Raise ConfigurationError if there are problems."""
        if self._problems:
            self._problems.sort(key=lambda problem: problem[0])
            raise ConfigurationError(tuple(error for _, error in self._problems))
