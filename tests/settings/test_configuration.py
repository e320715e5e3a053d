import os
import pickle
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.model.errors import SettingsError
from console.model.money import Money
from console.settings import configuration as module
from console.settings.configuration import load, read
from console.settings.structs import Configuration

WHOLE = """
[console]
theme = "dark"
history = { kind = "prometheus", url = "https://metrics.example.org", token = "env:HISTORY" }
operator = "ops@example.org"

[[site]]
name = "hall-1"
power_limit = "400 kW"
currency = "EUR"
energy_price = 0.21

[[source]]
kind = "slurm"
name = "alpha"
site = "hall-1"
url = "http://127.0.0.1:6820"
token = "keyring:alpha"
poll = "5s"
writes = true
tags = { room = "north" }

[[source]]
kind = "host"

[[price]]
pool = "alpha/gpu"
per_gpu_hour = "$2.10"

[[price]]
pool = "beta/*"
purchase = "$250000"
gpus = 8
years = 4
watts = 10200

[[budget]]
scope = "team:vision"
month = "$40000"

[[team]]
name = "vision"
match = ["tag:team=vision", "account:research", "user:alice"]

[[alert]]
name = "hot"
when = "gpu.temperature_c > 85"
for = "2m"
severity = "critical"

[policy]
max_gpus_per_action = 64
max_gpus_per_owner = 128
max_window = "7d"
budget_per_action = "$5000"
allowed_pools = ["alpha/*"]
protected_jobs = ["name:prod-*", "account:prod"]
ticket_pattern = "^OPS-[0-9]+$"
second_person = { pools = ["alpha/prod"], above_gpus = 32, approvers = ["lead@example.org"] }
quiet = ["Fri 18:00-Mon 06:00"]
max_data_age = "30s"
"""


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


@pytest.fixture
def whole() -> Configuration:
    return read(WHOLE.encode(), Path("/x.toml"))


def test_the_console_and_its_sites_are_read(whole: Configuration) -> None:
    assert whole.console.theme == "dark"
    assert whole.console.operator == "ops@example.org"
    assert (whole.console.history.kind, whole.console.history.url) == ("prometheus", "https://metrics.example.org")
    assert repr(whole.console.history.token) == "Secret(env:HISTORY)"
    (site,) = whole.sites
    assert (site.name, site.power_limit_w, site.currency) == ("hall-1", 400_000.0, "EUR")
    assert site.energy_price == Money(Decimal("0.21"), "EUR")


def test_sources_are_read_and_their_own_keys_kept(whole: Configuration) -> None:
    alpha, host = whole.sources
    assert (alpha.kind, alpha.name, alpha.site, alpha.poll_s, alpha.writes) == ("slurm", "alpha", "hall-1", 5.0, True)
    assert alpha.tags == {"room": "north"}
    assert dict(alpha.keys) == {"url": "http://127.0.0.1:6820", "token": "keyring:alpha"}
    assert alpha.where == "/x.toml, line 14"
    assert alpha.where_of("token") == "/x.toml, line 18"
    assert (host.kind, host.name, host.site, host.poll_s, host.writes) == ("host", "host", None, None, False)
    assert (len(alpha.keys), len(host.keys)) == (2, 0)
    assert not whole.implicit


def test_money_teams_and_alerts_are_read(whole: Configuration) -> None:
    rate, owned = whole.prices
    assert (rate.pool, rate.per_gpu_hour) == ("alpha/gpu", usd("2.10"))
    assert (owned.purchase, owned.gpus, owned.years, owned.power_w) == (usd("250000"), 8, 4.0, 10200.0)
    assert (whole.budgets[0].scope, whole.budgets[0].month) == ("team:vision", usd("40000"))
    assert whole.teams[0].match == ("tag:team=vision", "account:research", "user:alice")
    alert = whole.alerts[0]
    assert (alert.name, alert.when, alert.for_s, alert.severity) == ("hot", "gpu.temperature_c > 85", 120.0, "critical")


