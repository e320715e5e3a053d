"""What is told about a configuration that does not fit."""

from pathlib import Path

import pytest

from console.settings.configuration import read
from console.settings.reading import ConfigurationError
from tests.settings.cases import told


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read(text.encode(), Path("x.toml"))
    return [str(problem).removeprefix("x.toml, ") for problem in caught.value.problems]


CASES = """
[polici]
→ line 1: unknown table "polici"; did you mean "policy"?

xyz = 1
→ line 1: unknown key "xyz"; use one of alert, budget, console, policy, price, site, source, team

[[policy]]
→ line 1: "policy" is one table; write [policy] once

[source]
kind = 'host'
→ line 1: "source" is a list of tables; write [[source]] above each

source = [1]
→ line 1: "source" is a list of tables; write [[source]] above each

[console]
them = 'dark'
→ line 2: unknown key "them" in [console]; did you mean "theme"?

[console]
theme = 'drak'
→ line 2: theme of [console]: unknown value "drak"; did you mean "dark"?

[console]
theme = 1
→ line 2: theme of [console]: expected text, not a whole number; put it in quotes

[console]
operator = 2026-11-25
→ line 2: operator of [console]: expected text, not a date; put it in quotes

[console]
history = 'disk'
→ line 2: kind of history of [console]: unknown value "disk"; use one of embedded, prometheus

[console]
history = { kind = 'prometheus' }
→ line 2: history of [console]: prometheus needs a url, and embedded has none; write { kind

[console]
history = { url = 'http://x' }
→ line 2: history of [console]: prometheus needs a url, and embedded has none; write { kind

[console]
history = { kind = 'prometheus', url = 'x', token = 'env:' }
→ line 2: token of history of [console]: the reference env: names no variable

[[site]]
→ line 1: [[site]] needs the key "name"; add name = …

[[site]]
name = ' '
→ line 2: name of site " ": " " is not a name; write a word

[[site]]
name = 'a'
power_limit = '400 kw'
→ line 3: power_limit of site "a": unknown unit "kw" in "400 kw"; write a power in W, kW

[[site]]
name = 'a'
power_limit = 400
→ line 3: power_limit of site "a": expected text; put it in quotes

[[site]]
name = 'a'
currency = 'euro'
→ line 3: currency of site "a": "euro" is not a currency; use its three-letter code

[[site]]
name = 'a'
energy_price = 0.2
→ line 1: site "a": energy_price needs a currency; add currency

[[site]]
name = 'a'
currency = 'EUR'
energy_price = -0.2
→ line 1: site "a": energy_price is less than nothing

[[site]]
name = 'a'
currency = 'EUR'
energy_price = nan
→ line 4: energy_price of site "a": expected a finite number

[[site]]
name = 'a'
currency = 'EUR'
energy_price = 'x'
→ line 4: energy_price of site "a": does not fit; look it up

[[site]]
name = 'a'
currency = 'EUR'
energy_price = true
→ line 4: energy_price of site "a": expected a number, not true or false

[[site]]
name = 'a'
[[site]]
name = 'a'
→ line 4: there is already a site "a" on line 2; give each site another name

[[source]]
name = 'a'
→ line 1: source "a" needs the key "kind"; add kind = …

[[source]]
→ line 1: [[source]] needs the key "kind"; add kind = …

[[source]]
kind = 'host'
name = 'a/b'
→ line 3: name of source "a/b": "a/b" holds a slash, which ends

[[source]]
kind = 'host'
poll = '5'
→ line 3: poll of source "host": "5" is not a duration; say its unit, such as "5s"

[[source]]
kind = 'host'
poll = '0s'
→ line 3: poll of source "host": "0s" is no time at all; write more than 0

[[source]]
kind = 'host'
writes = 'no'
→ line 3: writes of source "host": expected true or false, not text; write true

[[source]]
kind = 'host'
tags = ['a']
→ line 3: tags of source "host": expected a table, not a list; write it in braces

[[source]]
kind = 'host'
tags = { a = 1 }
→ line 3: tags of source "host": expected text in it, not a whole number

[[source]]
kind = 'host'
[[source]]
kind = 'host'
→ line 3: there is already a source "host" on line 1; give each source another name

source = [{ kind = 'host' }, { kind = 'host' }]
→ line 1: there is already a source "host" on line 1; give

[[price]]
pool = 'a/b'
→ line 1: price "a/b": says no price; give per_gpu_hour, or purchase, gpus and years

[[price]]
pool = 'a/b'
purchase = '$5'
years = 4
→ line 1: price "a/b": says no price; give per_gpu_hour

[[price]]
pool = 'a/b'
per_gpu_hour = '$2'
watts = 1
→ line 1: price "a/b": says two prices; keep per_gpu_hour

[[price]]
pool = 'a/b'
per_gpu_hour = '-$2'
→ line 3: per_gpu_hour of price "a/b": "-$2" is less than nothing; write 0 or more

[[price]]
pool = 'a/b'
purchase = '$5'
gpus = 0
years = 4
→ line 4: gpus of price "a/b": expected at least 1; write another number

[[price]]
pool = 'a/b'
purchase = '$5'
gpus = 8
years = 0.0
→ line 5: years of price "a/b": expected more than 0

[[budget]]
scope = 'team:'
month = '$1'
→ line 2: scope of budget "team:": "team:" names nothing; write "all" or one like

[[budget]]
scope = 'tem:x'
month = '$1'
→ line 2: scope of budget "tem:x": "tem:x" begins with an unknown word; did you mean "team"?

[[budget]]
scope = 'all'
month = '40000'
→ line 3: month of budget "all": "40000" has no currency; write one

[[team]]
name = 'a'
match = 'user:x'
→ line 3: match of team "a": expected a list, not text; write it in brackets

[[team]]
name = 'a'
match = [
  'user:x',
  'usr:y',
]
→ line 5: match of team "a": "usr:y" begins with an unknown word; did you mean "user"?

[[alert]]
name = 'a'
when = 'x > 1'
severity = 'warn'
→ line 4: severity of alert "a": unknown value "warn"; did you mean "warning"?

[policy]
max_gpus_per_action = 6.5
→ line 2: max_gpus_per_action of [policy]: expected a whole number, not a number

[policy]
ticket_pattern = '['
→ line 2: ticket_pattern of [policy]: "[" is not a pattern: unterminated character set

[policy]
quiet = ['Fri']
→ line 2: quiet of [policy]: "Fri" is not a quiet time; write it as "Fri 18:00

[policy]
second_person = { above_gpus = -1 }
→ line 2: above_gpus of second_person of [policy]: expected at least 0

[policy]
[policy.second_person]
above = 1
→ line 3: unknown key "above" in second_person of [policy]; did you mean "above_gpus"?

[policy]
second_person = 'lead'
→ line 2: second_person of [policy]: expected a table, not text; write it in braces
"""


