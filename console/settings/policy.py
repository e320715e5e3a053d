"""The policy that the operator wrote: the limits that guards hold actions to."""

# No annotations of the future here: msgspec and console.settings.table read them as types.

from typing import Annotated

import msgspec
from msgspec import field

from console.settings.fields import Count, Interval, Match, Name, Pattern, Price, Quiet


class SecondPerson(msgspec.Struct, frozen=True, kw_only=True):
    """When somebody else must approve: in these pools, above so many GPUs, by one of these people (or anybody)."""

    pools: tuple[str, ...] = ("*",)
    above_gpus: Annotated[int, msgspec.Meta(ge=0)] = 0
    approvers: tuple[Name, ...] = ()


class PolicySettings(msgspec.Struct, frozen=True, kw_only=True):
    """`[policy]`: the limits that guards hold actions to. None means no limit."""

    max_gpus_per_action: Count | None = None
    max_gpus_per_owner: Count | None = None
    max_window_s: Interval | None = field(name="max_window", default=None)
    budget_per_action: Price | None = None
    allowed_pools: tuple[str, ...] | None = None
    protected_jobs: tuple[Match, ...] = ()
    ticket_pattern: Pattern | None = None
    second_person: SecondPerson | None = None
    quiet: tuple[Quiet, ...] = ()
    max_data_age_s: Interval | None = field(name="max_data_age", default=None)
