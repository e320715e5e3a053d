from pathlib import Path

from console.settings.configuration import read


def warnings(text: str) -> tuple[str, ...]:
    return read(text.encode(), Path("x.toml")).warnings


def test_a_literal_secret_of_a_source_is_accepted_with_a_way_to_move_it() -> None:
    text = "[[source]]\nkind = 'slurm'\nname = 'alpha'\ntoken = 'hunter2-literal'\npassword = 'env:PASSWORD'\n"
    (warning,) = warnings(text)
    assert warning == (
        'x.toml, line 4: token of source "alpha" is a secret in plain text; to move it, run '
        '`keyring set switchroom alpha-token` and paste the secret, then write "keyring:alpha-token" here'
    )
    assert "hunter2" not in repr(read(text.encode(), Path("x.toml")))


def test_a_literal_secret_of_the_console_is_accepted_with_a_way_to_move_it() -> None:
    (warning,) = warnings("[console]\nhistory = { kind = 'prometheus', url = 'x', password = 'hunter2-literal' }\n")
    assert warning.startswith("x.toml, line 2: password of history of [console] is a secret in plain text")
    assert warning.endswith('then write "keyring:console-history-password" here')


def test_a_wrong_reference_is_left_to_the_kind_of_the_source() -> None:
    assert warnings("[[source]]\nkind = 'slurm'\ntoken = 'keyring:'\npassword = 5\n") == ()


def test_a_site_that_is_not_declared_beside_others_is_doubtful() -> None:
    text = "[[source]]\nkind = 'host'\nsite = 'hall-2'\n"
    assert warnings(text) == ()
    assert warnings(f"{text}[[site]]\nname = 'hall-2'\n") == ()
    assert warnings(f"{text}[[site]]\nname = 'hall-1'\n") == (
        'x.toml, line 3: there is no [[site]] "hall-2"; did you mean "hall-1"?',
    )


def test_a_budget_for_a_team_that_is_not_declared_is_doubtful() -> None:
    text = "[[budget]]\nscope = 'team:visoin'\nmonth = '$1'\n[[budget]]\nscope = 'all'\nmonth = '$1'\n"
    assert warnings(text) == ('x.toml, line 2: there is no [[team]] "visoin"; add it',)
    assert warnings(f"{text}[[team]]\nname = 'vision'\nmatch = ['user:a']\n") == (
        'x.toml, line 2: there is no [[team]] "visoin"; did you mean "vision"?',
    )
