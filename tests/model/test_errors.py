from __future__ import annotations

from console.model.errors import ConsoleError, RateLimited, Refused, SourceError


def test_an_error_reads_as_one_sentence_of_where_what_and_what_to_do() -> None:
    error = Refused("the token has expired", where="alpha", todo="get a new one with `scontrol token`")
    assert str(error) == "alpha: the token has expired; get a new one with `scontrol token`"


def test_an_error_without_a_place_or_advice_says_only_what() -> None:
    assert str(ConsoleError("it broke")) == "it broke"


def test_a_rate_limit_carries_how_long_to_wait() -> None:
    error = RateLimited("asked too often", retry_after_s=30)
    assert isinstance(error, SourceError)
    assert error.retry_after_s == 30
