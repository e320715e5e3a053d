"""How the window is opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How the window is opened.

    Args:
        config: the configuration file; None for the platform's.
        state: the state folder; None for the platform's.
        demo: None for the real site, "" or "gpus=N,seed=S" for the simulated one.
        page: a page's name or a `switchroom://` link; None for the one that was shown last.
        theme: dark, light, contrast or system; None for the one that was chosen last.
        screenshot: where to save a picture before ending; None to stay open.
        size: of the window, in its own pixels.
        self_test: try everything on the simulated site, and end.
    """

    config: Path | None = None
    state: Path | None = None
    demo: str | None = None
    page: str | None = None
    theme: str | None = None
    screenshot: Path | None = None
    size: tuple[int, int] | None = None
    self_test: bool = False

    @property
    def unattended(self) -> bool:
        """Whether nobody is there to use the window."""
        return self.self_test or self.screenshot is not None


def start_options(config: Path | None, state: Path | None, demo: str | None) -> list[str]:
    """The options that decide which site is shown, as they are typed."""
    given: list[str] = []
    for name, value in (("--config", config), ("--state", state)):
        given += [name, str(value.absolute())] if value is not None else []
    return given if demo is None else [*given, f"--demo={demo}"]
