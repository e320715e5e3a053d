"""Keeps secrets out of everything that is written: a record of revealed values, and a filter for log handlers."""

from __future__ import annotations

import json
import logging
import threading
import traceback
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "[secret]"
_SHORTEST = 4  # characters; masking anything shorter would eat ordinary words
_MOST = 1_000  # values; tokens that a command renews for weeks must not pile up
_lock = threading.Lock()
_revealed: dict[str, None] = {}  # the latest last


def remember(value: str) -> None:
    """Record a revealed secret, so that `redact` and `RedactingFilter` mask it from now on."""
    if len(value) < _SHORTEST:
        return
    with _lock:
        _revealed.pop(value, None)
        _revealed[value] = None
        if len(_revealed) > _MOST:
            del _revealed[next(iter(_revealed))]


def revealed() -> tuple[str, ...]:
    """Return the secrets revealed so far by this process."""
    with _lock:
        return tuple(_revealed)


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return `text` with every secret of at least four characters, plain, quoted or escaped, as `[secret]`."""
    spellings = {spelling for secret in secrets if len(secret) >= _SHORTEST for spelling in _spellings(secret)}
    # The longest first: a secret may be a part of another one.
    for spelling in sorted(spellings, key=len, reverse=True):
        text = text.replace(spelling, MASK)
    return text


def _spellings(secret: str) -> tuple[str, ...]:
    escaped = json.dumps(secret)[1:-1]
    return (secret, quote(secret, safe=""), quote_plus(secret), quote(secret), escaped, repr(secret)[1:-1])


class RedactingFilter(logging.Filter):
    """Masks every revealed secret in a log record: message, arguments, traceback and extra fields.

    Add it to handlers, not to loggers: a logger's filters do not see its children's records.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        secrets = revealed()
        if secrets:
            record.msg = redact(_message(record), secrets)
            record.args = None
            if record.exc_info and not record.exc_text:
                record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
            _mask_fields(record, secrets)
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} (log arguments do not fit)"


def _mask_fields(record: logging.LogRecord, secrets: tuple[str, ...]) -> None:
    for name, value in vars(record).items():
        if isinstance(value, str):
            setattr(record, name, redact(value, secrets))
