"""A stand-in for the engine child: sends the small site a few times a second and answers what it is asked.

Run as `python -m tests.window.stand_in_engine [deaf|failing|mute|babbling]`.
"""

from __future__ import annotations

import os
import sys
import threading
import time

import numpy as np

from console.engine.messages import (
    FLEET_MARK,
    TOLD_MARK,
    AskRaw,
    AskSeries,
    CostTold,
    FailureTold,
    RawTold,
    SeriesTold,
    StartTold,
    Told,
    decode_ask,
    encode,
)
from console.engine.wire import Differ
from console.sources.child import claim_output, read_frame, write_frame
from tests.window.small_fleet import small_fleet

PIPE = claim_output()
ASKS = os.fdopen(0, "rb", buffering=0)
LOCK = threading.Lock()


def tell(message: Told) -> None:
    with LOCK:
        write_frame(PIPE, TOLD_MARK, encode(message))


def publish() -> None:
    differ = Differ()
    while True:
        with LOCK:
            write_frame(PIPE, FLEET_MARK, *differ.encode(small_fleet(time.time())))
        time.sleep(0.05)


def answer(frame: bytearray) -> None:
    match decode_ask(frame):
        case AskRaw(thing):
            tell(RawTold(thing, '{"job_id": 8812, "note": "<b>not markup</b>"}'))
        case AskSeries(subject, measures):
            times = time.time() - 3600 + 10.0 * np.arange(360)
            values = {name: (50 + 40 * np.sin(np.arange(360) / 20 + len(name))).tobytes() for name in measures}
            tell(SeriesTold(subject, times.tobytes(), values))
        case _:
            pass


def main(mode: str) -> None:
    if mode == "failing":
        tell(FailureTold('there is no kind of source "slurp"', "switchroom.toml, line 3", 'did you mean "slurm"?'))
    elif mode == "babbling":
        write_frame(PIPE, FLEET_MARK, b"this is no fleet")
    elif mode != "mute":
        tell(StartTold(("the token of alpha stands in the file; move it into the keyring",)))
        tell(CostTold(2.0, 150_000_000))
        threading.Thread(target=publish, daemon=True).start()
    while (frame := read_frame(ASKS)) is not None:
        answer(frame)
    if mode == "deaf":
        time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
