import subprocess
import sys
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.core import load_keyring
from keyring.errors import KeyringError, KeyringLocked, PasswordSetError

from console.model.errors import SettingsError
from console.settings.keyring_store import store_entry
from console.settings.secret import parse_secret


class MemoryKeyring(KeyringBackend):
    """A keyring that lives as long as the test, and fails as it is told."""

    priority = 1

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.failure: Exception | None = None
        self.reads = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.reads += 1
        if self.failure:
            raise self.failure
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.failure:
            raise self.failure
        self.entries[service, username] = password


@pytest.fixture(autouse=True)
def system_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def memory() -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


def test_a_stored_entry_is_revealed(memory: MemoryKeyring) -> None:
    store_entry("alpha", "keyring-token")
    assert memory.entries == {("switchroom", "alpha"): "keyring-token"}
    assert parse_secret("keyring:alpha").reveal() == "keyring-token"


def test_an_entry_is_read_once_until_it_is_forgotten(memory: MemoryKeyring) -> None:
    store_entry("alpha", "keyring-token")
    secret = parse_secret("keyring:alpha")
    secret.reveal()
    store_entry("alpha", "renewed-token")
    assert secret.reveal() == "keyring-token"
    secret.forget()
    assert secret.reveal() == "renewed-token"
    assert memory.reads == 2


@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_entry_tells_how_to_store_it(memory: MemoryKeyring, value: str | None) -> None:
    if value is not None:
        store_entry("alpha beta", value)
    with pytest.raises(SettingsError) as caught:
        parse_secret("keyring:alpha beta").reveal()
    assert str(caught.value) == (
        'secret "keyring:alpha beta": the keyring has no entry "alpha beta"; '
        "run `keyring set switchroom 'alpha beta'` and paste the secret"
    )


def test_a_system_without_a_keyring_is_told_the_other_ways() -> None:
    keyring.set_keyring(load_keyring("keyring.backends.fail.Keyring"))
    with pytest.raises(SettingsError, match=r'cannot read "alpha" from the keyring: this system has none; .* use env:'):
        parse_secret("keyring:alpha").reveal()
    with pytest.raises(SettingsError, match='cannot store "alpha" in the keyring: this system has none'):
        store_entry("alpha", "keyring-token")


def test_a_locked_keyring_is_to_be_unlocked(memory: MemoryKeyring) -> None:
    memory.failure = KeyringLocked("locked")
    with pytest.raises(SettingsError, match="it is locked; unlock it and try again"):
        parse_secret("keyring:alpha").reveal()


@pytest.mark.parametrize(
    "failure", [KeyringError("x"), PasswordSetError("x"), ConnectionError("x"), RuntimeError("x"), ImportError("x")]
)
def test_whatever_a_backend_raises_is_one_sentence(memory: MemoryKeyring, failure: Exception) -> None:
    memory.failure = failure
    with pytest.raises(SettingsError, match=f"from the keyring: {type(failure).__name__}; look at `keyring diagnose`"):
        parse_secret("keyring:alpha").reveal()
    with pytest.raises(SettingsError, match=f"in the keyring: {type(failure).__name__}"):
        store_entry("alpha", "keyring-token")


def test_keyring_is_imported_only_when_used() -> None:
    code = "import sys, console.settings.secret as s; s.parse_secret('keyring:a'); sys.exit('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
