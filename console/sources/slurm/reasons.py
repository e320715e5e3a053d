"""Why a job waits, in plain words; the code that Slurm gives stands beside it.

Source: the reason codes of slurm/src/common/slurm_protocol_defs.c (job_state_reason_string) and squeue(1).
"""

from __future__ import annotations

from typing import Final

_WORDS: Final = {
    "None": "The scheduler has not looked at it yet",
    "Priority": "Others rank higher in this partition",
    "Resources": "Next in line, waiting for free nodes or GPUs",
    "Dependency": "Waits for another job",
    "DependencyNeverSatisfied": "The job that it waits for ended the wrong way; it will never run",
    "BeginTime": "Asked to start later",
    "JobHeldUser": "Its owner put it on hold",
    "JobHeldAdmin": "An administrator put it on hold",
    "JobHoldMaxRequeue": "Restarted too often, and therefore on hold",
    "Reservation": "Waits for its reservation to open",
    "ReservationDeleted": "Its reservation is gone",
    "ReqNodeNotAvail": "A node that it needs is down, drained or reserved",
    "PartitionDown": "The partition starts no jobs now",
    "PartitionInactive": "The partition is inactive",
    "PartitionNodeLimit": "Asks for more or fewer nodes than the partition permits",
    "PartitionTimeLimit": "Asks for longer than the partition permits",
    "PartitionConfig": "The request does not fit the settings of the partition",
    "AccountNotAllowed": "The account may not use this partition",
    "QOSNotAllowed": "The quality of service may not be used here",
    "InvalidAccount": "The account is no longer valid",
    "InvalidQOS": "The quality of service is no longer valid",
    "BadConstraints": "No node can ever meet the request",
    "NodeDown": "A node that it needs is down",
    "Licenses": "Waits for a licence",
    "JobArrayTaskLimit": "The array runs as many tasks at once as it may",
    "QOSMaxJobsPerUserLimit": "The user runs as many jobs in this quality of service as one user may",
    "QOSMaxGRESPerUser": "The user holds as many GPUs in this quality of service as one user may",
    "QOSMaxCpuPerUserLimit": "The user holds as many CPUs in this quality of service as one user may",
    "QOSMaxNodePerUserLimit": "The user holds as many nodes in this quality of service as one user may",
    "QOSMaxWallDurationPerJobLimit": "Asks for longer than the quality of service permits",
    "QOSMaxGRESPerJob": "Asks for more GPUs than one job may have in this quality of service",
    "QOSGrpGRES": "Everyone in this quality of service together is at its limit of GPUs",
    "QOSGrpCpuLimit": "Everyone in this quality of service together is at its limit of CPUs",
    "QOSGrpNodeLimit": "Everyone in this quality of service together is at its limit of nodes",
    "QOSGrpJobsLimit": "Everyone in this quality of service together is at its limit of jobs",
    "QOSMinGRES": "Asks for fewer GPUs than the quality of service demands",
    "QOSUsageThreshold": "The fair-share usage is above the threshold of the quality of service",
    "AssocGrpGRES": "The account together is at its limit of GPUs",
    "AssocGrpGRESMinutes": "The account's budget of GPU time is used up",
    "AssocGrpCPUMinutesLimit": "The account's budget of CPU time is used up",
    "AssocMaxJobsLimit": "The account or user runs as many jobs as it may",
    "AssocMaxGRESPerJob": "Asks for more GPUs than the account may use in one job",
    "AssocMaxWallDurationPerJobLimit": "Asks for longer than the account may",
    "MaxGRESPerAccount": "The account is at its limit of GPUs in this quality of service",
    "JobLaunchFailure": "Its last start failed",
    "Prolog": "Its nodes are being prepared",
    "Cleaning": "Its last run is still being cleaned up",
    "SchedDefer": "Asked to start at once, but scheduling is deferred",
    "DeadLine": "Cannot finish before its deadline",
    "BurstBufferStageIn": "Its data are being staged in",
}

# For codes that a newer Slurm may add: the first prefix that fits counts, so the longer ones come first.
_PREFIXES: Final = (
    ("JobHeld", "It is on hold"),
    ("JobHold", "It is on hold"),
    ("AssocGrp", "The account together is at one of its limits"),
    ("AssocMax", "At a limit that the account sets for each user or job"),
    ("QOSGrp", "Everyone in this quality of service together is at one of its limits"),
    ("QOSMax", "At a limit that the quality of service sets for each user or job"),
    ("QOSMin", "Asks for less than the quality of service demands"),
    ("Partition", "The partition does not permit the request"),
    ("Node", "A node that it needs is not available"),
    ("BurstBuffer", "Waits for its data to be staged"),
    ("Dependency", "Waits for another job"),
    ("Reservation", "Waits for a reservation"),
)


def plain_words(code: str | None, description: str | None = None) -> str | None:
    """A sentence for Slurm's reason code, with what Slurm adds to it; the code itself where nothing is known of it.

    Args:
        code: such as `Resources`; None gives None.
        description: Slurm's own longer text, such as `ReqNodeNotAvail, UnavailableNodes:node[001-003]`.
    """
    if code is None:
        return None
    words = _WORDS.get(code) or _by_prefix(code) or code
    addition = _addition(code, description)
    return f"{words} ({addition})" if addition else words


def _by_prefix(code: str) -> str | None:
    if code.startswith("Max") and "PerAccount" in code:
        return "The account is at one of its limits in this quality of service"
    return next((words for prefix, words in _PREFIXES if code.startswith(prefix)), None)


def _addition(code: str, description: str | None) -> str:
    if not description or description == code:
        return ""
    return description.removeprefix(code).removeprefix(",").strip().replace("_", " ")
