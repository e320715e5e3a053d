"""The Slurm cluster that this machine belongs to, if its commands and its slurmrestd are here.

Where slurmrestd listens is told by SLURMRESTD_LISTEN (slurmrestd(8)); else it is tried at the port of Slurm's own
examples on this machine and on the controller.
"""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import os
import re
import shutil
from pathlib import Path
from typing import Final

from console.settings.key_table import KeyTable
from console.settings.structs import SourceSettings

_DEFAULT_CONFIGURATION: Final = "/etc/slurm/slurm.conf"
_PORT: Final = 6820
_CONNECT_S: Final = 0.3
_LINE: Final = re.compile(r"^\s*(ClusterName|SlurmctldHost)\s*=\s*([^\s#]+)", re.IGNORECASE | re.MULTILINE)
_HOST: Final = re.compile(r"([^(]+)(?:\(([^)]*)\))?")


async def find() -> tuple[SourceSettings, ...]:
    """A source for the cluster, with a token that `scontrol token` makes for whoever runs the console."""
    if shutil.which("scontrol") is None or (text := _configuration()) is None:
        return ()
    said = {key.lower(): value for key, value in reversed(_LINE.findall(text))}
    for url in _candidates(said.get("slurmctldhost", "")):
        if url.startswith("unix:") or await _listens(url):
            return (_settings(said.get("clustername", "slurm"), url),)
    return ()


def _configuration() -> str | None:
    try:
        return Path(os.environ.get("SLURM_CONF", _DEFAULT_CONFIGURATION)).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None


def _candidates(controller: str) -> list[str]:
    """URLs to try, the told ones first; a controller may be written name(address)."""
    told = [word for word in os.environ.get("SLURMRESTD_LISTEN", "").split(",") if word]
    urls = [f"unix://{word[5:]}" if word.startswith("unix:") else f"http://{word}" for word in told]
    hosts = ["127.0.0.1"]
    if match := _HOST.fullmatch(controller):
        hosts.append(match[2] or match[1])
    return urls + [f"http://{host}:{_PORT}" for host in hosts]


async def _listens(url: str) -> bool:
    host, _, port = url.removeprefix("http://").rpartition(":")
    if not port.isdecimal():
        return False
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(_CONNECT_S):
            _, writer = await asyncio.open_connection(host or "127.0.0.1", int(port))
        writer.close()
        return True
    return False


def _settings(name: str, url: str) -> SourceSettings:
    keys = {"url": url, "user": getpass.getuser(), "token": "command:scontrol token lifespan=3600"}
    return SourceSettings(kind="slurm", name=name, keys=KeyTable(keys))
