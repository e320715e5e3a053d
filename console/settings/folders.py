"""Where this platform keeps configuration, state and logs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path, user_state_path

from console.model.errors import SettingsError

_NAME = "switchroom"


@dataclass(frozen=True, slots=True)
class Folders:
    """The places of one run; all absolute.

    Args:
        configuration_file: may be missing, unless the user named it.
        state_folder: history, ledger and logs; exists, and was made for its owner alone.
        log_file: in the state folder.
    """

    configuration_file: Path
    state_folder: Path
    log_file: Path


def configuration_file() -> Path:
    """Return where the configuration file is, if there is one, when the user names no other."""
    return user_config_path(_NAME, appauthor=False) / f"{_NAME}.toml"


def folders(config: Path | None = None, state: Path | None = None) -> Folders:
    """Return the places of this run, and make the state folder.

    Args:
        config: the file of `--config`; None for the platform's.
        state: the folder of `--state`; None for the platform's.

    Raises:
        SettingsError: the state folder cannot be made or written to.
    """
    state_folder = (state or user_state_path(_NAME, appauthor=False)).absolute()
    _make(state_folder)
    return Folders((config or configuration_file()).absolute(), state_folder, state_folder / f"{_NAME}.log")


def _make(folder: Path) -> None:
    todo = "name another folder with --state"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = "there is a file of that name" if isinstance(error, FileExistsError) else error.strerror
        raise SettingsError(f"cannot make the state folder: {reason}", where=str(folder), todo=todo) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingsError("the state folder cannot be written to", where=str(folder), todo=todo)
