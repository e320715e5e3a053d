"""The word that somebody probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from console.model.wording import quoted


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `word` most resembles, whatever its case; None where none is near."""
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def suggest(word: str, known: Iterable[str]) -> str:
    """Return what to do about an unknown `word`: `did you mean "poll"?`, or a list of what is known."""
    names = sorted(known)
    near = nearest(word, names)
    if near is not None:
        return f"did you mean {quoted(near)}?"
    return f"use one of {', '.join(names)}" if names else "remove it"