def test_the_policy_is_read(whole: Configuration) -> None:
    policy = whole.policy
    assert (policy.max_gpus_per_action, policy.max_gpus_per_owner) == (64, 128)
    assert (policy.max_window_s, policy.max_data_age_s) == (604_800.0, 30.0)
    assert policy.budget_per_action == usd("5000")
    assert policy.allowed_pools == ("alpha/*",)
    assert policy.protected_jobs == ("name:prod-*", "account:prod")
    assert policy.ticket_pattern == "^OPS-[0-9]+$"
    assert policy.second_person is not None
    assert policy.second_person.pools == ("alpha/prod",)
    assert (policy.second_person.above_gpus, policy.second_person.approvers) == (32, ("lead@example.org",))
    assert [quiet.text for quiet in policy.quiet] == ["Fri 18:00-Mon 06:00"]


def test_a_configuration_travels_to_another_process(whole: Configuration) -> None:
    copy = pickle.loads(pickle.dumps(whole))
    assert copy == whole
    assert copy.sources[0].where == whole.sources[0].where


def test_an_empty_file_leaves_everything_at_its_default() -> None:
    empty = read(b"", Path("/x.toml"))
    assert empty.implicit
    assert empty.warnings == ()
    assert empty.console.theme == "system"
    assert empty.console.history.kind == "embedded"
    assert empty.policy.max_gpus_per_action is None
    assert empty.policy.allowed_pools is None
    assert empty.sources == ()


def test_a_site_without_prices_has_none() -> None:
    (site,) = read(b'[[site]]\nname = "desk"', Path("/x.toml")).sites
    assert (site.power_limit_w, site.energy_price) == (None, None)


def test_history_may_be_named_in_one_word() -> None:
    assert read(b'[console]\nhistory = "embedded"', Path("/x.toml")).console.history.url is None


def test_without_a_file_this_machine_is_implied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "configuration_file", lambda: tmp_path / "none.toml")
    assert load() == Configuration()
    assert load().implicit


def test_the_platforms_file_is_read_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "some.toml").write_bytes(b'\xef\xbb\xbf[console]\r\ntheme = "light"\r\n')
    monkeypatch.setattr(module, "configuration_file", lambda: tmp_path / "some.toml")
    assert load().console.theme == "light"
    assert load().file == tmp_path / "some.toml"


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path / "none.toml")
    assert str(caught.value) == f"{tmp_path}/none.toml: there is no such file; check --config"


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    reason = os.strerror(21)  # a folder: modes do not bind the user that runs the tests in CI
    with pytest.raises(SettingsError, match=f"{tmp_path}: the configuration cannot be read: {reason}; check its path"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'a = 1\n\nb = "\xff"\n', "/x.toml, line 3: this is not UTF-8 text; save the file as UTF-8"),
        (b"[console]\ntheme = dark\n", "/x.toml, line 2: this is not TOML: invalid value; look for"),
        (b"[console\n", "/x.toml, line 1: this is not TOML: expected ']' at the end of a table declaration; look for"),
        (b'[a]\nb = """\n\n', "/x.toml, line 4: this is not TOML: unterminated string; look for"),
        (b"a = 1\na = 2\n", "/x.toml, line 2: this is not TOML: cannot overwrite a value; look for"),
        (b"a = " + b"9" * 5000, "/x.toml, line 1: this is not TOML: exceeds the limit"),
        (b"a = " + b"[" * 50_000, "/x.toml: too many brackets within brackets; write it flatter"),
        (b"a = " + b"[" * 400 + b"]" * 400, "/x.toml"),
    ],
)
def test_a_file_that_is_not_toml_is_an_error_with_its_line(content: bytes, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(content, Path("/x.toml"))
    assert str(caught.value).startswith(said)


@settings(deadline=None)  # a busy machine is no failure
@given(st.text() | st.text("[]{}=\"'#.,ab1 \n", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert isinstance(read(text.encode(errors="replace"), Path("/x.toml")), Configuration)
    except SettingsError as error:
        assert error.where.startswith("/x.toml")  # noqa: PT017 - either outcome is right
