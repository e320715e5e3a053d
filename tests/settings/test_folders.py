import os
from pathlib import Path

import pytest

from console.model.errors import SettingsError
from console.settings import folders as module
from console.settings.folders import configuration_file, folders


@pytest.fixture(autouse=True)
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "user_config_path", lambda name, appauthor: tmp_path / "config" / name)
    monkeypatch.setattr(module, "user_state_path", lambda name, appauthor: tmp_path / "state" / name)


def test_the_platform_says_where_things_are(tmp_path: Path) -> None:
    places = folders()
    assert places.configuration_file == configuration_file() == tmp_path / "config/switchroom/switchroom.toml"
    assert places.state_folder == tmp_path / "state/switchroom"
    assert places.log_file == tmp_path / "state/switchroom/switchroom.log"


def test_the_user_names_other_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    places = folders(Path("a.toml"), Path("my/state"))
    assert places.configuration_file == tmp_path / "a.toml"
    assert places.log_file.parent == places.state_folder == tmp_path / "my/state"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_the_state_folder_is_made_for_its_owner_alone() -> None:
    assert folders().state_folder.stat().st_mode & 0o777 == 0o700


def test_an_existing_state_folder_is_kept_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir(mode=0o750)
    (tmp_path / "kept/ledger").touch()
    folders(state=tmp_path / "kept")
    assert (tmp_path / "kept/ledger").exists()


def test_the_configuration_folder_is_not_made(tmp_path: Path) -> None:
    folders()
    assert not (tmp_path / "config").exists()


def test_a_file_in_the_place_of_the_state_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError) as caught:
        folders(state=tmp_path / "file")
    assert str(caught.value) == (
        f"{tmp_path}/file: cannot make the state folder: there is a file of that name; name another folder with --state"
    )
    with pytest.raises(SettingsError, match="cannot make the state folder: Not a directory"):
        folders(state=tmp_path / "file" / "below")


def test_a_state_folder_that_cannot_be_written_to_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # modes do not bind the user that runs the tests in CI
    with pytest.raises(SettingsError, match="the state folder cannot be written to; name another folder"):
        folders(state=tmp_path)
