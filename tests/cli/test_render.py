from __future__ import annotations

import pytest
from rich.console import Console

from console.cli.columns import COLUMNS
from console.cli.render import rendered
from console.model.column import Value
from console.model.table import Table, from_rows
from console.model.tables import FLEET_SCHEMAS, GPUS


def gpus() -> Table:
    row: dict[str, Value] = {"id": "alpha/node001/gpu0", "model": "H100", "state": "reserved_idle", "power_w": 91.0}
    return from_rows(GPUS, [row, {**row, "id": "alpha/node001/gpu1", "power_w": None}])


def printed(table: Table, width: int) -> list[str]:
    console = Console(width=width, record=True, file=None, quiet=True)
    with console.capture() as capture:
        console.quiet = False
        console.print(rendered(table, COLUMNS[table.schema.name], width))
    return capture.get().splitlines()


@pytest.mark.parametrize("width", [60, 80, 120, 300])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, printed(gpus(), width))) <= width


def test_a_narrow_terminal_loses_what_matters_least() -> None:
    narrow, wide = printed(gpus(), 60)[0], printed(gpus(), 300)[0]
    assert "State" in narrow
    assert "Detail" not in narrow
    assert "Detail" in wide


def test_unknown_is_an_em_dash_and_never_zero() -> None:
    assert printed(gpus(), 300)[2].count("—") > 5
    assert " 0 W" not in printed(gpus(), 300)[2]


def test_states_are_words() -> None:
    assert "reserved idle" in printed(gpus(), 300)[1]


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_every_shown_column_is_one_of_its_table(name: str) -> None:
    assert {shown.name for shown in COLUMNS[name]} <= set(FLEET_SCHEMAS[name].kinds)
