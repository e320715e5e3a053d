"""What the filter language finds, and what it says about a slip."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.insight.filter import Filter, parse_filter, terms_of, toggled, without_field
from console.model.column import Value
from console.model.errors import SettingsError
from console.model.table import Table, from_rows
from console.model.tables import GPUS, JOBS, POOLS

GIB = 2**30
ROWS: list[dict[str, Value]] = [
    {
        "id": "alpha/n04/gpu0", "node": "alpha/n04", "state": "busy", "utilization_pct": 12.0, "power_w": 688.0,
        "owner": "Alice", "reserved": True, "memory_used_bytes": 71 * GIB, "memory_total_bytes": 80 * GIB,
        "throttle_reasons": ("sw_power_cap", "hw_thermal"), "temperature_c": 85.0, "sm_clock_mhz": 1400.0,
    },
    {
        "id": "alpha/n05/gpu0", "node": "alpha/n05", "state": "reserved_idle", "utilization_pct": 0.0, "power_w": 91.0,
        "owner": "nlp", "reserved": True, "memory_used_bytes": GIB, "memory_total_bytes": 80 * GIB,
        "throttle_reasons": (), "temperature_c": 38.0, "sm_clock_mhz": 210.0,
    },
    {"id": "alpha/n06/gpu0", "node": "alpha/n06", "state": "idle", "utilization_pct": 20.0, "reserved": False},
    {"id": "alpha/n07/gpu0", "node": "alpha/n07"},
]  # fmt: skip


@pytest.fixture
def gpus() -> Table:
    return from_rows(GPUS, ROWS)


def found(text: str, table: Table, now: float | None = None) -> list[int]:
    return [int(row) for row in np.flatnonzero(parse_filter(text).mask(table, now))]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [0, 1, 2, 3]),
        ("   ", [0, 1, 2, 3]),
        ("util<20", [0, 1]),
        ("util<20 state:busy", [0]),
        ("util<=20", [0, 1, 2]),
        ("util!=20", [0, 1]),
        ("util<20%", [0, 1]),
        ("utilization_pct>=20", [2]),
        ("temp>=85", [0]),
        ("temp>=85°C", [0]),
        ("power>600", [0]),
        ("power>0.6kW", [0]),
        ("mem>70", [0]),
        ("mem>900MiB", [0, 1]),
        ("mem_pct<50%", [1]),
        ("clock<1GHz", [1]),
        ("node:n04", [0]),
        ("node=n04", []),
        ("node=alpha/n04", [0]),
        ("state:idle", [2]),
        ("state:reserved-idle", [1]),
        ("state:held", [1]),
        ('state:"reserved idle"', [1]),
        ("state:busy,idle", [0, 2]),
        ("-state:idle", [0, 1, 3]),
        ("state!=idle", [0, 1]),
        ("state:unknown", [3]),
        ("-util:unknown", [0, 1, 2]),
        ("alice", [0]),
        ("-alice", [1, 2, 3]),
        ("ALPHA/N0 gpu0", [0, 1, 2, 3]),
        ("thermal", [0]),
        ("throttle:hw_thermal", [0]),
        ("throttle=hw_thermal", [0]),
        ("throttle=thermal", []),
        ("throttle:yes", [0]),
        ("throttle:no", [1]),
        ("reserved:yes", [0, 1]),
        ("reserved:no", [2]),
        ("user:nlp", [1]),
    ],
)
def test_a_filter_finds(text: str, rows: list[int], gpus: Table) -> None:
    assert found(text, gpus) == rows


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("utl<20", "did you mean util?"),
        ("util<", "has no value"),
        ("-", "has no value"),
        ("<20", "has no field"),
        ("util<hot", "is not a number"),
        ("util<nan", "is not a number"),
        ("power>5x", "unit"),
        ("owner>3", "no order"),
        ("reserved:maybe", "yes or no"),
        ("wait>2h", "no field"),
    ],
)
def test_a_slip_is_told_in_one_sentence(text: str, words: str, gpus: Table) -> None:
    with pytest.raises(SettingsError) as error:
        parse_filter(text).mask(gpus)
    assert words in str(error.value)


def test_waits_are_durations_and_count_from_now() -> None:
    jobs = from_rows(
        JOBS,
        [
            {"id": "a/1", "state": "pending", "submitted_at": 0.0},
            {"id": "a/2", "state": "pending", "submitted_at": 9000.0},
            {"id": "a/3", "state": "running", "submitted_at": 0.0},
        ],
    )
    assert found("wait>2h", jobs, now=10_000.0) == [0]
    assert found("wait<30m", jobs, now=10_000.0) == [1]
    with pytest.raises(SettingsError, match="30m"):
        parse_filter("wait>30").mask(jobs)


def test_the_same_short_name_fits_each_table() -> None:
    pools = from_rows(POOLS, [{"id": "alpha/h100", "gpu_model": "H100", "gpus_total": 8, "median_wait_s": 60.0}])
    assert found("model:h100 gpus>4 pool:alpha wait=1m", pools) == [0]


def test_an_empty_table_is_checked_too() -> None:
    with pytest.raises(SettingsError):
        parse_filter("wait>2h").mask(from_rows(GPUS, []))


def test_editing_keeps_what_was_typed() -> None:
    text = 'util<20  -state:idle "a b" util>3'
    assert [term.text for term in terms_of(text)] == ["util<20", "-state:idle", '"a b"', "util>3"]
    assert without_field(text, "util") == '-state:idle "a b"'
    assert toggled("alice", "reason:Priority") == "alice reason:Priority"
    assert toggled("alice reason:Priority", "reason:Priority") == "alice"


names = st.sampled_from(["busy", "idle", "reserved_idle", "down", None])
shares = st.one_of(st.none(), st.floats(0, 100))
tables = st.lists(st.tuples(names, shares), max_size=30).map(
    lambda rows: from_rows(
        GPUS, [{"id": f"a/{n}", "state": state, "utilization_pct": util} for n, (state, util) in enumerate(rows)]
    )
)
operators = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])


@given(tables, operators, st.integers(0, 100))
def test_a_comparison_is_row_by_row_and_never_finds_the_unknown(table: Table, op: str, bound: int) -> None:
    expected = [
        row
        for row, value in enumerate(table["utilization_pct"].values())
        if isinstance(value, float)
        and {
            "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound,
            "=": math.isclose(value, bound, rel_tol=0, abs_tol=0), "!=": value != bound,
        }[op]
    ]  # fmt: skip
    assert found(f"util{op}{bound}", table) == expected


@given(tables, st.sampled_from(["util<50", "state:idle", "busy", "util:unknown"]))
def test_a_minus_is_the_complement(table: Table, term: str) -> None:
    kept, taken = parse_filter(term).mask(table), parse_filter(f"-{term}").mask(table)
    assert np.array_equal(kept, ~taken)


@given(tables, st.lists(st.sampled_from(["util<50", "-state:idle", "busy", "state:busy,down"]), max_size=4))
def test_terms_narrow_in_any_order(table: Table, terms: list[str]) -> None:
    mask = parse_filter(" ".join(terms)).mask(table)
    assert np.array_equal(mask, parse_filter(" ".join(reversed(terms))).mask(table))
    for term in terms:
        assert not np.any(mask & ~parse_filter(term).mask(table))


@given(st.text(max_size=40))
def test_any_text_is_a_filter_or_a_clear_error(text: str) -> None:
    try:
        mask = parse_filter(text).mask(from_rows(GPUS, ROWS))
    except SettingsError:
        pass
    else:
        assert len(mask) == len(ROWS)


@given(st.text(max_size=40), st.sampled_from(["util<5", "state:busy"]))
def test_toggling_twice_changes_nothing(text: str, term: str) -> None:
    before = [each.text for each in terms_of(text)]
    twice = [each.text for each in terms_of(toggled(toggled(text, term), term))]
    assert [each for each in twice if each != term] == [each for each in before if each != term]
    assert (term in twice) == (term in before)


def test_no_filter_is_false() -> None:
    assert not Filter()
    assert parse_filter("busy")
