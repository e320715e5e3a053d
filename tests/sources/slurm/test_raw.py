from __future__ import annotations

import json

import pytest

from console.settings.redact import remember
from console.sources.slurm.raw import Raw
from tests.sources.slurm.recordings import Recording, recordings


def raw_of(recording: Recording) -> Raw:
    return Raw({call: recording.body(call) for call in ("nodes", "partitions", "jobs", "reservations")})


@pytest.mark.parametrize("recording", recordings(), ids=str)
@pytest.mark.parametrize(
    ("thing", "key", "value"),
    [
        ("alpha/gpu", "name", "gpu"),
        ("alpha/node002", "name", "node002"),
        ("alpha/node002/gpu7", "name", "node002"),
        ("alpha/job/7", "array_task_string", "0-9%2"),
        ("alpha/job/10", "job_id", 10),
        ("alpha/reservation/team", "name", "team"),
    ],
)
def test_the_object_of_an_id_is_found_in_every_version(
    recording: Recording, thing: str, key: str, value: object
) -> None:
    found = raw_of(recording).find(thing)
    assert found is not None
    assert json.loads(found)[key] == value
    assert found.startswith("{\n  ")


@pytest.mark.parametrize(
    "thing", ["alpha", "alpha/none", "alpha/job/99", "alpha/job/", "alpha/reservation/x", "alpha/x/gpu0"]
)
def test_what_is_not_there_has_no_object(thing: str) -> None:
    assert raw_of(Recording("22.05", "v0.0.38")).find(thing) is None
    assert Raw().find(thing) is None
    assert (
        Raw({"nodes": b"not json", "jobs": b"[]", "partitions": b"", "reservations": b'{"reservations": 1}'}).find(
            thing
        )
        is None
    )


def test_a_task_of_an_array_is_found_by_its_own_id() -> None:
    jobs = [
        {"job_id": 7, "array_job_id": 7, "array_task_id": None},
        {"job_id": 12, "array_job_id": 7, "array_task_id": 3},
    ]
    raw = Raw({"jobs": json.dumps({"jobs": jobs}).encode()})
    assert json.loads(raw.find("alpha/job/7_3") or "")["job_id"] == 12
    assert json.loads(raw.find("alpha/job/7") or "")["job_id"] == 7


def test_a_secret_that_slurm_repeats_is_not_shown() -> None:
    remember("s3cr3t-in-a-comment")
    raw = Raw({"nodes": b'{"nodes": [{"name": "n1", "comment": "s3cr3t-in-a-comment"}]}'})
    assert json.loads(raw.find("alpha/n1") or "")["comment"] == "[secret]"
