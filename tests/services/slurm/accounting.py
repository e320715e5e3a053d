"""The accounting of one cluster: a MariaDB and a slurmdbd of its own, two accounts and three grades of service."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.services.slurm.configuration import CLUSTER_NAME
from tests.services.slurm.waiting import wait_until

if TYPE_CHECKING:
    from tests.services.slurm.commands import Commands
    from tests.services.slurm.configuration import Places
    from tests.services.slurm.processes import Daemons

# One command for several where Slurm allows it, since each takes half a second.
_ENTITIES = f"""\
add cluster {CLUSTER_NAME}
add account research,prod Organization={CLUSTER_NAME}
add qos high,small
add user root,alice account=research qos=normal,high,small defaultqos=normal
add user bob account=prod qos=normal,high,small defaultqos=normal
modify qos high set Priority=1000
"""
_SMALL_QOS_GPUS = 4


def start_accounting(places: Places, daemons: Daemons, commands: Commands) -> None:
    """Start both daemons and make the accounts; comes before slurmctld, which asks for them."""
    _start_database(places, daemons, commands)
    # slurmdbd finds the database by this variable, so that nothing listens on a port and nothing needs a password.
    daemons.start("slurmdbd", ["slurmdbd", "-D"], **commands.environment(), MYSQL_UNIX_PORT=str(places.database_socket))
    wait_until(lambda: _answers("slurmdbd", daemons, commands, "sacctmgr", "-n", "show", "cluster"), "slurmdbd")
    commands.run("sacctmgr", "-i", text=_ENTITIES)


def limit_gpus(commands: Commands) -> None:
    """Hold each user of the QOS small to four GPUs; only possible once slurmctld has made gres/gpu known."""
    limit = f"MaxTRESPerUser=gres/gpu={_SMALL_QOS_GPUS}"
    wait_until(lambda: commands.succeeds("sacctmgr", "-i", "modify", "qos", "small", "set", limit), "the QOS's limit")


def _start_database(places: Places, daemons: Daemons, commands: Commands) -> None:
    data, scratch = places.database / "data", places.database / "tmp"
    for folder in (places.database, data, scratch):
        folder.mkdir(exist_ok=True)
        shutil.chown(folder, "mysql", "mysql")
    # Its own scratch folder, since a MariaDB that starts takes every other one's temporary tables away.
    common = ["--no-defaults", "--user=mysql", f"--datadir={data}", f"--tmpdir={scratch}"]
    commands.run("mariadb-install-db", *common, "--skip-test-db", "--auth-root-authentication-method=socket")
    socket = f"--socket={places.database_socket}"
    command = ["mariadbd", *common, socket, f"--pid-file={places.database}/pid", "--skip-networking"]
    # slurmdbd wants the first; the second spares a throw-away database the waits for the disk.
    tuning = ["--innodb-lock-wait-timeout=900", "--innodb-flush-log-at-trx-commit=0"]
    daemons.start("mariadbd", command + tuning)
    ask = ("mariadb", "--no-defaults", socket, "-e", "select 1")
    wait_until(lambda: _answers("mariadbd", daemons, commands, *ask), "MariaDB")


def _answers(name: str, daemons: Daemons, commands: Commands, *question: str) -> bool:
    daemons.require_alive(name)
    return commands.succeeds(*question)
