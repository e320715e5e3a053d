from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.model.duration import parse_duration
from console.model.errors import SettingsError
from console.model.instant import parse_instant, parse_when
from console.model.money import parse_money, parse_rate
from console.model.quantity import parse_bytes, parse_energy, parse_power

Parse = Callable[[str], object]
PARSERS: list[Parse] = [
    parse_duration,
    parse_power,
    parse_energy,
    parse_bytes,
    parse_money,
    parse_rate,
    parse_instant,
    lambda text: parse_when(text, 0.0),
]
nearly_right = st.text("0123456789.,:+-/$€ TZWkMGiBEURhdms\n\x1b", max_size=60)


def _refusal(parse: Parse, text: str) -> SettingsError | None:
    try:
        parse(text)
    except SettingsError as error:
        return error
    return None


@pytest.mark.parametrize("parse", PARSERS)
@given(text=st.text(max_size=60) | nearly_right)
def test_any_text_is_read_or_refused_in_one_sentence_with_an_example(parse: Parse, text: str) -> None:
    refusal = _refusal(parse, text)
    assert refusal is None or (str(refusal).isprintable() and '"' in refusal.todo)
