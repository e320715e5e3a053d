"""Tables that fit the terminal: what matters least is left out first, and a pipe gets every column."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from console.model.column import Value
from console.model.document import Json
from console.model.table import Table

_GAP = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """One column on the terminal.

    Args:
        title: its heading, with the unit where the values carry none.
        name: the column of the table.
        show: from a value to its text; "—" for unknown.
        rank: 0 is never left out; of the others the highest goes first.
        right: whether it is aligned right, as figures are.
    """

    title: str
    name: str
    show: Callable[[Value], str]
    rank: int = 0
    right: bool = False


def print_json(value: Json) -> None:
    """One JSON object on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None)
    sys.stdout.write("\n")


def terminal() -> Console:
    """Standard output; a pipe is as wide as it takes."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty(), width=None if sys.stdout.isatty() else 1_000)


def rendered(table: Table, shown: Sequence[Shown], width: int) -> RenderableType:
    """A table of text that is at most `width` cells wide, as far as its first columns allow."""
    texts = {each.name: [each.show(value) for value in table[each.name].values()] for each in shown}
    kept = _fitting(shown, texts, width)
    drawn = RichTable(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for each in kept:
        drawn.add_column(each.title, justify="right" if each.right else "left", no_wrap=True, overflow="ellipsis")
    for row in range(len(table)):
        drawn.add_row(*(Text(texts[each.name][row]) for each in kept))
    return drawn


def _fitting(shown: Sequence[Shown], texts: dict[str, list[str]], width: int) -> list[Shown]:
    widths = {each.name: max(map(len, [each.title, *texts[each.name]])) + _GAP for each in shown}
    kept = list(shown)
    while sum(widths[each.name] for each in kept) - _GAP > width:
        least = max(kept, key=lambda each: each.rank)
        if least.rank == 0:
            break
        kept.remove(least)
    return kept
