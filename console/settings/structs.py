"""The configuration as values: one frozen struct for each table of the file.

Amounts are in the unit that their name ends with; None is "not set", which for a limit means no limit.
"""

# No annotations of the future here: msgspec and console.settings.table read them as types.

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import field

from console.model.errors import SettingsError
from console.model.money import Money
from console.settings.fields import (
    Count,
    Currency,
    Duration,
    Interval,
    Match,
    Name,
    Power,
    Price,
    Scope,
    SourceName,
)
from console.settings.key_table import KeyTable
from console.settings.policy import PolicySettings
from console.settings.secret import Secret


class HistorySettings(msgspec.Struct, frozen=True, kw_only=True):
    """`history` of `[console]`: where history is kept."""

    kind: Literal["embedded", "prometheus"] = "embedded"
    url: str | None = None
    tenant: str | None = None
    token: Secret | None = None
    user: str | None = None
    password: Secret | None = None

    def __post_init__(self) -> None:
        if (self.kind == "prometheus") != (self.url is not None):
            raise SettingsError(
                "prometheus needs a url, and embedded has none",
                todo='write { kind = "prometheus", url = "https://…" } or "embedded"',
            )


class ConsoleSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`[console]`: the console itself. `operator` is written into reservations and the ledger."""

    theme: Literal["dark", "light", "system"] = "system"
    history: HistorySettings = HistorySettings()
    operator: str | None = None


class SiteSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`[[site]]`: a place with a power limit."""

    name: Name
    power_limit_w: Power | None = field(name="power_limit", default=None)
    currency: Currency | None = None
    energy_price_per_kwh: Decimal | None = field(name="energy_price", default=None)

    def __post_init__(self) -> None:
        if self.energy_price_per_kwh is not None and self.currency is None:
            raise SettingsError("energy_price needs a currency", todo='add currency = "EUR"')
        if (self.energy_price_per_kwh or 0) < 0:
            raise SettingsError("energy_price is less than nothing", todo="write 0 or more")

    @property
    def energy_price(self) -> Money | None:
        """The price of a kWh; None where it is not set."""
        if self.energy_price_per_kwh is None or self.currency is None:
            return None
        return Money(self.energy_price_per_kwh, self.currency)


class SourceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`[[source]]`: one system that is polled.

    Args:
        kind: what it is; the kinds are in `console.sources.registry`.
        name: unique; prefixes every id that comes from it.
        site: the `[[site]]` it belongs to.
        poll_s: seconds between polls; None for the kind's own default.
        writes: whether anything may be changed there.
        tags: of the operator's own choosing.
        keys: everything else, for `console.settings.keys.convert_keys`.
    """

    kind: str
    name: SourceName
    site: str | None = None
    poll_s: Interval | None = field(name="poll", default=None)
    writes: bool = False
    tags: dict[str, str] = {}
    keys: KeyTable = KeyTable()

    @property
    def where(self) -> str:
        """The file and line of its kind, or the source's name where it stands in no file; for errors."""
        return self.where_of("kind")

    def where_of(self, key: str) -> str:
        """Return the file and line of one of its keys, or of the source if it has no such key."""
        return self.keys.lines.where((key,)) or f'source "{self.name}"'


class PriceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`[[price]]`: what a GPU of a pool costs per hour, or what the machine that holds it was bought for.

    Args:
        pool: the pools, as a pattern with `*`.
        per_gpu_hour: an agreed rate; or else
        purchase: what one machine cost, written off over `years`,
        gpus: how many GPUs are in it,
        power_w: what it draws; None for what is measured.
    """

    pool: Name
    per_gpu_hour: Price | None = None
    purchase: Price | None = None
    gpus: Count | None = None
    years: Annotated[float, msgspec.Meta(gt=0)] | None = None
    power_w: Annotated[float, msgspec.Meta(ge=0)] | None = field(name="watts", default=None)

    def __post_init__(self) -> None:
        owned = (self.purchase, self.gpus, self.years)
        if self.per_gpu_hour is None and None in owned:
            raise SettingsError("says no price", todo="give per_gpu_hour, or purchase, gpus and years")
        if self.per_gpu_hour is not None and any(part is not None for part in (*owned, self.power_w)):
            raise SettingsError("says two prices", todo="keep per_gpu_hour, or purchase, gpus, years and watts")


class BudgetSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`[[budget]]`: what a team, pool or account, or everything, may cost in a calendar month."""

    scope: Scope
    month: Price


class TeamSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`[[team]]`: whose a job or a cost is, by any of its matches."""

    name: Name
    match: tuple[Match, ...]


class AlertSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`[[alert]]`: a condition that is told when it has held for `for_s` seconds."""

    name: Name
    when: Name
    for_s: Duration = field(name="for", default=0.0)
    severity: Literal["info", "warning", "critical"] = "warning"


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file.

    Args:
        implicit: no source is configured, so the caller chooses: this host, and NVML where there is a driver.
        warnings: sentences that the operator should read once; they stop nothing.
        file: where it was read from; None without a file.
    """

    console: ConsoleSettings = ConsoleSettings()
    sites: tuple[SiteSettings, ...] = ()
    sources: tuple[SourceSettings, ...] = ()
    prices: tuple[PriceSettings, ...] = ()
    budgets: tuple[BudgetSettings, ...] = ()
    teams: tuple[TeamSettings, ...] = ()
    alerts: tuple[AlertSettings, ...] = ()
    policy: PolicySettings = PolicySettings()
    implicit: bool = True
    warnings: tuple[str, ...] = ()
    file: Path | None = None
