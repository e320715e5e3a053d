from __future__ import annotations

import pytest

from console.model.column import Kind, numbers, texts
from console.model.table import Schema, Table, concatenated, empty, from_rows, table

THINGS = Schema("things", {"id": Kind.TEXT, "power_w": Kind.REAL})


def test_rows_come_back_with_none_for_what_is_not_known() -> None:
    made = from_rows(THINGS, [{"id": "a", "power_w": 5.0}, {"id": "b"}])
    assert made.rows() == [{"id": "a", "power_w": 5.0}, {"id": "b", "power_w": None}]


def test_a_row_is_found_by_its_id() -> None:
    made = from_rows(THINGS, [{"id": "a", "power_w": 5.0}])
    assert made.find("a") == {"id": "a", "power_w": 5.0}
    assert made.find("b") is None


def test_columns_that_a_source_does_not_tell_are_unknown() -> None:
    assert table(THINGS, 2, {"id": texts(["a", "b"])})["power_w"].values() == [None, None]


def test_a_column_without_a_place_in_the_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="no column watts"):
        table(THINGS, 1, {"id": texts(["a"]), "watts": numbers(Kind.REAL, [1])})


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Table(THINGS, {"id": texts(["a"]), "power_w": numbers(Kind.REAL, [1, 2])})


def test_tables_are_concatenated_in_order_and_empty_ones_add_nothing() -> None:
    one, two = from_rows(THINGS, [{"id": "a"}]), from_rows(THINGS, [{"id": "b"}])
    assert concatenated(THINGS, [one, empty(THINGS), two]).ids == ("a", "b")
    assert len(concatenated(THINGS, [])) == 0
