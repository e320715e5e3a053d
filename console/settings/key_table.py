"""The keys of a source that only its kind understands, with the lines that they stand on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from console.settings.toml_lines import TomlLines


class KeyTable(Mapping[str, object]):
    """An immutable mapping of keys to values as tomllib gave them.

    Its repr has the names only, since a value may be a secret that stands in the file.

    Args:
        values: the keys; none by default.
        lines: where the source's keys stand; nothing is known of that by default.
    """

    def __init__(self, values: Mapping[str, object] | None = None, lines: TomlLines | None = None) -> None:
        self._values = dict(values or {})
        self.lines = lines or TomlLines()

    def __getitem__(self, key: str) -> object:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"KeyTable({', '.join(self)})"
