"""The simulated site on paper: its sources, their pools, and how each pool is used.

The proportions are those of the design's pictures: an owned Slurm cluster and a Kubernetes cluster in two halls,
three clouds, this host, a slow BMC and an account whose key is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console.sources.demo.accelerators import A100, GH200, H100, H200, L40S, RTX_6000, Accelerator

DAY_H: Final = 24.0
WEEK_H: Final = 7 * DAY_H


class Dialect(StrEnum):
    """Whose words a source uses for why a job waits."""

    SLURM = "slurm"
    KUEUE = "kueue"
    CLOUD = "cloud"


class Answers(StrEnum):
    """How a source takes a poll."""

    AT_ONCE = "at once"
    SELDOM = "seldom"  # has new values only once a minute, whatever it is asked
    REFUSES = "refuses"  # the key is not accepted


class BookingKind(StrEnum):
    """What a reservation is for."""

    TEAM = "team"
    MAINTENANCE = "maintenance"
    CAPACITY_BLOCK = "capacity block"
    FAILED = "failed"  # was asked for and never given


@dataclass(frozen=True, slots=True)
class BookingPlan:
    """A reservation that recurs.

    Args:
        name, owner: whose it is.
        share: of the pool's nodes, 0 to 1; one node at least, and none in a pool of fewer than four.
        first_node: where in the pool its nodes begin, 0 to 1.
        starts_h, lasts_h, every_h: hours since Thursday 1 January 1970 UTC, its length and its period.
        used: how much of it the owner's jobs fill, 0 to 1.
        kind: what it is for.
        rotates: whether each occurrence takes the nodes after those of the one before.
    """

    name: str
    owner: str
    share: float
    first_node: float
    starts_h: float
    lasts_h: float
    every_h: float
    used: float = 0.0
    kind: BookingKind = BookingKind.TEAM
    rotates: bool = False


@dataclass(frozen=True, slots=True)
class PoolPlan:
    """A pool.

    Args:
        name: within its source.
        accelerator: the model of all its GPUs.
        picture_gpus: its GPUs where the whole site has 2 066, as in the pictures.
        node_gpus, node_name: GPUs of one node, and what node names begin with.
        load: GPUs that arriving jobs ask for, as a share of the pool.
        backlog: waiting GPUs as a share of the pool above which fewer jobs are submitted; 0 for no such limit.
        services: the share that lasting services hold.
        price: money per GPU and hour, in its source's currency.
        fault_rate: faults per GPU and hour, times one thousand.
        bookings: its reservations.
    """

    name: str
    accelerator: Accelerator
    picture_gpus: int
    node_gpus: int
    node_name: str
    load: float
    price: float
    backlog: float = 0.0
    services: float = 0.0
    fault_rate: float = 0.6
    bookings: tuple[BookingPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class PartPlan:
    """What one source sees of the site.

    Args:
        name, site: of the source.
        poll_s: seconds between polls.
        server: what answers, for people.
        dialect: its words for why a job waits.
        pools: its pools.
        currency: of its prices, ISO 4217.
        power_known: whether it tells power and temperature; clouds tell utilisation only.
        bill_age_s: how old its bill is.
        budget_ratio: its budget as a share of what the month will come to; 0 for none.
        racks_of: the part whose racks it measures, "" for none.
        answers: how it takes a poll.
    """

    name: str
    site: str
    poll_s: float
    server: str
    dialect: Dialect = Dialect.CLOUD
    pools: tuple[PoolPlan, ...] = ()
    currency: str = "EUR"
    power_known: bool = True
    bill_age_s: float = 0.0
    budget_ratio: float = 0.0
    racks_of: str = ""
    answers: Answers = Answers.AT_ONCE


_H100_BOOKINGS: Final = (
    BookingPlan("vision-day", "vision", 0.069, 0.00, 6.0, 12.0, DAY_H, used=0.65),
    BookingPlan("nlp-night", "nlp", 0.069, 0.00, 18.0, 12.0, DAY_H, used=0.65),
    BookingPlan("rl-hold", "rl", 0.034, 0.30, 0.0, 5 * DAY_H, 5 * DAY_H),
    BookingPlan("maint-h100", "ops", 0.103, 0.60, 6 * DAY_H + 2, 4.0, WEEK_H, kind=BookingKind.MAINTENANCE),
)
_A100_BOOKINGS: Final = (
    BookingPlan("maint-a100", "ops", 0.084, 0.0, 2.0, 2.0, DAY_H, kind=BookingKind.MAINTENANCE, rotates=True),
)
_H200_BOOKINGS: Final = (BookingPlan("rl-sweep", "rl", 0.067, 0.50, 7.0, 2 * DAY_H, 2 * DAY_H),)
_P5_BOOKINGS: Final = (
    BookingPlan("cb-0c3f8", "nlp", 0.20, 0.0, 11.5, 3 * DAY_H, 3 * DAY_H, kind=BookingKind.CAPACITY_BLOCK),
)
_A3_BOOKINGS: Final = (BookingPlan("a3-burst", "vision", 0.50, 0.0, 9.0, 8.0, 2 * DAY_H, kind=BookingKind.FAILED),)

PARTS: Final = (
    PartPlan(
        "this-host", "desk", 1.0, "Linux 6.12, driver 580.95 (simulated)", Dialect.SLURM,
        (PoolPlan("rtx6000", RTX_6000, 2, 2, "this-host", 0.0, 0.10, services=0.5, fault_rate=0.0),),
    ),
    PartPlan(
        "alpha", "hall-1", 5.0, "Slurm 25.11.7 (simulated)", Dialect.SLURM,
        (
            PoolPlan("h100", H100, 928, 8, "n", 1.5, 1.767, backlog=0.36, services=0.08, bookings=_H100_BOOKINGS),
            PoolPlan("a100", A100, 384, 8, "n", 0.95, 1.068, services=0.05, bookings=_A100_BOOKINGS),
        ),
        budget_ratio=0.97,
    ),
    PartPlan(
        "kube-eu", "hall-2", 5.0, "Kubernetes 1.34, Kueue 0.14 (simulated)", Dialect.KUEUE,
        (
            PoolPlan("h200", H200, 480, 8, "g", 1.5, 2.73, backlog=0.32, services=0.30, bookings=_H200_BOOKINGS),
            PoolPlan("l40s", L40S, 160, 4, "l", 0.40, 0.60, services=0.35, fault_rate=1.5),
        ),
        budget_ratio=1.10,
    ),
    PartPlan(
        "aws", "cloud", 300.0, "EC2 us-east-1 (simulated)", Dialect.CLOUD,
        (
            PoolPlan(
                "us-east-1/p5", H100, 80, 8, "i-0", 1.5, 6.89, backlog=0.4, services=0.2, fault_rate=0.0,
                bookings=_P5_BOOKINGS,
            ),
        ),
        currency="USD", power_known=False, bill_age_s=9 * 3600.0, budget_ratio=0.95,
    ),
    PartPlan(
        "gcp", "cloud", 300.0, "Compute Engine europe-west4 (simulated)", Dialect.CLOUD,
        (
            PoolPlan(
                "europe-west4/a3", H100, 32, 8, "a3-", 0.0, 9.69, services=1.0, fault_rate=0.0, bookings=_A3_BOOKINGS
            ),
        ),
        currency="USD", power_known=False, bill_age_s=14 * 3600.0, budget_ratio=1.2,
    ),
    PartPlan(
        "lambda", "cloud", 300.0, "Lambda Cloud API v1 (simulated)", Dialect.CLOUD,
        (PoolPlan("gh200", GH200, 0, 1, "gh-", 0.0, 2.29),),
        currency="USD", power_known=False,
    ),
    PartPlan("hall-1-bmc", "hall-1", 5.0, "Redfish 1.18 (simulated)", racks_of="alpha", answers=Answers.SELDOM),
    PartPlan("runpod", "cloud", 60.0, "", answers=Answers.REFUSES),
)  # fmt: skip

SITE_POWER_LIMITS_W: Final = {"hall-1": 900e3, "hall-2": 500e3}  # of a site of 2 066 GPUs
