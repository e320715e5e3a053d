"""What pools of local GPUs are called."""

from __future__ import annotations

import re

from console.model.identity import join
from console.sources.this_machine import Place


def pool_id(place: Place, model: str | None, profile: str | None = None) -> str:
    """The id of the pool of this model, or of its slices of this profile: nvml/h100-80gb-hbm3."""
    return join(place.source, _slug(pool_name(model, profile)))


def model_of(name: str | None) -> str | None:
    """The model without the maker: NVIDIA H100 80GB HBM3 is H100 80GB HBM3."""
    return name.removeprefix("NVIDIA ").strip() or None if name else None


def pool_name(model: str | None, profile: str | None = None) -> str:
    """What a pool is called. Slices have pools of their own: nobody can ask for one instead of a GPU."""
    name = model or "unknown model"
    return f"{name} MIG {profile}" if profile else name


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", name.casefold()).strip("-")
