"""Where icons and translations lie: in a checkout, in an installed wheel and in a frozen bundle."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import console


@cache
def resource(*parts: str) -> Path:
    """The path of a resource, which may not exist."""
    return _folder().joinpath(*parts)


def _folder() -> Path:
    package = Path(console.__file__).parent
    bundle = getattr(sys, "_MEIPASS", None)  # PyInstaller's own folder
    places = [Path(bundle, "resources")] if bundle else []
    # A wheel carries resources/ inside the package, a checkout beside it.
    places += [package / "resources", package.parent / "resources"]
    return next((place for place in places if place.is_dir()), places[-1])
