from __future__ import annotations

from console.insight.alerts import alerts
from console.model.column import Value
from console.model.fleet import Fleet
from console.model.table import empty, from_rows
from console.model.tables import ALERTS, GPUS, POOLS, SOURCES


def gpu(number: int, **fields: Value) -> dict[str, Value]:
    return {"id": f"a/n/{number}", "pool": "a/gpu", "state": "busy", **fields}


def test_many_gpus_down_in_a_pool_are_one_alert() -> None:
    fleet = Fleet(0.0, {"gpus": from_rows(GPUS, [gpu(i, state="down") for i in range(16)])})
    found = alerts(fleet, empty(ALERTS), 50.0)
    assert found["text"].values() == ["a/gpu: 16 GPUs down"]
    assert found["severity"].values() == ["critical"]


def test_one_gpu_down_is_named() -> None:
    fleet = Fleet(0.0, {"gpus": from_rows(GPUS, [gpu(3, state="down")])})
    assert alerts(fleet, empty(ALERTS), 50.0)["text"].values() == ["a/gpu: GPU down: n/3"]


def test_an_alert_keeps_the_instant_since_which_it_holds() -> None:
    fleet = Fleet(0.0, {"gpus": from_rows(GPUS, [gpu(3, ecc_uncorrected=1)])})
    first = alerts(fleet, empty(ALERTS), 50.0)
    assert alerts(fleet, first, 90.0)["since"].values() == [50.0]


def test_an_alert_ends_when_its_cause_does() -> None:
    hot = from_rows(GPUS, [gpu(0, temperature_c=93.0, temperature_slowdown_c=90.0)])
    cool = from_rows(GPUS, [gpu(0, temperature_c=60.0, temperature_slowdown_c=90.0)])
    first = alerts(Fleet(0.0, {"gpus": hot}), empty(ALERTS), 50.0)
    assert len(first) == 1
    assert len(alerts(Fleet(0.0, {"gpus": cool}), first, 60.0)) == 0


def test_a_source_in_trouble_and_a_pool_held_idle_are_alerts() -> None:
    fleet = Fleet(
        0.0,
        {
            "sources": from_rows(
                SOURCES,
                [
                    {"name": "runpod", "health": "refused", "detail": "key refused"},
                    {"name": "alpha", "health": "ok"},
                    {"name": "new", "health": None},
                ],
            ),
            "pools": from_rows(POOLS, [{"id": "alpha/gpu", "gpus_reserved_idle": 40}, {"id": "alpha/b"}]),
        },
    )
    texts = alerts(fleet, empty(ALERTS), 50.0)["text"].values()
    assert texts == ["runpod: key refused", "alpha/gpu: 40 GPUs held idle"]
