"""Where an HTTP server is: a TCP address or a UNIX socket, as it stands in a setting `url`."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from console.model.errors import SettingsError


@dataclass(frozen=True, slots=True)
class HttpAddress:
    """An address that has been checked.

    Args:
        base_url: what requests are relative to, without a slash at its end.
        socket_path: the UNIX socket that the connection goes to; None for TCP.
        shown: the address for people; holds no user, password or query.
        is_local: whether no proxy may stand between: a UNIX socket or a loopback address.
    """

    base_url: str
    socket_path: str | None
    shown: str
    is_local: bool


def parse_address(url: str, where: str) -> HttpAddress:
    """The address that a setting names: `http://HOST[:PORT][/PATH]`, `https://…` or `unix:///SOCKET`.

    Raises:
        SettingsError: if it is none of these, or carries a user or password.
    """
    parts = _split(url, where)
    if parts.username is not None or parts.password is not None:
        # The address itself is not repeated: it holds a secret.
        raise SettingsError(
            "url holds a user or password", where=where, todo='move them into the keys "user" and "token"'
        )
    if parts.query or parts.fragment:
        raise SettingsError('url holds a "?" or "#"', where=where, todo="leave out what follows it")
    return _socket_address(parts, where) if parts.scheme == "unix" else _tcp_address(parts, where)


def _split(url: str, where: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https", "unix"} and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number, a bracket that does not close
        known = False
    if not known or any(character.isspace() or not character.isprintable() for character in url):
        todo = "write it as http://HOST:PORT, https://HOST:PORT or unix:///PATH"
        raise SettingsError("url is not the address of a server", where=where, todo=todo)
    return parts


def _socket_address(parts: SplitResult, where: str) -> HttpAddress:
    if parts.netloc or len(parts.path) < 2:
        raise SettingsError(
            "url names no UNIX socket", where=where, todo="write it as unix:///PATH, with three slashes"
        )
    return HttpAddress("http://localhost", parts.path, f"unix://{parts.path}", is_local=True)


def _tcp_address(parts: SplitResult, where: str) -> HttpAddress:
    if not parts.hostname:
        raise SettingsError("url names no host", where=where, todo=f"write it as {parts.scheme}://HOST:PORT")
    url = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    return HttpAddress(url, None, url, _is_loopback(parts.hostname))


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
