"""What comes back at the next start: geometry, page, filters, columns, sort and theme, under a versioned key."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

_VERSION: Final = "layout-1"  # another number when the meaning of what is kept changes: the old is then left alone


class Layout:
    """A LayoutStore in a file of the state folder. Qt writes it behind the event loop's back, whole or not at all."""

    def __init__(self, state_folder: Path) -> None:
        self._settings = QSettings(str(state_folder / "window.ini"), QSettings.Format.IniFormat)

    def get(self, key: str) -> str | None:
        """What was kept, None if nothing was."""
        kept = self._settings.value(f"{_VERSION}/{key}")
        return kept if isinstance(kept, str) else None

    def set(self, key: str, value: str) -> None:
        """Keep a text."""
        self._settings.setValue(f"{_VERSION}/{key}", value)

    def get_bytes(self, key: str) -> QByteArray | None:
        """Qt's own geometry, if it was kept and can be read."""
        kept = self.get(key)
        return None if kept is None else QByteArray.fromBase64(kept.encode("ascii", "ignore"))

    def set_bytes(self, key: str, value: QByteArray) -> None:
        """Keep Qt's own geometry."""
        self.set(key, value.toBase64().toStdString())

    def reset(self) -> None:
        """Forget everything."""
        self._settings.remove(_VERSION)
