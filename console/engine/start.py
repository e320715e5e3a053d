"""What the engine is started with: the configured sources, the simulated ones, or what this machine has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from console.model.errors import SettingsError
from console.settings.configuration import load
from console.settings.structs import SourceSettings
from console.sources.registry import found_here


@dataclass(frozen=True, slots=True)
class Start:
    """The sources to poll, and sentences that the operator should read once."""

    sources: tuple[SourceSettings, ...]
    warnings: tuple[str, ...]


async def start(config: Path | None, demo: str | None) -> Start:
    """What to poll.

    Args:
        config: the configuration file; None for the platform's, which may be missing.
        demo: "" or "gpus=N,seed=S" for the simulated site, None for the real one.

    Raises:
        SettingsError: if the configuration or the demo's specification is wrong.
    """
    if demo is not None:
        return Start(_simulated_site(demo), ())
    configuration = load(config)
    if configuration.implicit:
        return Start(await found_here(), ())
    return Start(configuration.sources, configuration.warnings)


def _simulated_site(demo: str) -> tuple[SourceSettings, ...]:
    numbers = _demo_numbers(demo)
    from console.sources.demo import simulated_sources  # noqa: PLC0415  # a world that a real site never needs

    return tuple(simulated_sources(**numbers))


def _demo_numbers(text: str) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        key, _, value = part.partition("=")
        if key not in {"gpus", "seed"} or not value.isascii() or not value.isdigit():
            raise SettingsError(
                f'"{part}" is not part of a simulated site', where="--demo", todo="write gpus=2000,seed=1"
            )
        numbers[key] = int(value)
    return numbers
