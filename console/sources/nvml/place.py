"""Where the rows of this source belong."""

from __future__ import annotations

import re
from typing import NamedTuple

from console.model.identity import join


class Place(NamedTuple):
    """The source's name, its site (None where none is configured) and the machine's name."""

    source: str
    site: str | None
    host: str

    @property
    def node(self) -> str:
        """The id of the machine."""
        return join(self.source, self.host)

    @property
    def machine(self) -> str:
        """What the host source calls this machine too, so that both rows of it become one."""
        return f"local:{self.host}"

    def pool(self, model: str | None, profile: str | None = None) -> str:
        """The id of the pool of this model, or of its slices of this profile: nvml/h100-80gb-hbm3."""
        return join(self.source, _slug(pool_name(model, profile)))


def model_of(name: str | None) -> str | None:
    """The model without the maker: NVIDIA H100 80GB HBM3 is H100 80GB HBM3."""
    return name.removeprefix("NVIDIA ").strip() or None if name else None


def pool_name(model: str | None, profile: str | None = None) -> str:
    """What a pool is called. Slices have pools of their own: nobody can ask for one instead of a GPU."""
    name = model or "unknown model"
    return f"{name} MIG {profile}" if profile else name


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", name.casefold()).strip("-")
