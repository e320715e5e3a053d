"""`switchroom://page/fleet?filter=util%3C20`: where a link leads. It comes from anywhere, and can only navigate."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from console.window.pages.registry import entry_of

SCHEME: Final = "switchroom"
_LONGEST: Final = 2000
_LONGEST_FILTER: Final = 500


class Target(NamedTuple):
    """A page, and the filter to set there ("" leaves it)."""

    page: str
    filter_text: str


def target_of(text: str) -> Target | None:
    """Where a page's name or a link leads; None if there is no such page."""
    if not text.startswith(f"{SCHEME}:"):
        return Target(text, "") if entry_of(text) is not None else None
    if len(text) > _LONGEST:
        return None
    try:
        parts = urlsplit(text)
        filters = parse_qs(parts.query, max_num_fields=10).get("filter", [""])
    except ValueError:
        return None
    page = unquote(parts.path.strip("/"))
    if parts.netloc != "page" or entry_of(page) is None:
        return None
    return Target(page, _printable(filters[0])[:_LONGEST_FILTER])


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())
