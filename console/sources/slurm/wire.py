"""The answers of slurmrestd as they are sent, data v0.0.38 to v0.0.45, and the one place that knows their shapes.

Only the fields that are read are listed; msgspec skips the rest without building them.

Source: slurm/src/plugins/openapi/v0.0.3*, slurm/src/plugins/data_parser/v0.0.*/parsers.c, and recorded answers.
"""

from __future__ import annotations

import msgspec

from console.sources.slurm.leaf import Leaf, Other, text


class WireError(msgspec.Struct, gc=False):
    """One entry of `errors` or `warnings`; the key of its number varies."""

    error_number: Leaf = None
    error_code: Leaf = None
    errno: Leaf = None
    error: Leaf = None
    description: Leaf = None


class Server(msgspec.Struct, gc=False):
    """Who answered."""

    release: Leaf = None


class Meta(msgspec.Struct, gc=False):
    """`Slurm` up to v0.0.39, `slurm` since."""

    old: Server | None = msgspec.field(default=None, name="Slurm")
    new: Server | None = msgspec.field(default=None, name="slurm")


class Envelope(msgspec.Struct):
    """What every answer carries beside its data."""

    meta: Meta | None = None
    errors: list[WireError] | None = None

    @property
    def has_rows(self) -> bool:
        """Whether it carries any data."""
        return False

    @property
    def release(self) -> str | None:
        """Slurm's release, such as `22.05.8`."""
        server = None if self.meta is None else self.meta.new or self.meta.old
        return None if server is None else text(server.release)


class Energy(msgspec.Struct, gc=False):
    """Power and energy of a node; zero where no sensor is configured."""

    current_watts: Leaf = None


class WireNode(msgspec.Struct, gc=False):
    """One node. `free_memory` and `state_flags` are v0.0.38's."""

    name: str
    state: Leaf = None
    state_flags: Leaf = None
    reason: Leaf = None
    partitions: Leaf = None
    gres: Leaf = None
    gres_used: Leaf = None
    tres: Leaf = None
    tres_used: Leaf = None
    cpus: Leaf = None
    cpu_load: Leaf = None
    real_memory: Leaf = None
    free_mem: Leaf = None
    free_memory: Leaf = None
    features: Leaf = None
    energy: Energy | Other = None


class Nodes(Envelope):
    """GET nodes."""

    nodes: list[WireNode] | None = None

    @property
    def has_rows(self) -> bool:
        """Whether it carries any data."""
        return bool(self.nodes)


class PartitionNodes(msgspec.Struct, gc=False):
    """`nodes` of a partition since v0.0.39."""

    configured: Leaf = None


class PartitionState(msgspec.Struct, gc=False):
    """`partition` of a partition since v0.0.40."""

    state: Leaf = None


class WirePartition(msgspec.Struct, gc=False):
    """One partition. v0.0.39 tells no state, v0.0.39 to v0.0.44 no flags."""

    name: str
    nodes: PartitionNodes | Other = None
    flags: Leaf = None
    state: Leaf = None
    partition: PartitionState | Other = None


class Partitions(Envelope):
    """GET partitions."""

    partitions: list[WirePartition] | None = None

    @property
    def has_rows(self) -> bool:
        """Whether it carries any data."""
        return bool(self.partitions)


class WireJob(msgspec.Struct, gc=False):
    """One job record; an array's pending tasks share one record, which has `array_task_string`."""

    job_id: Leaf
    array_job_id: Leaf = None
    array_task_id: Leaf = None
    array_task_string: Leaf = None
    het_job_id: Leaf = None
    het_job_offset: Leaf = None
    name: Leaf = None
    user_name: Leaf = None
    user_id: Leaf = None
    account: Leaf = None
    partition: Leaf = None
    qos: Leaf = None
    job_state: Leaf = None
    state_reason: Leaf = None
    state_description: Leaf = None
    priority: Leaf = None
    hold: Leaf = None
    nodes: Leaf = None
    node_count: Leaf = None
    cpus: Leaf = None
    tasks: Leaf = None
    submit_time: Leaf = None
    start_time: Leaf = None
    end_time: Leaf = None
    time_limit: Leaf = None
    resv_name: Leaf = None
    tres_req_str: Leaf = None
    tres_alloc_str: Leaf = None
    gres_detail: Leaf = None
    tres_per_job: Leaf = None
    tres_per_node: Leaf = None
    tres_per_task: Leaf = None
    tres_per_socket: Leaf = None
    sockets_per_node: Leaf = None


class Jobs(Envelope):
    """GET jobs."""

    jobs: list[WireJob] | None = None

    @property
    def has_rows(self) -> bool:
        """Whether it carries any data."""
        return bool(self.jobs)


class WireReservation(msgspec.Struct, gc=False):
    """One reservation."""

    name: str
    flags: Leaf = None
    start_time: Leaf = None
    end_time: Leaf = None
    node_list: Leaf = None
    partition: Leaf = None
    users: Leaf = None
    accounts: Leaf = None
    tres: Leaf = None


class Reservations(Envelope):
    """GET reservations."""

    reservations: list[WireReservation] | None = None

    @property
    def has_rows(self) -> bool:
        """Whether it carries any data."""
        return bool(self.reservations)
