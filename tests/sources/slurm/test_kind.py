from __future__ import annotations

import asyncio

import pytest

from console.model.errors import SettingsError
from console.settings.key_table import KeyTable
from console.settings.structs import SourceSettings
from console.sources.port import TellsRaw
from console.sources.registry import kind_of, open_source
from console.sources.slurm import KIND
from tests.sources.slurm.opening import TOKEN, open_slurm, settings


def test_the_registry_finds_the_kind() -> None:
    assert kind_of(settings(url="http://127.0.0.1:1", token=TOKEN)) is KIND
    assert (KIND.name, KIND.poll_s) == ("slurm", 5.0)


def test_opening_does_no_io() -> None:
    source = open_source(settings(url="http://127.0.0.1:1", user="ops", token=TOKEN))
    assert source.name == "alpha"
    assert isinstance(source, TellsRaw)
    asyncio.run(source.close())


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, 'the source has no url; add url = "http://HOST:6820"'),
        ({"command": "local"}, "reads Slurm by slurmrestd only"),
        ({"ssh": "login.example"}, "reads Slurm by slurmrestd only"),
        ({"url": "http://slurm.example:6820"}, "slurmrestd asks for a token"),
        ({"url": "slurm.example:6820", "token": TOKEN}, "url is not the address of a server"),
        ({"url": "unix:/run/slurm.sock"[:5], "token": TOKEN}, "url names no UNIX socket"),
        ({"url": f"http://ops:{TOKEN}@slurm.example", "token": TOKEN}, "url holds a user or password"),
        ({"url": 5, "token": TOKEN}, "url"),
        ({"url": "http://slurm.example", "token": TOKEN, "tokn": "x"}, "token"),
        ({"url": "http://slurm.example", "token": "fil:/x"}, "file:"),
    ],
)
def test_keys_that_cannot_work_are_one_sentence(keys: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        open_slurm(**keys)
    assert words in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_the_error_names_the_source_where_there_is_no_file() -> None:
    with pytest.raises(SettingsError) as caught:
        KIND.open(SourceSettings(kind="slurm", name="beta", keys=KeyTable({})))
    assert caught.value.where == 'source "beta"'
