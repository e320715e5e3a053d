from __future__ import annotations

import pytest

from console.model.column import Value
from console.model.fleet import merge
from console.model.snapshot import Snapshot
from console.model.table import from_rows
from console.model.tables import ALERTS, GPUS, JOBS, NODES


def snapshot(source: str, **tables: list[dict[str, Value]]) -> Snapshot:
    schemas = {"nodes": NODES, "gpus": GPUS, "jobs": JOBS}
    return Snapshot(source, 100.0, {name: from_rows(schemas[name], rows) for name, rows in tables.items()})


def test_the_fleet_holds_every_row_of_every_source_in_order() -> None:
    fleet = merge([snapshot("a", jobs=[{"id": "a/job/1"}]), snapshot("b", jobs=[{"id": "b/job/1"}])], 100.0)
    assert fleet["jobs"].ids == ("a/job/1", "b/job/1")


def test_a_machine_that_two_sources_report_is_one_node_with_what_both_know() -> None:
    host = snapshot("host", nodes=[{"id": "host/desk", "machine": "local:desk", "cpu_pct": 12.0}])
    nvml = snapshot(
        "nvml",
        nodes=[{"id": "nvml/desk", "machine": "local:desk", "cpu_pct": 99.0, "gpus_total": 8}],
        gpus=[{"id": "nvml/desk/GPU-1", "node": "nvml/desk"}],
    )
    fleet = merge([host, nvml], 100.0)
    assert fleet["nodes"].ids == ("host/desk",)
    assert fleet["nodes"]["cpu_pct"].values() == [12.0]
    assert fleet["nodes"]["gpus_total"].values() == [8]
    assert fleet["gpus"]["node"].values() == ["host/desk"]


def test_nodes_of_different_machines_stay_apart() -> None:
    nodes: list[dict[str, Value]] = [{"id": "a/n1", "machine": None}, {"id": "a/n2"}, {"id": "a/n3", "machine": "x"}]
    assert len(merge([snapshot("a", nodes=nodes)], 100.0)["nodes"]) == 3


def test_a_table_that_nobody_tells_is_empty() -> None:
    assert len(merge([], 100.0)["gpus"]) == 0


def test_a_snapshot_refuses_a_table_that_is_the_engines() -> None:
    with pytest.raises(ValueError, match="no table alerts"):
        Snapshot("a", 1.0, {"alerts": from_rows(ALERTS, [])})
