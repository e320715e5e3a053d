"""What an answer of slurmrestd says went wrong, as an error of our tree.

Errors come first: a lost login still carries an empty list, with status 500 up to 24.05 and 511 since 25.11; and 200
does not mean that `errors` is empty. Up to 24.05 Slurm gives one and the same "Unspecified error" (-1) for a token
that it does not accept and for a slurmctld that does not answer. They differ in time: the token is refused at once,
slurmctld is tried for most of MessageTimeout (10 s by default) first. Seen on 22.05.8: 12 ms, 9 s, hung 10 s.

Source of the numbers: slurm/slurm/slurm_errno.h; of the statuses: http_status_from_error in slurm/src/common/http.c.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from console.model.errors import BadAnswer, Forbidden, Refused, SourceError, Unreachable, Unsupported
from console.settings.redact import redact, revealed
from console.sources.http_errors import Answer, status_error
from console.sources.slurm.leaf import number, text
from console.sources.slurm.wire import WireError

_AT_ONCE_S: Final = 2.0

_CREDENTIALS: Final = frozenset({1007, 6000, 6001, 6004, 6007, 6008, 6009, 6010, 9008})
_DENIED: Final = frozenset({1, 2002})  # EPERM, ESLURM_ACCESS_DENIED
_VERSION: Final = 1005  # SLURM_PROTOCOL_VERSION_ERROR
_COMMUNICATION: Final = frozenset({*range(1001, 1005), *range(1013, 1027), *range(1800, 1806), *range(5000, 5006)})
_DATABASE: Final = 7000


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and how long slurmrestd took for it."""

    answer: Answer
    elapsed_s: float


def failure(reply: Reply, errors: Sequence[WireError], shown: str, where: str) -> SourceError | None:
    """The error that an answer stands for; None where it is good.

    Args:
        reply: the answer.
        errors: its `errors`, empty where the body is not JSON.
        shown: the server's address for people.
        where: the source's name.
    """
    if reply.answer.is_good and not errors:
        return None
    if reply.answer.status in {401, 511}:
        return refused(where, _said(errors))
    return _by_number(reply, errors, where) if errors else status_error(reply.answer, shown, where)


def words_of(errors: Sequence[WireError]) -> str:
    """Slurm's own words, each once, without secrets."""
    said = dict.fromkeys(word for error in errors for word in (text(error.error), text(error.description)) if word)
    return redact(", ".join(said), revealed())[:200]


def _by_number(reply: Reply, errors: Sequence[WireError], where: str) -> SourceError:
    said, numbers = _said(errors), [_number_of(error) for error in errors]
    if _CREDENTIALS.intersection(numbers):
        return refused(where, said)
    if _DENIED.intersection(numbers) or reply.answer.status == 403:
        todo = "let the user read it, or drop PrivateData"
        return Forbidden(f"Slurm does not let this user read that{said}", where=where, todo=todo)
    if _VERSION in numbers:
        todo = "update slurmrestd to slurmctld's release"
        return Unsupported(f"slurmrestd and slurmctld do not understand each other{said}", where=where, todo=todo)
    return _about_daemons(reply, numbers, said, where)


def _about_daemons(reply: Reply, numbers: Sequence[int | None], said: str, where: str) -> SourceError:
    if all(each == _DATABASE for each in numbers):
        todo = "renew the token, or start slurmdbd"
        return Unreachable(f"slurmrestd gets no connection to slurmdbd{said}", where=where, todo=todo)
    if _COMMUNICATION.intersection(numbers) or reply.answer.status in {502, 504}:
        return _silent(where, said)
    if all(each in {None, _DATABASE} for each in numbers):
        return refused(where, said) if reply.elapsed_s < _AT_ONCE_S else _silent(where, said)
    return BadAnswer(f"slurmrestd could not do it{said}", where=where)


def refused(where: str, said: str = "") -> Refused:
    """The error for a token that Slurm does not accept."""
    todo = "get a new one with `scontrol token`, and check that it belongs to the user"
    return Refused(f"Slurm does not accept the token{said}", where=where, todo=todo)


def _silent(where: str, said: str) -> Unreachable:
    what = f"slurmctld does not answer slurmrestd{said}"
    return Unreachable(what, where=where, todo="start slurmctld, or look at its log")


def _said(errors: Sequence[WireError]) -> str:
    words = words_of(errors)
    return f' (Slurm says "{words}")' if words else ""


def _number_of(error: WireError) -> int | None:
    code = number(error.error_number) or number(error.error_code) or number(error.errno)
    return None if code is None else int(code)
