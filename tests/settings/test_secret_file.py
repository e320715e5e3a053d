import os
from pathlib import Path

import pytest

from console.model.errors import SettingsError
from console.settings.secret import parse_secret


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text("file-token\n")
    path.chmod(0o600)
    return path


def test_one_newline_at_the_end_is_not_part_of_the_secret(path: Path) -> None:
    assert parse_secret(f"file:{path}").reveal() == "file-token"
    path.write_bytes(b"file-token\r\n")
    assert parse_secret(f"file:{path}").reveal() == "file-token"
    path.write_text("two\n\n")
    assert parse_secret(f"file:{path}").reveal() == "two\n"


def test_a_rotated_file_counts_at_once(path: Path) -> None:
    secret = parse_secret(f"file:{path}")
    secret.reveal()
    path.write_text("rotated-token")
    assert secret.reveal() == "rotated-token"


def test_the_home_folder_is_expanded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(path.parent))
    assert parse_secret("file:~/token").reveal() == "file-token"


def test_the_home_folder_of_nobody_is_no_whole_path() -> None:
    with pytest.raises(SettingsError, match="needs a whole path"):
        parse_secret("file:~no-such-user-here/token")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_file_that_others_may_use_is_refused(path: Path, mode: int) -> None:
    path.chmod(mode)
    with pytest.raises(SettingsError, match=rf"others may use .*{path} \(mode 0{mode:o}\); run `chmod 600 {path}`"):
        parse_secret(f"file:{path}").reveal()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"cannot read the secret file {tmp_path}/none: No such file"):
        parse_secret(f"file:{tmp_path}/none").reveal()


def test_a_folder_is_not_a_secret_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"{tmp_path} is not a file"):
        parse_secret(f"file:{tmp_path}").reveal()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no named pipes in folders")
def test_a_named_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(SettingsError, match="is not a file"):
        parse_secret(f"file:{tmp_path}/pipe").reveal()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"x" * 65537, "is larger than 64 KiB"),
    ],
)
def test_a_file_that_holds_no_secret_is_refused(path: Path, content: bytes, said: str) -> None:
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=f"the secret file {path} {said}"):
        parse_secret(f"file:{path}").reveal()
