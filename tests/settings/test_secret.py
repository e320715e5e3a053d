import copy
import pickle

import pytest

from console.model.errors import SettingsError
from console.settings import secret as module
from console.settings.redact import revealed
from console.settings.secret import Secret, parse_secret


class Renewed:
    """An origin whose value changes at every fetch."""

    label = "renewed"

    def __init__(self, lifetime_s: float) -> None:
        self.values = iter(f"value-{n}" for n in range(9))
        self.lifetime = lifetime_s

    def fetch(self) -> str:
        return next(self.values)

    def lifetime_s(self, _value: str, /) -> float:
        return self.lifetime


class Clock:
    now_s = 1_000.0

    def time(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_a_literal_is_its_own_value_and_is_never_shown() -> None:
    secret = parse_secret("hunter2-literal")
    assert secret.is_literal
    assert secret.reveal() == "hunter2-literal"
    assert repr(secret) == str(secret) == "Secret(literal)"
    assert "hunter2-literal" in revealed()
    assert "hunter2" not in repr(secret._origin)


def test_an_environment_variable_is_read_at_each_use(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = parse_secret("env:ALPHA_TOKEN")
    for value in ("first-token", "second-token"):
        monkeypatch.setenv("ALPHA_TOKEN", value)
        assert secret.reveal() == value
        assert value in revealed()
    assert not secret.is_literal
    assert repr(secret) == "Secret(env:ALPHA_TOKEN)"


def test_a_missing_or_empty_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALPHA_TOKEN", raising=False)
    with pytest.raises(SettingsError, match=r'secret "env:ALPHA_TOKEN": .* ALPHA_TOKEN is not set; set it'):
        parse_secret("env:ALPHA_TOKEN").reveal()
    monkeypatch.setenv("ALPHA_TOKEN", "")
    with pytest.raises(SettingsError, match=r"^x.toml, line 3: the environment variable ALPHA_TOKEN is empty"):
        parse_secret("env:ALPHA_TOKEN", where="x.toml, line 3").reveal()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the secret is empty"),
        ("keyring:", "the reference keyring: names no entry"),
        ("env:", "the reference env: names no variable"),
        ("env:A=B", "the reference env: names no variable"),
        ("file:", "the reference file: needs a whole path"),
        ("file:token", "the reference file: needs a whole path"),
        ("command:", "the reference command: names no command"),
        ("command:'' x", "the reference command: names no command"),
        ("command:echo 'x", "the reference command: has a quote that is not closed"),
    ],
)
def test_an_incomplete_reference_is_refused_where_it_stands(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_secret(text, where="x.toml, line 3")
    assert caught.value.what == said
    assert caught.value.where == "x.toml, line 3"


@pytest.mark.parametrize(
    ("text", "meant"), [("keyrng:alpha", "keyring"), ("ENV:TOKEN", "env"), ("commands:x", "command")]
)
def test_a_misspelt_reference_is_not_taken_for_a_secret(text: str, meant: str) -> None:
    with pytest.raises(SettingsError, match=f'did you mean "{meant}:"'):
        parse_secret(text)


def test_a_secret_that_only_holds_a_colon_is_a_literal() -> None:
    assert parse_secret("AKIA1234:zQ9/").reveal() == "AKIA1234:zQ9/"


def test_a_value_is_kept_until_it_expires(clock: Clock) -> None:
    secret = Secret("renewed", Renewed(60))
    assert [secret.reveal(), secret.reveal()] == ["value-0", "value-0"]
    clock.now_s += 61
    assert secret.reveal() == "value-1"


def test_a_value_without_a_lifetime_is_not_kept(clock: Clock) -> None:
    secret = Secret("renewed", Renewed(0))
    assert [secret.reveal(), secret.reveal()] == ["value-0", "value-1"]


def test_a_forgotten_value_is_fetched_again(clock: Clock) -> None:
    secret = Secret("renewed", Renewed(60))
    secret.reveal()
    secret.forget()
    assert secret.reveal() == "value-1"


def test_secrets_are_equal_where_their_references_are() -> None:
    assert parse_secret("env:A") == parse_secret("env:A", where="elsewhere")
    assert len({parse_secret("env:A"), parse_secret("env:A"), parse_secret("env:B")}) == 2
    assert parse_secret("env:A") != "env:A"


def test_a_copy_or_pickle_carries_the_reference_and_not_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPHA_TOKEN", "pickled-token")
    secret = parse_secret("env:ALPHA_TOKEN", where="x.toml, line 3")
    secret.reveal()
    pickled = pickle.dumps(secret)
    assert b"pickled-token" not in pickled
    assert pickle.loads(pickled) == copy.deepcopy(secret) == secret
