"""Many pretend clusters in one process: answers of a real Slurm 22.05, repeated until they are as large as asked.

For load only: it answers five paths, knows no token and never changes. Started as a process of its own, it prints one
port a cluster and serves until its input ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from pathlib import Path

_RECORDED = Path(__file__).parents[1] / "tests" / "sources" / "slurm" / "recorded" / "22.05" / "v0.0.38"
_PREFIX = "/slurm/v0.0.38/"
_OPENAPI = json.dumps(
    {"paths": {_PREFIX + call: {} for call in ("jobs", "nodes", "partitions", "reservations", "ping")}}
)


def grown(call: str, rows: str, size: int) -> bytes:
    """A recorded answer whose list is repeated, with numbered names, to about this many bytes."""
    answer = json.loads((_RECORDED / f"{call}.json").read_text(encoding="utf-8"))
    originals = answer[rows]
    copies = max(size // len(json.dumps(originals)), 1)
    answer[rows] = [_numbered(row, copy) for copy in range(copies) for row in originals]
    return json.dumps(answer).encode()


def _numbered(row: dict[str, object], copy: int) -> dict[str, object]:
    job_id = row.get("job_id")
    if isinstance(job_id, int):
        return {**row, "job_id": job_id + 100 * copy, "array_job_id": 0}
    return {**row, "name": f"{row['name']}-{copy}"} if copy else row


def answers(jobs_size: int) -> dict[str, bytes]:
    """What a cluster answers, by path."""
    paths = {
        _PREFIX + call: (_RECORDED / f"{call}.json").read_bytes() for call in ("partitions", "reservations", "ping")
    }
    paths[_PREFIX + "nodes"] = grown("nodes", "nodes", 100_000)
    paths[_PREFIX + "jobs"] = grown("jobs", "jobs", jobs_size)
    paths["/openapi/v3"] = _OPENAPI.encode()
    return paths


async def serve(sizes: list[int]) -> None:
    """One port per size; each port is a cluster whose jobs answer is about that large."""
    by_size = {size: answers(size) for size in set(sizes)}
    for size in sizes:
        server = await asyncio.start_server(_Cluster(by_size[size]).talk, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


class _Cluster:
    def __init__(self, paths: dict[str, bytes]) -> None:
        self._paths = paths

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = request.split(b" ", 2)[1].decode().partition("?")[0].rstrip("/")
                body = self._paths.get(path)
                status = "404 Not Found" if body is None else "200 OK"
                head = (
                    f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body or b'')}\r\n\r\n"
                )
                writer.write(head.encode() + (body or b""))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def main() -> None:
    """Serve clusters of the sizes named in the arguments, in bytes."""
    threading.Thread(target=_end_with_input, daemon=True).start()
    asyncio.run(serve([int(size) for size in sys.argv[1:]]))


def _end_with_input() -> None:
    sys.stdin.read()
    # The benchmark is over; nothing here needs an orderly end.
    os._exit(0)


if __name__ == "__main__":
    main()
