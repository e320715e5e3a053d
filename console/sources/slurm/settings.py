"""The keys of a source of the kind `slurm`."""

# No annotations of the future here: console.settings.table reads them as types.

import msgspec

from console.settings.secret import Secret


class SlurmSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`kind = "slurm"`: a cluster, by its slurmrestd.

    Args:
        url: where slurmrestd listens: http://HOST:PORT, https://HOST:PORT or unix:///SOCKET.
        user: whose token it is; may be left out where the token names its user.
        token: a JSON web token of Slurm; may be left out for a UNIX socket.
        command: "local" for the Slurm commands of this machine.
        ssh: a host whose Slurm commands are used.
    """

    url: str | None = None
    user: str | None = None
    token: Secret | None = None
    command: str | None = None
    ssh: str | None = None
