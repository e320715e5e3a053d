from hypothesis import given
from hypothesis import strategies as st

from console.settings.nearest import nearest, suggest

KEYS = ["name", "poll", "site", "writes", "tags"]


def test_a_slip_finds_the_word_that_was_meant() -> None:
    assert nearest("pol", KEYS) == "poll"
    assert nearest("WRITE", KEYS) == "writes"
    assert nearest("endpoint", KEYS) is None


def test_the_advice_names_the_nearest_word_or_all() -> None:
    assert suggest("pol", KEYS) == 'did you mean "poll"?'
    assert suggest("xyz", KEYS) == "use one of name, poll, site, tags, writes"
    assert suggest("xyz", []) == "remove it"


@given(st.sampled_from(KEYS))
def test_a_known_word_is_nearest_to_itself(word: str) -> None:
    assert nearest(word, KEYS) == word
