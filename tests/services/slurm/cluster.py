"""A real Slurm on this machine: every daemon of a cluster, in a folder of its own, gone without trace afterwards."""

from __future__ import annotations

import atexit
import re
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

import httpx

from tests.services.slurm.accounting import limit_gpus, start_accounting
from tests.services.slurm.administration import Administration
from tests.services.slurm.commands import Commands
from tests.services.slurm.configuration import Places, Shape
from tests.services.slurm.ports import PortBlock
from tests.services.slurm.processes import Daemons
from tests.services.slurm.programs import require
from tests.services.slurm.users import ensure_users
from tests.services.slurm.waiting import wait_until
from tests.services.slurm.watchdog import Watchdog

if TYPE_CHECKING:
    from types import TracebackType

# The one folder that is short enough for UNIX sockets (107 bytes) and that every user may pass through.
_PARENT = "/tmp"
# slurmrestd refuses to run as root or as the user of slurmctld.
_REST_USER = "nobody"
# The newest data version that Slurm 22.05 (Debian 12) serves.
DATA_VERSION = "v0.0.38"


class SlurmCluster(Administration):
    """One cluster; start it with `with`, or with start() and stop(). It shares nothing with any other."""

    def __init__(
        self,
        *,
        nodes: int = 3,
        gpus_per_node: int = 8,
        accounting: bool = True,
        node_cpus: int = 8,
        backfill_interval_s: int = 1,
    ) -> None:
        self.shape = Shape(nodes, gpus_per_node, node_cpus, accounting, backfill_interval_s)
        self._claimed = ExitStack()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def folder(self) -> Path:
        """Where the cluster keeps everything; its log files are in log/."""
        return self._places.root

    @property
    def rest_url(self) -> str:
        """The REST API over TCP."""
        return f"http://127.0.0.1:{self._places.rest_port}"

    @property
    def rest_socket(self) -> Path:
        """The same API on a UNIX socket."""
        return self._places.rest_socket

    def start(self) -> None:
        """Start all daemons; returns when every node is idle and the REST API answers.

        Raises:
            ServiceError: one sentence that says what is missing or what did not start.
        """
        require(accounting=self.shape.accounting)
        ensure_users()
        try:
            self._claim()
            self._start_all()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End all that was started and take the folder away; may be called again, and after a failed start."""
        self._claimed.close()

    def _claim(self) -> None:
        atexit.register(self.stop)
        self._claimed.callback(atexit.unregister, self.stop)
        ports = PortBlock(self.shape.ports)
        self._claimed.callback(ports.release)
        folder = Path(tempfile.mkdtemp(prefix="slurm-", dir=_PARENT))
        self._claimed.callback(Watchdog(folder).release)
        self._places = Places(folder, ports.first)
        self._daemons = Daemons(folder, self._places.logs)
        self._claimed.callback(self._daemons.end_all)
        self.commands = Commands(self._places)

    def _start_all(self) -> None:
        self._places.make(self.shape)
        self._start_munged()
        if self.shape.accounting:
            start_accounting(self._places, self._daemons, self.commands)
        self.start_slurmctld()
        if self.shape.accounting:
            limit_gpus(self.commands)
        self.token = self.issue_token()
        self._start_nodes()
        self.start_slurmrestd()
        wait_until(self._all_idle, "idle nodes")

    def _start_munged(self) -> None:
        places = self._places
        files = {"key-file": places.munge_key, "socket": places.munge_socket}
        files |= {"pid-file": places.root / "run/munged.pid", "log-file": places.logs / "munged.log"}
        files |= {"seed-file": places.root / "munge/seed"}
        options = [f"--{name}={path}" for name, path in files.items()]
        self._daemons.start("munged", ["munged", "--foreground", "--force", *options])
        self._wait_for("munged", "munge", "-S", str(places.munge_socket), "-n")

    def _start_nodes(self) -> None:
        for name in self.shape.node_names:
            (self._places.root / "spool" / name).mkdir()
            self._daemons.start(f"slurmd.{name}", ["slurmd", "-D", "-N", name], **self.commands.environment())

    def _all_idle(self) -> bool:
        for name in self.shape.node_names:
            self._daemons.require_alive(f"slurmd.{name}")
        states = self.run("sinfo", "--noheader", "--Node", "--partition=gpu", "--format=%T").split()
        return states == ["idle"] * self.shape.nodes

    def _wait_for(self, name: str, *question: str) -> None:
        def answers() -> bool:
            self._daemons.require_alive(name)
            return self.commands.succeeds(*question)

        wait_until(answers, name)

    def start_slurmctld(self) -> None:
        """Start the controller, or start it again; returns when it answers."""
        self._daemons.start("slurmctld", ["slurmctld", "-D"], **self.commands.environment())
        self._wait_for("slurmctld", "scontrol", "ping")

    def stop_slurmctld(self) -> None:
        """Shut the controller down in order; its jobs run on."""
        self._daemons.stop("slurmctld")

    def kill_slurmctld(self) -> None:
        """The controller crashes; it forgets what it has not saved in the last seconds."""
        self._daemons.stop("slurmctld", signal.SIGKILL)

    def pause_slurmctld(self) -> None:
        """The controller hangs: it takes connections and says nothing."""
        self._daemons.send("slurmctld", signal.SIGSTOP)

    def continue_slurmctld(self) -> None:
        """The end of the hang."""
        self._daemons.send("slurmctld", signal.SIGCONT)

    def start_slurmrestd(self) -> None:
        """Start the REST server, or start it again at the same address; returns when it answers."""
        if self._daemons.alive("slurmrestd"):
            return
        self.rest_socket.unlink(missing_ok=True)
        where = [self.rest_url.removeprefix("http://"), f"unix:{self.rest_socket}"]
        command = ["slurmrestd", "-s", ",".join(self._rest_plugins()), "-a", "rest_auth/jwt", *where]
        # Without this token slurmrestd logs in to slurmctld by munge, and every request is refused.
        variables = self.commands.environment() | {"SLURM_JWT": "daemon"}
        self._daemons.start("slurmrestd", command, user=_REST_USER, **variables)
        wait_until(self._rest_answers, "slurmrestd")

    def stop_slurmrestd(self) -> None:
        """Shut the REST server down in order."""
        self._daemons.stop("slurmrestd")

    def kill_slurmrestd(self) -> None:
        """The REST server dies in the middle of what it says."""
        self._daemons.stop("slurmrestd", signal.SIGKILL)

    def pause_slurmrestd(self) -> None:
        """The REST server hangs."""
        self._daemons.send("slurmrestd", signal.SIGSTOP)

    def continue_slurmrestd(self) -> None:
        """The end of the hang."""
        self._daemons.send("slurmrestd", signal.SIGCONT)

    def expired_token(self, user: str = "root") -> str:
        """A token that was good, and that the server itself has come to refuse."""
        token = self.issue_token(user, 1)
        wait_until(lambda: not self.ask("ping", user=user, token=token).is_success, "the end of a token's life")
        return token

    def ask(self, call: str, *, user: str = "root", token: str | None = None, within_s: float = 15.0) -> httpx.Response:
        """Ask slurmrestd one thing, as a check that it is there; the tests proper bring their own client."""
        login = {"X-SLURM-USER-NAME": user, "X-SLURM-USER-TOKEN": token or self.token}
        with httpx.Client(trust_env=False, timeout=within_s, headers=login) as client:
            return client.get(f"{self.rest_url}/slurm/{DATA_VERSION}/{call}")

    def _rest_answers(self) -> bool:
        self._daemons.require_alive("slurmrestd")
        try:
            return self.ask("ping").is_success
        except httpx.TransportError:
            return False

    def _rest_plugins(self) -> list[str]:
        told = self.commands.attempt("slurmrestd", "-s", "list", user=_REST_USER)
        plugins = re.findall(r"openapi/(\S+)", told.stdout + told.stderr)
        # Without slurmdbd its plugins end the server at once.
        return [name for name in plugins if self.shape.accounting or not name.startswith("db")]
