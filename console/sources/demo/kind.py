"""What the configuration says about the source `demo`, and how it is opened."""

# No annotations of the future here: msgspec reads them as types.

import time
from typing import Annotated, Final

import msgspec

from console.model.errors import SettingsError
from console.settings.keys import convert_keys
from console.settings.nearest import suggest
from console.settings.structs import SourceSettings
from console.sources.demo.plan import PARTS, PartPlan
from console.sources.demo.shared import shared_world
from console.sources.demo.source import DemoSource
from console.sources.kind import Kind

GPUS: Final = 2_000
SEED: Final = 1
MOST_GPUS: Final = 200_000


class DemoSettings(msgspec.Struct, frozen=True):
    """Keys of `kind = "demo"`.

    Args:
        gpus: how many GPUs the whole simulated site has.
        seed: of everything that chance decides there; sources of the same size and seed look at the same site.
        part: which part of the site the source sees, such as "alpha"; everything where it is left out.
    """

    gpus: Annotated[int, msgspec.Meta(ge=1, le=MOST_GPUS)] = GPUS
    seed: Annotated[int, msgspec.Meta(ge=0, lt=2**32)] = SEED
    part: str | None = None


def open_demo(settings: SourceSettings) -> DemoSource:
    """A source that looks at a simulated site.

    Raises:
        SettingsError: if its keys are wrong.
    """
    keys = convert_keys(settings, DemoSettings)
    part = None if keys.part is None else _part(keys.part, settings)
    return DemoSource(settings.name, settings.site, part, shared_world(keys.gpus, keys.seed), time.time)


def _part(name: str, settings: SourceSettings) -> PartPlan:
    parts = {part.name: part for part in PARTS}
    if name not in parts:
        raise SettingsError(
            f'the simulated site has no part "{name}"', where=settings.where_of("part"), todo=suggest(name, parts)
        )
    return parts[name]


# The first poll lets a large site live through a day, on whatever machine this is.
KIND: Final = Kind(name="demo", settings=DemoSettings, open=open_demo, poll_s=5.0, deadline_s=60.0)
