"""The settings that stand for `--demo`: every part of the simulated site as a source of its own."""

from __future__ import annotations

from console.model.errors import SettingsError
from console.settings.key_table import KeyTable
from console.settings.structs import SiteSettings, SourceSettings
from console.sources.demo.kind import GPUS, MOST_GPUS, SEED
from console.sources.demo.plan import PARTS, SITE_POWER_LIMITS_W

_PICTURE_GPUS = sum(pool.picture_gpus for part in PARTS for pool in part.pools)


def simulated_sources(gpus: int = GPUS, seed: int = SEED) -> tuple[SourceSettings, ...]:
    """Sources that all look at one simulated site of so many GPUs; one of them is slow and one is refused.

    Raises:
        SettingsError: if there are too few or too many GPUs.
    """
    if not 1 <= gpus <= MOST_GPUS:
        raise SettingsError(
            f"a simulated site of {gpus} GPUs cannot be made", where="--demo", todo=f"write gpus=1 to gpus={MOST_GPUS}"
        )
    return tuple(
        SourceSettings(
            kind="demo",
            name=part.name,
            site=part.site,
            poll_s=part.poll_s,
            keys=KeyTable({"gpus": gpus, "seed": seed, "part": part.name}),
        )
        for part in PARTS
    )


def simulated_sites(gpus: int = GPUS) -> tuple[SiteSettings, ...]:
    """The sites of these sources with their power limits, which grow with the site."""
    sites = dict.fromkeys(part.site for part in PARTS)
    limits = {name: limit * gpus / _PICTURE_GPUS for name, limit in SITE_POWER_LIMITS_W.items()}
    return tuple(SiteSettings(name=name, power_limit_w=limits.get(name)) for name in sites)
