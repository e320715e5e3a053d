"""Answers recorded from real Slurm releases, and what squeue, sinfo and scontrol said at the same moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import msgspec

from console.model.snapshot import Snapshot
from console.sources.http_errors import Answer
from console.sources.slurm.answers import Reader
from console.sources.slurm.cluster import tables_of
from console.sources.slurm.failure import Reply
from console.sources.slurm.leaf import instant
from console.sources.slurm.place import Place
from console.sources.slurm.version import TABLES
from tests.sources.scripted_server import Reply as ServerReply
from tests.sources.scripted_server import Request, json_reply

FOLDER = Path(__file__).parent / "recorded"
RELEASES = ("22.05", "23.11", "24.05", "25.11", "26.05")


class IndexEntry(msgspec.Struct):
    """What was asked and how it was answered."""

    path: str
    status: int


@dataclass(frozen=True)
class Recording:
    """One data version of one release."""

    release: str
    version: str

    def __str__(self) -> str:
        return f"{self.release}-{self.version}"

    def body(self, call: str) -> bytes:
        return (FOLDER / self.release / self.version / f"{call}.json").read_bytes()

    def answer(self, call: str) -> Answer:
        entry = self._index()[f"{self.version}/{call}"]
        return Answer(entry.status, self.body(call), "application/json")

    def replies(self) -> dict[str, Reply]:
        calls = [call for call in TABLES if f"{self.version}/{call}" in self._index()]
        return {call: Reply(self.answer(call), 0.01) for call in calls if self._index()[self._key(call)].status == 200}

    def text(self, name: str) -> list[str]:
        return (FOLDER / self.release / f"{name}.txt").read_text().splitlines()

    def taken_at(self) -> float:
        """A second after the last job was submitted, when the answers were recorded."""
        jobs = Reader(self.replies(), "", "").read().cluster.jobs
        return max(instant(job.submit_time) or 0 for job in jobs) + 1

    def snapshot(self) -> Snapshot:
        taken_at = self.taken_at()
        answers = Reader(self.replies(), "http://slurm.example", "alpha").read()
        tables = tables_of(answers.cluster, Place("alpha", "hall-1", taken_at))
        return Snapshot("alpha", taken_at, tables, answers.release or "", answers.partial)

    def serve(self, request: Request) -> ServerReply:
        """What the recorded server would answer, at the paths that it served."""
        if request.path == "/openapi/v3":
            return json_reply({"paths": {path: {} for path in self.paths()}})
        for key, entry in self._index().items():
            if entry.path == request.path and key.split("/")[1] in TABLES:
                return ServerReply(entry.status, self.body(key.split("/")[1]))
        return ServerReply(404, b"Unable find requested URL. Please view /openapi/v3 for API reference.", "text/plain")

    def paths(self) -> list[str]:
        listed: list[str] = json.loads((FOLDER / self.release / "paths.json").read_text())
        return [line.split(" ")[0] for line in listed if f"/{self.version}/" in line]

    def _key(self, call: str) -> str:
        return f"{self.version}/{call}"

    def _index(self) -> dict[str, IndexEntry]:
        return msgspec.json.decode((FOLDER / self.release / "index.json").read_bytes(), type=dict[str, IndexEntry])


def recordings(*, oldest: int = 38) -> list[Recording]:
    """Every recording of this data version and later."""
    folders = [folder for release in RELEASES for folder in sorted((FOLDER / release).glob("v0.0.*"))]
    return [Recording(each.parent.name, each.name) for each in folders if int(each.name.rpartition(".")[2]) >= oldest]
