from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from console.engine.wire import Differ, Mirror
from console.model.column import Kind, numbers
from console.model.fleet import Fleet
from console.model.table import from_rows
from console.model.tables import FLEET_SCHEMAS, GPUS

rows = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from([None, "busy", "idle"]),
            "power_w": st.one_of(st.none(), st.floats(0, 1000)),
            "throttle_reasons": st.sampled_from([None, (), ("SW power cap",), ("a", "b")]),
        }
    ),
    max_size=20,
)


def fleet_of(gpus: list[dict[str, object]]) -> Fleet:
    numbered = [{"id": f"a/{number}", **row} for number, row in enumerate(gpus)]
    return Fleet(1.0, {"gpus": from_rows(GPUS, numbered)})  # type: ignore[arg-type]


def sent(differ: Differ, fleet: Fleet) -> bytes:
    return b"".join(bytes(part) for part in differ.encode(fleet))


@given(st.lists(rows, min_size=1, max_size=4))
def test_the_window_holds_what_the_engine_holds_after_every_frame(fleets: list[list[dict[str, object]]]) -> None:
    differ, mirror = Differ(), Mirror()
    for gpus in fleets:
        fleet = fleet_of(gpus)
        mirrored = mirror.apply(sent(differ, fleet)).fleet
        assert all(mirrored[name].rows() == fleet[name].rows() for name in FLEET_SCHEMAS)


def test_only_columns_that_changed_are_sent() -> None:
    differ, mirror = Differ(), Mirror()
    fleet = fleet_of([{"power_w": 1.0}, {"power_w": 2.0}])
    mirror.apply(sent(differ, fleet))
    warmer = fleet.with_table(fleet["gpus"].with_columns(power_w=numbers(Kind.REAL, [1.0, 3.0])))
    assert mirror.apply(sent(differ, warmer)).changed == {"gpus": frozenset({"power_w"})}


def test_an_unchanged_fleet_is_almost_nothing_to_send() -> None:
    differ = Differ()
    fleet = fleet_of([{"power_w": float(number)} for number in range(1000)])
    sent(differ, fleet)
    assert len(sent(differ, fleet)) < 64


def test_columns_are_wrapped_without_copying() -> None:
    frame = bytearray(sent(Differ(), fleet_of([{"power_w": 1.0}])))
    data = Mirror().apply(frame).fleet["gpus"]["power_w"].data
    assert np.shares_memory(data, np.frombuffer(frame, dtype=np.uint8))
