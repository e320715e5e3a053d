"""The kind `slurm`: its keys, checked, and a source from them."""

from __future__ import annotations

from console.model.errors import SettingsError
from console.settings.keys import convert_keys
from console.settings.structs import SourceSettings
from console.sources.http import HttpClient
from console.sources.kind import Kind
from console.sources.slurm.credentials import Credentials
from console.sources.slurm.settings import SlurmSettings
from console.sources.slurm.source import SlurmSource

# A large cluster needs 4 s for its jobs, and slurmrestd gives up on a silent slurmctld after 10 s.
_READ_S = 20.0
_DEADLINE_S = 25.0


def open_source(settings: SourceSettings) -> SlurmSource:
    """A source from its settings; no I/O yet.

    Raises:
        SettingsError: if the keys are wrong or cannot work together.
    """
    keys = convert_keys(settings, SlurmSettings)
    if keys.url is None:
        raise SettingsError(_missing_url(keys), where=settings.where, todo='add url = "http://HOST:6820"')
    if keys.token is None and not keys.url.startswith("unix:"):
        todo = 'add token = "keyring:NAME"; `scontrol token` makes one'
        raise SettingsError("slurmrestd asks for a token", where=settings.where, todo=todo)
    client = HttpClient(
        keys.url, where=settings.name, setting=settings.where_of("url"), read_s=_READ_S, deadline_s=_DEADLINE_S
    )
    return SlurmSource(settings.name, settings.site, client, Credentials(keys.user, keys.token))


def _missing_url(keys: SlurmSettings) -> str:
    if keys.command is not None or keys.ssh is not None:
        return "this version of the console reads Slurm by slurmrestd only"
    return "the source has no url"


KIND = Kind(name="slurm", settings=SlurmSettings, open=open_source, poll_s=5.0, deadline_s=_DEADLINE_S + 5)
