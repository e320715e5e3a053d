"""What a cluster is made of: its shape, its folder and the files that Slurm reads."""

from __future__ import annotations

import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

CLUSTER_NAME = "lab"
GPU_TYPE = "h100"
NODE_MEMORY_MB = 64_000
# Three ports for the daemons, then one for each node.
_CTLD, _DBD, _REST, _FIRST_NODE = range(4)


@dataclass(frozen=True, slots=True)
class Shape:
    """What was asked for."""

    nodes: int
    gpus_per_node: int
    node_cpus: int
    accounting: bool
    backfill_interval_s: int

    @property
    def node_names(self) -> list[str]:
        """node001 and so on."""
        return [f"node{index + 1:03d}" for index in range(self.nodes)]

    @property
    def ports(self) -> int:
        """How many ports the cluster needs."""
        return _FIRST_NODE + self.nodes


@dataclass(frozen=True, slots=True)
class Places:
    """Where one cluster keeps what."""

    root: Path
    first_port: int

    @property
    def slurm_conf(self) -> Path:
        """The file that every Slurm program reads."""
        return self.root / "etc" / "slurm.conf"

    @property
    def logs(self) -> Path:
        """One log a daemon."""
        return self.root / "log"

    @property
    def munge_key(self) -> Path:
        """The secret by which this cluster's daemons know each other."""
        return self.root / "munge" / "munge.key"

    @property
    def munge_socket(self) -> Path:
        """Where this cluster's own munged listens."""
        return self.root / "munge" / "munge.sock"

    @property
    def jwt_key(self) -> Path:
        """The secret that signs the tokens."""
        return self.root / "etc" / "jwt.key"

    @property
    def rest_socket(self) -> Path:
        """Where slurmrestd listens beside its port."""
        return self.root / "rest" / "slurmrestd.sock"

    @property
    def database(self) -> Path:
        """What MariaDB keeps."""
        return self.root / "sql"

    @property
    def database_socket(self) -> Path:
        """MariaDB listens nowhere else, so that it needs no password."""
        return self.database / "sock"

    @property
    def work(self) -> Path:
        """Where jobs run and write."""
        return self.root / "work"

    @property
    def rest_port(self) -> int:
        """The port of slurmrestd."""
        return self.first_port + _REST

    def make(self, shape: Shape) -> None:
        """Make the folders, the keys and the files."""
        for name in ("etc", "ctld", "spool", "log", "run", "dev", "munge", "rest", "sql", "work"):
            (self.root / name).mkdir()
        # Jobs, slurmrestd and MariaDB run as other users and pass through the folder.
        self.root.chmod(0o755)
        self.work.chmod(0o1777)
        shutil.chown(self.root / "rest", "nobody", "nogroup")
        for index in range(shape.gpus_per_node):
            (self.root / "dev" / f"gpu{index}").touch()
        self._write_secrets()
        self._write_configuration(shape)

    def _write_secrets(self) -> None:
        for path in (self.munge_key, self.jwt_key):
            path.touch(mode=0o600)
            path.write_bytes(secrets.token_bytes(128))

    def _write_configuration(self, shape: Shape) -> None:
        etc = self.slurm_conf.parent
        self.slurm_conf.write_text(_slurm_conf(self, shape))
        (etc / "gres.conf").write_text(_gres_conf(self, shape))
        # Else slurmd looks for the control groups of a systemd that need not be there.
        (etc / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")
        if shape.accounting:
            path = etc / "slurmdbd.conf"
            path.touch(mode=0o600)  # slurmdbd refuses a file that others may read
            path.write_text(_slurmdbd_conf(self))


def _host() -> str:
    return socket.gethostname().partition(".")[0]


def _range(prefix: str, first: int, last: int, width: int = 0) -> str:
    low, high = (f"{number:0{width}d}" for number in (first, last))
    return f"{prefix}{low}" if low == high else f"{prefix}[{low}-{high}]"


def _slurm_conf(places: Places, shape: Shape) -> str:
    return "\n".join(
        [_daemon_lines(places), _scheduler_lines(shape), _accounting_lines(places, shape), _node_lines(places, shape)]
    )


def _daemon_lines(places: Places) -> str:
    root = places.root
    return f"""\
ClusterName={CLUSTER_NAME}
SlurmctldHost={_host()}(127.0.0.1)
SlurmctldPort={places.first_port + _CTLD}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={places.munge_socket}
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key={places.jwt_key}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation={root}/ctld
SlurmdSpoolDir={root}/spool/%n
SlurmctldPidFile={root}/run/slurmctld.pid
SlurmdPidFile={root}/run/slurmd.%n.pid
SlurmctldLogFile={root}/log/slurmctld.log
SlurmdLogFile={root}/log/slurmd.%n.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
InactiveLimit=0
KillWait=1
MessageTimeout=5
SlurmctldTimeout=30
SlurmdTimeout=300
"""


def _scheduler_lines(shape: Shape) -> str:
    interval = shape.backfill_interval_s
    return f"""\
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=bf_interval={interval},sched_interval={interval},batch_sched_delay=0,max_rpc_cnt=0
PriorityType=priority/multifactor
PriorityWeightAge=1000
PriorityWeightPartition=1000
PriorityWeightQOS=1000
MaxArraySize=20001
MinJobAge=600
DefMemPerCPU=1000
GresTypes=gpu
"""


def _accounting_lines(places: Places, shape: Shape) -> str:
    if not shape.accounting:
        return "AccountingStorageType=accounting_storage/none\n"
    # AuthInfo's socket is not used towards slurmdbd: it must stand in AccountingStoragePass as well.
    return f"""\
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort={places.first_port + _DBD}
AccountingStoragePass={places.munge_socket}
AccountingStorageEnforce=associations,limits,qos
AccountingStorageTRES=gres/gpu,gres/gpu:{GPU_TYPE}
"""


def _node_lines(places: Places, shape: Shape) -> str:
    nodes = _range("node", 1, shape.nodes, 3)
    first = places.first_port + _FIRST_NODE
    ports = _range("", first, first + shape.nodes - 1)
    return f"""\
NodeName={nodes} NodeHostname={_host()} NodeAddr=127.0.0.1 Port={ports} CPUs={shape.node_cpus} \
RealMemory={NODE_MEMORY_MB} Gres=gpu:{GPU_TYPE}:{shape.gpus_per_node} Feature={GPU_TYPE},ib State=UNKNOWN
PartitionName=gpu Nodes={nodes} Default=YES DefaultTime=60 MaxTime=2-0 State=UP PriorityJobFactor=10
PartitionName=debug Nodes=node001 MaxTime=30 State=UP PriorityJobFactor=10
"""


def _gres_conf(places: Places, shape: Shape) -> str:
    nodes = _range("node", 1, shape.nodes, 3)
    files = _range(f"{places.root}/dev/gpu", 0, shape.gpus_per_node - 1)
    return f"NodeName={nodes} Name=gpu Type={GPU_TYPE} File={files}\n"


def _slurmdbd_conf(places: Places) -> str:
    return f"""\
AuthType=auth/munge
AuthInfo=socket={places.munge_socket}
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key={places.jwt_key}
DbdHost={_host()}
DbdAddr=127.0.0.1
DbdPort={places.first_port + _DBD}
SlurmUser=root
LogFile={places.logs}/slurmdbd.log
PidFile={places.root}/run/slurmdbd.pid
StorageType=accounting_storage/mysql
StorageHost=localhost
StorageUser=root
StorageLoc=slurm_acct
"""
