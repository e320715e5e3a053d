from pathlib import Path
from typing import Literal

import msgspec
import pytest

from console.model.errors import SettingsError
from console.model.money import Money, parse_money
from console.settings.configuration import read
from console.settings.fields import Duration, Memory, Power, Price, WholePath
from console.settings.key_table import KeyTable
from console.settings.keys import COMMON_KEYS, convert_keys
from console.settings.reading import ConfigurationError
from console.settings.secret import Secret, parse_secret
from console.settings.structs import SourceSettings
from tests.settings.cases import told


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    host: str
    port: int = 443


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    url: str
    token: Secret | None = None
    verify: bool = True
    connections: int = 4
    share: float = 1.0
    namespaces: list[str] = []
    mode: Literal["fast", "exact"] = "fast"
    patience_s: Duration | None = msgspec.field(name="patience", default=None)
    cap_w: Power | None = msgspec.field(name="cap", default=None)
    cache_bytes: Memory | None = msgspec.field(name="cache", default=None)
    price: Price | None = None
    path: WholePath | None = None
    secrets: tuple[Secret, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    either: str | int | None = None

    def __post_init__(self) -> None:
        if self.url == "local" and self.token is not None:
            raise SettingsError("a local url needs no token", todo="remove one of them")


def source(**keys: object) -> SourceSettings:
    return SourceSettings(kind="slurm", name="alpha", keys=KeyTable(keys))


def from_file(text: str) -> SourceSettings:
    return read(f"[[source]]\nkind = 'slurm'\nname = 'alpha'\n{text}".encode(), Path("x.toml")).sources[0]


def problems(settings: SourceSettings) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        convert_keys(settings, Keys)
    return [str(problem) for problem in caught.value.problems]


def test_keys_become_the_struct_of_their_kind(tmp_path: Path) -> None:
    keys = convert_keys(
        source(
            url="http://x",
            token="env:TOKEN",
            verify=False,
            connections=2,
            share=1,
            namespaces=["a", "b"],
            mode="exact",
            patience="90s",
            cap="400 kW",
            cache="1 GiB",
            price="$2.10",
            path=str(tmp_path),
            secrets=["env:A", "env:B"],
            endpoints=[{"host": "a"}, {"host": "b", "port": 80}],
            either=5,
        ),
        Keys,
    )
    assert keys == Keys(
        url="http://x",
        token=parse_secret("env:TOKEN"),
        verify=False,
        connections=2,
        share=1.0,
        namespaces=["a", "b"],
        mode="exact",
        patience_s=90.0,
        cap_w=400_000.0,
        cache_bytes=2**30,
        price=parse_money("$2.10"),
        path=tmp_path,
        secrets=(parse_secret("env:A"), parse_secret("env:B")),
        endpoints=(Endpoint(host="a"), Endpoint(host="b", port=80)),
        either=5,
    )
    assert isinstance(keys.price, Money)


def test_missing_keys_take_their_default() -> None:
    assert convert_keys(source(url="http://x"), Keys) == Keys(url="http://x")


CASES = """
url = 'x'
tokn = 'y'
→ line 5: unknown key "tokn" in source "alpha"; did you mean "token"?

url = 'x'
pol = '5s'
→ line 5: unknown key "pol" in source "alpha"; did you mean "poll"?

token = 'env:A'
→ line 1: source "alpha" needs the key "url"; add url = …

url = 5
→ line 4: url of source "alpha": expected text, not a whole number; put it in quotes

url = 'x'
verify = 'no'
→ line 5: verify of source "alpha": expected true or false, not text; write true

url = 'x'
namespaces = 'a'
→ line 5: namespaces of source "alpha": expected a list, not text; write it in

url = 'x'
namespaces = [
'a',
5]
→ line 7: namespaces of source "alpha": expected text, not a whole number

url = 'x'
mode = 'quick'
→ line 5: mode of source "alpha": unknown value "quick"; use one of exact, fast

url = 'x'
patience = 9
→ line 5: patience of source "alpha": expected text; put it in quotes

url = 'x'
path = 'billing'
→ line 5: path of source "alpha": "billing" is not a whole path; begin it with

url = 'x'
path = '~nobody-here/x'
→ line 5: path of source "alpha": "~nobody-here/x" is not a whole path

url = 'x'
token = 5
→ line 5: token of source "alpha": expected text; put it in quotes

url = 'x'
token = ''
→ line 5: token of source "alpha": the secret is empty; refer to one, such as

url = 'x'
endpoints = [
{ hst = 'a', host = 'b' }]
→ line 6: unknown key "hst" in endpoints of source "alpha"

url = 'local'
token = 'env:A'
→ line 1: source "alpha": a local url needs no token; remove one of them

url = 'x'
either = true
→ line 5: either of source "alpha": expected a whole number or text, not true or false
"""


@pytest.mark.parametrize(("text", "said"), told(CASES))
def test_a_problem_is_told_with_its_line_and_what_to_do(text: str, said: str) -> None:
    (problem,) = problems(from_file(text))
    assert problem.startswith(f"x.toml, {said}")


def test_all_problems_of_a_source_are_told() -> None:
    assert len(problems(from_file("tokn = 'y'\nverify = 1\nshare = 'much'"))) == 4


def test_settings_without_a_file_name_their_source_in_errors() -> None:
    settings = source(url="x", tokn="y")
    assert problems(settings) == ['unknown key "tokn" in source "alpha"; did you mean "token"?']
    assert settings.where == settings.where_of("url") == 'source "alpha"'


def test_a_secret_that_cannot_be_had_names_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_SUCH_TOKEN", raising=False)
    keys = convert_keys(from_file("url = 'x'\ntoken = 'env:NO_SUCH_TOKEN'"), Keys)
    assert keys.token is not None
    with pytest.raises(SettingsError, match=r"^x\.toml, line 5: the environment variable NO_SUCH_TOKEN is not set"):
        keys.token.reveal()


def test_no_repr_shows_a_literal_secret() -> None:
    settings = source(url="x", token="hunter2-literal", tken="hunter2-literal")
    assert "hunter2" not in repr(settings)
    assert repr(settings.keys) == "KeyTable(url, token, tken)"
    assert "hunter2" not in repr(convert_keys(source(url="x", token="hunter2-literal"), Keys))
    assert not any("hunter2" in problem for problem in problems(settings))


def test_the_common_keys_are_those_of_the_struct() -> None:
    fields = {field.encode_name for field in msgspec.structs.fields(SourceSettings)}
    assert fields == {*COMMON_KEYS, "keys"}
