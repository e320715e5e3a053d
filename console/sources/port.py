"""What a source can do.

`poll` is required. Everything else is a small protocol that a kind implements if it can; the faces look for it with
`isinstance` and offer only what is there.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from console.model.snapshot import Snapshot


class Source(Protocol):
    """One system that is polled. Made by its kind, closed by the engine."""

    @property
    def name(self) -> str:
        """The name from the configuration; prefixes every id."""

    async def poll(self) -> Snapshot:
        """What the system says now.

        Runs in the engine's event loop and must not block it: waits are awaited, decoding of large answers runs in a
        thread. May be cancelled at any await when its deadline has passed, and may be called again afterwards.

        Raises:
            SourceError: with one sentence for the operator; never anything of a library underneath.
        """

    async def close(self) -> None:
        """Give back connections and child processes; called once, also after a failed poll."""


@runtime_checkable
class Remembers(Protocol):
    """Knows what it would have said before the console was started."""

    def remembered(self, at: float) -> Snapshot | None:
        """What the system said at an instant, seconds since the epoch; None if that is not known.

        Asked for instants in order of time, before the first poll, in a thread.
        """


@runtime_checkable
class TellsRaw(Protocol):
    """Keeps what the system said, for the drawer's raw tab."""

    def raw(self, thing: str) -> str | None:
        """The part of the last answer that is about this id, as indented JSON or text; None if there is none.

        Never holds a secret.
        """
