"""Everything that can go wrong, as one tree that every face can print in one sentence.

ConsoleError
├── SourceError             a source could not do what was asked
│   ├── Unreachable         no connection: wrong address, server down, network gone
│   ├── TimedOut            connected, no answer in time
│   ├── Refused             the credentials are missing, wrong or expired
│   ├── Forbidden           the credentials are good and may not do this
│   ├── BadAnswer           an answer that is not what the protocol says
│   ├── RateLimited         asked too often; carries how long to wait
│   └── Unsupported         this server, driver or version cannot do it
├── SettingsError           configuration, arguments or secret references
├── Denied                  a guard said no
└── Conflict                the world changed since the plan was made
"""

from __future__ import annotations


class ConsoleError(Exception):
    """One thing that went wrong.

    Args:
        what: what happened, as a sentence without its full stop.
        where: the source, file and line, or object that it happened at.
        todo: what the reader can do about it; empty where nothing helps but waiting.
    """

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.todo = todo

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"; {self.todo}" if self.todo else ""
        return f"{place}{self.what}{advice}"


class SourceError(ConsoleError):
    """A source could not do what was asked."""


class Unreachable(SourceError):
    """No connection to the source."""


class TimedOut(SourceError):
    """Connected, but no answer within the deadline."""


class Refused(SourceError):
    """The credentials are missing, wrong or expired."""


class Forbidden(SourceError):
    """The credentials are good but may not do this."""


class BadAnswer(SourceError):
    """The answer is not what the protocol says."""


class RateLimited(SourceError):
    """Asked too often.

    Args:
        retry_after_s: seconds to wait, as the server said; None where it did not.
    """

    def __init__(self, what: str, *, where: str = "", todo: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(what, where=where, todo=todo)
        self.retry_after_s = retry_after_s


class Unsupported(SourceError):
    """This server, driver or version cannot do it."""


class SettingsError(ConsoleError):
    """Configuration, arguments or a secret reference are wrong."""


class Denied(ConsoleError):
    """A guard said no."""


class Conflict(ConsoleError):
    """The world changed since the plan was made."""
