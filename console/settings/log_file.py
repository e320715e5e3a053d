"""The log file: the full detail of what went wrong, without secrets, small enough to keep for ever."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

from console.model.errors import SettingsError
from console.settings.redact import RedactingFilter

_BYTES = 2_000_000
_KEPT = 3


def write_log_to(path: Path) -> None:
    """Send the log of this process to a file; several processes may write to the same one.

    Raises:
        SettingsError: if the file cannot be opened.
    """
    try:
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"the log cannot be written: {error.strerror}", where=str(path), todo="choose another folder with --state"
        ) from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(RedactingFilter())
    root = logging.getLogger()
    for before in [each for each in root.handlers if isinstance(each, logging.handlers.RotatingFileHandler)]:
        root.removeHandler(before)
        before.close()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # Each poll is a request: telling them all would drown what matters.
    logging.getLogger("httpx").setLevel(logging.WARNING)
