"""The four answers of a poll, decoded; what each says went wrong comes before its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from console.model.errors import BadAnswer, Forbidden, SourceError, Unsupported
from console.sources.http_errors import not_json
from console.sources.slurm.cluster import Cluster
from console.sources.slurm.decoding import decode, envelope
from console.sources.slurm.failure import Reply, failure, words_of
from console.sources.slurm.wire import Envelope, Jobs, Nodes, Partitions, Reservations, WireReservation

Kind = TypeVar("Kind", bound=Envelope)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a poll brought.

    Args:
        cluster: the data.
        release: Slurm's, such as `22.05.8`; None where it does not tell.
        partial: a sentence for each thing that could not be read.
    """

    cluster: Cluster
    release: str | None
    partial: tuple[str, ...]


class Reader:
    """Decodes answers; CPU work of up to a tenth of a second for 30 MB, so run it in a thread.

    Args:
        replies: by table.
        shown: the server's address for people.
        where: the source's name.
    """

    def __init__(self, replies: Mapping[str, Reply], shown: str, where: str) -> None:
        self._replies = replies
        self._shown = shown
        self._where = where
        self._partial: list[str] = []

    def read(self) -> Answers:
        """Everything that was answered.

        Raises:
            SourceError: if nodes, partitions or jobs could not be read; reservations may be missing.
        """
        nodes = self._decode("nodes", Nodes)
        cluster = Cluster(
            nodes=self._rows("nodes", nodes.nodes),
            partitions=self._rows("partitions", self._decode("partitions", Partitions).partitions),
            jobs=self._rows("jobs", self._decode("jobs", Jobs).jobs),
            reservations=self._reservations(),
        )
        return Answers(cluster, nodes.release, tuple(self._partial))

    def _reservations(self) -> list[WireReservation]:
        if "reservations" not in self._replies:
            self._partial.append("this Slurm serves no reservations")
            return []
        try:
            return self._rows("reservations", self._decode("reservations", Reservations).reservations)
        except (Forbidden, BadAnswer, Unsupported) as error:
            self._partial.append(f"reservations could not be read: {error.what}")
            return []

    def _decode(self, table: str, kind: type[Kind]) -> Kind:
        reply = self._replies[table]
        if not reply.answer.is_good:
            raise self._failure(reply, envelope(reply.answer.body)) or not_json(reply.answer, self._shown, self._where)
        try:
            answer = decode(reply.answer.body, kind)
        except msgspec.ValidationError as error:
            place = str(error).rpartition(" - at ")[2]
            what = f"the answer about {table} has another shape than expected at {place}"
            raise BadAnswer(what, where=self._where, todo="report it with your release of Slurm") from None
        except msgspec.MsgspecError:
            raise not_json(reply.answer, self._shown, self._where) from None
        self._check_errors(table, reply, answer)
        return answer

    def _check_errors(self, table: str, reply: Reply, answer: Envelope) -> None:
        error = self._failure(reply, answer)
        if error is None:
            return
        if not answer.has_rows:
            raise error
        self._partial.append(f"{table} may be incomplete: Slurm says {words_of(answer.errors or ())}")

    def _failure(self, reply: Reply, answer: Envelope | None) -> SourceError | None:
        errors = (answer.errors if answer else None) or ()
        return failure(reply, errors, self._shown, self._where)

    def _rows(self, table: str, rows: list[Row] | None) -> list[Row]:
        if rows is None:
            raise BadAnswer(f"the answer about {table} holds no {table}", where=self._where)
        return rows
