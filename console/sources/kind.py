"""What a kind of source is: the one value that its module offers to the registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from console.settings.structs import SourceSettings
from console.sources.port import Source


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source, as its module describes it.

    Args:
        name: the word in `kind = "…"`.
        settings: the kind's own keys; `console.settings.keys.convert_keys` fills it with errors that name the line.
        open: makes a source; does no I/O and never waits. Raises SettingsError if the keys cannot work together.
        poll_s: seconds between polls where the configuration says nothing.
        deadline_s: seconds after which a poll is given up.
    """

    name: str
    settings: type[msgspec.Struct]
    open: Callable[[SourceSettings], Source]
    poll_s: float
    deadline_s: float = 10.0