@pytest.mark.parametrize(("text", "said"), told(CASES))
def test_a_problem_is_told_with_its_line_and_what_to_do(text: str, said: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(said)


def test_all_problems_are_told_in_the_order_of_the_file() -> None:
    text = "[console]\ntheme = 1\nthem = 2\n[[source]]\nkind = 'host'\npoll = 'x'\n[polici]\n"
    assert [problem.split(":")[0] for problem in problems(text)] == ["line 2", "line 3", "line 6", "line 7"]


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("[polici]\n", 'did you mean "policy"?'),
        ("[polici]\n[sources]\n", 'did you mean "policy"? (1 more problem in this file)'),
        ("[polici]\n[sources]\n[tem]\n", 'did you mean "policy"? (2 more problems in this file)'),
    ],
)
def test_the_sentence_tells_the_first_problem_and_how_many_follow(text: str, ending: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(text.encode(), Path("x.toml"))
    assert str(caught.value).startswith('x.toml, line 1: unknown table "polici"; ')
    assert str(caught.value).endswith(ending)


def test_no_problem_repeats_a_value_that_may_be_secret() -> None:
    text = "[console]\nhistory = { kind = 'prometheus', url = 'x', token = ['hunter2'], passwords = 'hunter2' }\n"
    assert not any("hunter2" in problem for problem in problems(text))
