"""The one way in which these services wait: for a condition, with a deadline, never for luck."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_PAUSE_S = 0.05


class ServiceError(RuntimeError):
    """A test server cannot be had; the sentence says why and what to do."""


def wait_until(condition: Callable[[], T | None], what: str, *, within_s: float = 60.0) -> T:
    """Return the first truthy value of the condition, or fail by naming what did not come about."""
    deadline = time.monotonic() + within_s
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise ServiceError(f"Waited {within_s:g} s in vain for {what}.")
        time.sleep(_PAUSE_S)
    return value
