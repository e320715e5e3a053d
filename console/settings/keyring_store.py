"""Reading and writing the system's keyring. Imported only when one is used: keyring takes long to import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keyring
from keyring.errors import KeyringError, KeyringLocked, NoKeyringError

from console.model.errors import SettingsError
from console.model.wording import quoted
from console.settings.keyring_service import SERVICE, how_to_store


def read_entry(name: str) -> str:
    """Return the secret that the keyring holds under `name`; may block while the user unlocks it.

    Raises:
        SettingsError: no keyring, a locked one, or no such entry.
    """
    with _clear_errors(f"cannot read {quoted(name)} from the keyring"):
        value = keyring.get_password(SERVICE, name)
    if not value:
        raise SettingsError(f"the keyring has no entry {quoted(name)}", todo=how_to_store(name))
    return value


def store_entry(name: str, value: str) -> None:
    """Put `value` into the keyring under `name`, in place of what was there; may block like `read_entry`.

    Raises:
        SettingsError: no keyring, or it refuses.
    """
    with _clear_errors(f"cannot store {quoted(name)} in the keyring"):
        keyring.set_password(SERVICE, name, value)


@contextmanager
def _clear_errors(what: str) -> Iterator[None]:
    try:
        yield
    except NoKeyringError as error:
        todo = "start a keyring service, or use env:, file: or command: instead"
        raise SettingsError(f"{what}: this system has none", todo=todo) from error
    except KeyringLocked as error:
        raise SettingsError(f"{what}: it is locked", todo="unlock it and try again") from error
    # Backends raise what their libraries raise: D-Bus connection errors, imports that a configured backend lacks.
    except (KeyringError, OSError, RuntimeError, ImportError) as error:
        todo = "look at `keyring diagnose`, or use env:, file: or command: instead"
        raise SettingsError(f"{what}: {type(error).__name__}", todo=todo) from error
