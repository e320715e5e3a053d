"""What the window asks of the engine and what it is told besides the fleet: one tagged union each way."""

from __future__ import annotations

from typing import cast

import msgspec


class PollNow(msgspec.Struct, tag=True, frozen=True):
    """Poll one source at once, or all."""

    source: str | None = None


class AskRaw(msgspec.Struct, tag=True, frozen=True):
    """What did the source say about this id?"""

    thing: str


class AskSeries(msgspec.Struct, tag=True, frozen=True):
    """The last hour of one thing."""

    subject: str
    measures: tuple[str, ...]


class RawTold(msgspec.Struct, tag=True, frozen=True):
    """The answer to AskRaw; None when the source keeps nothing about it."""

    thing: str
    text: str | None


class SeriesTold(msgspec.Struct, tag=True, frozen=True):
    """The answer to AskSeries; arrays are float64 bytes of equal length."""

    subject: str
    times: bytes
    values: dict[str, bytes]


class CostTold(msgspec.Struct, tag=True, frozen=True):
    """What the engine and its helpers cost this machine: share of one core in per cent, resident bytes."""

    cpu_pct: float
    memory_bytes: int


class StartTold(msgspec.Struct, tag=True, frozen=True):
    """The first message: sentences that the operator should read once (a literal secret in the file, say)."""

    warnings: tuple[str, ...]


class FailureTold(msgspec.Struct, tag=True, frozen=True):
    """The engine cannot start; it ends after this."""

    what: str
    where: str
    todo: str


Ask = PollNow | AskRaw | AskSeries
Told = RawTold | SeriesTold | CostTold | StartTold | FailureTold

FLEET_MARK = b"fleet..."  # eight bytes, so that the buffers behind it stay on their boundaries
TOLD_MARK = b"told...."

_asks = msgspec.msgpack.Decoder(Ask)
_tolds = msgspec.msgpack.Decoder(Told)


def encode(message: Ask | Told) -> bytes:
    """A message as bytes."""
    return msgspec.msgpack.encode(message)


def decode_ask(data: bytes | bytearray) -> Ask:
    """A message from the window.

    Raises:
        msgspec.DecodeError: if it is not one.
    """
    return cast(Ask, _asks.decode(data))


def decode_told(data: bytes | bytearray | memoryview) -> Told:
    """A message from the engine.

    Raises:
        msgspec.DecodeError: if it is not one.
    """
    return cast(Told, _tolds.decode(data))
