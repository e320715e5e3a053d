import io
import logging
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.settings import redact as module
from console.settings.redact import RedactingFilter, redact, remember, revealed

secrets = st.text(min_size=4, max_size=20)


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s %(url)s", defaults={"url": "-"}))
    handler.addFilter(RedactingFilter())
    logger = logging.Logger("alpha")
    logger.addHandler(handler)
    remember("s3cr3t/värde")
    return logger, written


@given(st.text(), secrets, st.text())
def test_a_secret_never_stays_in_a_text(before: str, secret: str, after: str) -> None:
    left = redact(before + secret + after, [secret]).split("[secret]")
    assert len(left) > 1
    assert not any(secret in piece for piece in left)


@given(st.text(), st.lists(secrets))
def test_a_text_without_secrets_is_unchanged(text: str, values: list[str]) -> None:
    if not any(value in text for value in values):
        assert redact(text, values) == text


def test_secrets_are_found_quoted_and_escaped() -> None:
    secret = 'a/b c"d\né'
    for spelt in (secret, quote(secret, safe=""), 'a/b c\\"d\\n\\u00e9', repr(secret)[1:-1]):
        assert redact(f"<{spelt}>", [secret]) == "<[secret]>"


def test_a_secret_within_another_does_not_uncover_it() -> None:
    assert redact("token-and-more", ["token", "token-and-more"]) == "[secret]"


def test_what_is_too_short_is_no_secret() -> None:
    remember("abc")
    assert "abc" not in revealed()
    assert redact("abc", ["abc"]) == "abc"


def test_only_the_latest_secrets_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_revealed", {})
    monkeypatch.setattr(module, "_MOST", 2)
    for value in ("first", "second", "first", "third"):
        remember(value)
    assert revealed() == ("first", "third")


def test_a_log_record_loses_secrets_in_message_arguments_and_fields(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("sent %s", "s3cr3t/värde", extra={"url": "http://x/?t=s3cr3t%2Fv%C3%A4rde"})
    assert written.getvalue() == "alpha sent [secret] http://x/?t=[secret]\n"


def test_a_log_record_loses_secrets_in_its_traceback(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        raise ValueError("Illegal header value b's3cr3t/värde'")
    except ValueError:
        logger.exception("failed")
    assert "s3cr3t" not in written.getvalue()
    assert "ValueError: Illegal header value b'[secret]'" in written.getvalue()


def test_a_log_record_whose_arguments_do_not_fit_is_kept(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("%d GPUs", "s3cr3t/värde")
    assert written.getvalue() == "alpha %d GPUs (log arguments do not fit) -\n"


def test_an_ordinary_record_is_left_alone(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("%d GPUs", 8)
    assert written.getvalue() == "alpha 8 GPUs -\n"


def test_before_any_secret_was_revealed_records_pass_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_revealed", {})
    record = logging.LogRecord("alpha", logging.INFO, __file__, 1, "%d", (1,), None)
    assert RedactingFilter().filter(record)
    assert record.args == (1,)
