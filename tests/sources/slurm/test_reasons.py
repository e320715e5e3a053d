from __future__ import annotations

import pytest

from console.sources.slurm.reasons import plain_words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("Resources", "Next in line, waiting for free nodes or GPUs"),
        ("None", "The scheduler has not looked at it yet"),
        ("AssocGrpSomethingNew", "The account together is at one of its limits"),
        ("AssocMaxSomethingNew", "At a limit that the account sets for each user or job"),
        ("QOSGrpSomethingNew", "Everyone in this quality of service together is at one of its limits"),
        ("QOSMaxSomethingNew", "At a limit that the quality of service sets for each user or job"),
        ("QOSMinSomethingNew", "Asks for less than the quality of service demands"),
        ("MaxSomethingPerAccount", "The account is at one of its limits in this quality of service"),
        ("PartitionSomethingNew", "The partition does not permit the request"),
        ("NodeSomethingNew", "A node that it needs is not available"),
        ("SomethingQuiteNew", "SomethingQuiteNew"),
        (None, None),
    ],
)
def test_a_code_is_said_in_words_and_a_new_one_by_its_beginning(code: str | None, words: str | None) -> None:
    assert plain_words(code) == words


def test_what_slurm_adds_stands_in_brackets() -> None:
    told = plain_words("ReqNodeNotAvail", "ReqNodeNotAvail, UnavailableNodes:node[001-003]")
    assert told == "A node that it needs is down, drained or reserved (UnavailableNodes:node[001-003])"
    assert plain_words("Resources", "Nodes_required_are_DOWN") == (
        "Next in line, waiting for free nodes or GPUs (Nodes required are DOWN)"
    )
    assert plain_words("Priority", "Priority") == "Others rank higher in this partition"
