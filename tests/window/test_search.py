from __future__ import annotations

import time

import pytest

from console.engine.messages import Ask
from console.model.column import Value
from console.model.fleet import Fleet
from console.model.table import from_rows
from console.model.tables import GPUS
from console.window.actions import all_verbs
from console.window.frame.search import LIMIT, search

VERBS = all_verbs()


def captions(text: str, fleet: Fleet) -> list[str]:
    return [found.caption() for found in search(text, VERBS, fleet)]


def test_that_nothing_typed_offers_every_verb(fleet: Fleet) -> None:
    assert captions("", fleet) == [verb.title for verb in VERBS][:LIMIT]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("n047", "alpha n047"),
        ("n047 gpu3", "alpha n047 · GPU 3"),
        ("8812", "8812 train-vit"),
        ("train-vit", "8812 train-vit"),
        ("alpha h100", "alpha / h100"),
        ("runpod", "runpod"),
        ("GPU-5f2c0003", "alpha n031 · GPU 3"),
        ("thm drk", "Theme: dark"),
        ("dark", "Theme: dark"),
    ],
)
def test_that_what_is_meant_stands_first(fleet: Fleet, text: str, first: str) -> None:
    assert captions(text, fleet)[0] == first


def test_that_one_kind_of_object_does_not_hide_the_others(fleet: Fleet) -> None:
    kinds = {found.thing.sort.value for found in search("alpha", VERBS, fleet) if found.thing is not None}
    assert kinds == {"sources", "pools", "nodes", "gpus", "jobs", "reservations"}


def test_that_fifty_thousand_gpus_are_searched_within_a_frame(asked: list[Ask]) -> None:
    rows: list[dict[str, Value]] = [
        {"id": f"alpha/n{node:05d}/gpu{index}", "source": "alpha", "node": f"alpha/n{node:05d}", "index": index}
        for node in range(6250)
        for index in range(8)
    ]
    fleet = Fleet(time.time(), {"gpus": from_rows(GPUS, rows)})
    search("n0", VERBS, fleet)  # the words are joined once
    began = time.perf_counter()
    found = captions("n03333 gpu7", fleet)
    elapsed_s = time.perf_counter() - began
    assert found[0] == "alpha n03333 · GPU 7"
    assert elapsed_s < 0.25  # a slow machine's allowance; a few milliseconds are usual
