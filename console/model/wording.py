"""How a value that somebody typed is repeated in a sentence about it."""

from __future__ import annotations

UNKNOWN = "—"  # what is not known is shown as an em dash, never as 0
_LONGEST = 40


def quoted(text: str) -> str:
    """Return `text` in double quotes on one line, cut to 40 characters."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    # Escaped, so that a control character in a file cannot write to the reader's terminal.
    return '"' + "".join(char if char.isprintable() else ascii(char)[1:-1] for char in shown) + '"'
