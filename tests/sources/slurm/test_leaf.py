from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.sources.slurm.decoding import decode, envelope
from console.sources.slurm.leaf import Leaf, Wrapped, capitals, hosts, instant, number, text, words
from console.sources.slurm.wire import Envelope, Jobs, Nodes

FIELDS = ["priority", "start_time", "job_state", "tres_per_node", "nodes", "array_task_id", "gres_detail", "name"]
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["set", "infinite", "number", "else"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("leaf", "value"),
    [
        (8, 8.0),
        (0, 0.0),
        (1.5, 1.5),
        ("12", 12.0),
        (Wrapped(number=7), 7.0),
        (Wrapped(set=False, number=7), None),
        (Wrapped(infinite=True, number=7), None),
        (Wrapped(set=False, infinite=True, number=0), None),
        (Wrapped(), None),
        (None, None),
        ("", None),
        ("Infinity", None),
        (math.nan, None),
        (-1, None),
        (-2, None),
        (2**32 - 2, None),
        (2**32 - 1, None),
        (2**64 - 2, None),
        ([], None),
    ],
)
def test_a_number_is_read_from_every_shape(leaf: Leaf, value: float | None) -> None:
    assert number(leaf) == value


def test_an_instant_of_zero_is_never() -> None:
    assert instant(0) is None
    assert instant(Wrapped(number=1_795_585_533)) == 1_795_585_533


def test_an_empty_text_is_unknown() -> None:
    assert text("") is None
    assert text(None) is None
    assert text(5) is None
    assert text("gpu") == "gpu"


def test_a_list_is_read_from_a_text_with_commas_too() -> None:
    assert words("h100,ib") == words(["h100", "ib"]) == ("h100", "ib")
    assert words("") == ()
    assert words(None) is None
    assert words(["a", 1, None]) == ("a",)


def test_state_words_are_capitals_in_every_version() -> None:
    assert capitals("idle", ["DRAIN"]) == capitals(["IDLE", "DRAIN"], None) == ("IDLE", "DRAIN")


def test_nodes_that_cannot_be_read_are_unknown() -> None:
    assert hosts("node[1-2]") == ("node1", "node2")
    assert hosts("node[1-") is None
    assert hosts(None) is None


@given(st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_any_shape_of_a_field_is_taken(fields: dict[str, object]) -> None:
    body = msgspec.json.encode({"jobs": [{"job_id": 1, **fields}]})
    jobs = decode(body, Jobs).jobs
    assert jobs is not None
    assert number(jobs[0].priority) is None or math.isfinite(number(jobs[0].priority) or 0)


def test_a_text_that_is_not_utf_8_is_mended() -> None:
    jobs = decode(b'{"jobs": [{"job_id": 1, "name": "caf\xe9"}]}', Jobs).jobs
    assert jobs is not None
    assert jobs[0].name == "caf\ufffd"


def test_nan_and_infinity_are_unknown_and_texts_keep_theirs() -> None:
    body = b'{"nodes": [{"name": "NaN Infinity", "cpu_load": NaN, "cpus": -Infinity, "real_memory": 5}]}'
    nodes = decode(body, Nodes).nodes
    assert nodes is not None
    assert (nodes[0].name, number(nodes[0].cpu_load), number(nodes[0].cpus)) == ("NaN Infinity", None, None)


def test_the_release_is_read_under_both_names() -> None:
    for key in ("Slurm", "slurm"):
        assert decode(msgspec.json.encode({"meta": {key: {"release": "22.05.8"}}}), Envelope).release == "22.05.8"
    assert decode(b'{"meta": {}}', Envelope).release is None
    assert decode(b"{}", Envelope).release is None


def test_what_is_no_json_has_no_envelope() -> None:
    assert envelope(b"Authentication failure") is None
    assert envelope(b"[]") is None
    assert envelope(b'{"jobs": []}') == Envelope()
