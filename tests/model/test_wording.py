from hypothesis import given
from hypothesis import strategies as st

from console.model.wording import quoted


def test_what_was_typed_is_repeated_in_quotes() -> None:
    assert quoted("400 kw") == '"400 kw"'


def test_a_long_text_is_cut() -> None:
    assert quoted("x" * 50) == '"' + "x" * 40 + '…"'


def test_control_characters_are_escaped() -> None:
    assert quoted("a\x1b[2J\n") == '"a\\x1b[2J\\n"'


@given(st.text())
def test_a_repeated_text_is_one_printable_line(text: str) -> None:
    assert quoted(text).isprintable()
