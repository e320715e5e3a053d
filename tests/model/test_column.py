from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.column import Column, Kind, column, concatenate, constant, numbers, text_lists, texts, unknown

names = st.one_of(st.none(), st.text(st.characters(exclude_characters="\x1f"), max_size=8))
lists = st.one_of(st.none(), st.lists(st.text("abc", min_size=1, max_size=3), max_size=3).map(tuple))
figures = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))


@given(st.lists(names))
def test_texts_come_back_as_they_went_in(values: list[str | None]) -> None:
    assert texts(values).values() == values


@given(st.lists(lists))
def test_lists_of_texts_come_back_as_they_went_in(values: list[tuple[str, ...] | None]) -> None:
    assert text_lists(values).values() == values


@given(st.lists(figures))
def test_numbers_come_back_as_they_went_in(values: list[float | None]) -> None:
    assert numbers(Kind.REAL, values).values() == values


def test_an_unknown_whole_number_is_none_and_a_known_one_an_int() -> None:
    assert [repr(value) for value in numbers(Kind.WHOLE, [None, 0, 2**53]).values()] == ["None", "0", str(2**53)]


def test_a_flag_is_true_false_or_unknown() -> None:
    assert numbers(Kind.FLAG, [True, False, None]).values() == [True, False, None]


@given(st.lists(st.lists(names), min_size=1))
def test_concatenating_keeps_every_text_in_order(parts: list[list[str | None]]) -> None:
    joined = concatenate([texts(part) for part in parts])
    assert joined.values() == [value for part in parts for value in part]


def test_concatenated_words_are_shared_so_that_equal_texts_have_equal_codes() -> None:
    joined = concatenate([texts(["a", "b"]), texts(["b", "a"])])
    assert joined.codes.tolist() == [0, 1, 1, 0]


def test_a_column_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        numbers(Kind.REAL, [1.0]).data[0] = 2.0


def test_texts_are_no_numbers_and_numbers_no_texts() -> None:
    with pytest.raises(TypeError):
        _ = texts(["a"]).numbers
    with pytest.raises(TypeError):
        _ = numbers(Kind.REAL, [1]).codes


@pytest.mark.parametrize("kind", list(Kind))
def test_an_unknown_column_holds_only_none(kind: Kind) -> None:
    assert unknown(kind, 3).values() == [None, None, None]


def test_a_column_of_one_text_may_be_unknown() -> None:
    assert constant("hall-1", 2).values() == ["hall-1", "hall-1"]
    assert constant(None, 2).values() == [None, None]


def test_rows_are_found_by_word_and_by_part_of_it_whatever_its_case() -> None:
    states = texts(["Busy", None, "idle", "busy"])
    assert states.where("busy").tolist() == [False, False, False, True]
    assert states.containing("BUS").tolist() == [True, False, False, True]
    assert states.where("absent").tolist() == [False] * 4


def test_columns_equal_only_with_the_same_values_and_coding() -> None:
    assert texts(["a", "b"]).equals(texts(["a", "b"]))
    assert not texts(["a", "b"]).equals(texts(["b", "a"]))
    assert numbers(Kind.REAL, [1.0, None]).equals(numbers(Kind.REAL, [1.0, None]))
    assert not numbers(Kind.REAL, [1.0]).equals(numbers(Kind.WHOLE, [1]))


def test_taking_rows_keeps_their_order() -> None:
    assert texts(["a", "b", "c"]).take(np.array([2, 0])).values() == ["c", "a"]


def test_a_column_of_any_kind_is_made_from_plain_values() -> None:
    assert column(Kind.TEXT, ["a", None]).values() == ["a", None]
    assert column(Kind.TEXTS, [("a",), (), None]).values() == [("a",), (), None]
    assert column(Kind.INSTANT, [1.5, None]).values() == [1.5, None]


@pytest.mark.parametrize(("kind", "dtype"), [(Kind.TEXT, np.int64), (Kind.REAL, np.float32), (Kind.WHOLE, np.int64)])
def test_values_of_another_width_are_refused(kind: Kind, dtype: type) -> None:
    with pytest.raises(TypeError, match="cannot hold"):
        Column(kind, np.zeros(2, dtype=dtype))
