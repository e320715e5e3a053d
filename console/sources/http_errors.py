"""What went wrong with a request, as an error of our tree: no word of httpx reaches the operator.

Texts name the server's address without user or query, and never a header: so no secret can stand in them.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import httpx

from console.model.errors import BadAnswer, Forbidden, RateLimited, Refused, SourceError, TimedOut, Unreachable
from console.model.wording import quoted
from console.settings.redact import redact, revealed

_TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})", re.IGNORECASE)

# What to raise, what to say of the address, and what to do about it; the first that fits counts.
_Meaning: TypeAlias = tuple[type[SourceError], str, str]

_BY_CAUSE: tuple[tuple[type[BaseException], _Meaning], ...] = (
    (ssl.SSLError, (Unreachable, "{} does not speak TLS", "write http:// in url if that is what it speaks")),
    (socket.gaierror, (Unreachable, "there is no host of the name in {}", "check url and the name service")),
    (ConnectionRefusedError, (Unreachable, "nothing listens at {}", "start the server, or check the port")),
    (FileNotFoundError, (Unreachable, "there is no socket at {}", "start the server, or check url")),
    (PermissionError, (Forbidden, "this user may not open {}", "let the user read and write the socket")),
)
_BY_FAILURE: tuple[tuple[type[httpx.HTTPError], _Meaning], ...] = (
    (httpx.ConnectTimeout, (Unreachable, "{} accepts no connection", "check the address and the firewall")),
    (httpx.TimeoutException, (TimedOut, "{} did not answer in time", "")),
    (httpx.ProxyError, (Unreachable, "the proxy on the way to {} makes no connection", "check it, or set NO_PROXY")),
    (httpx.DecodingError, (BadAnswer, "{} sent an answer that cannot be unpacked", "")),
    (httpx.ConnectError, (Unreachable, "no connection to {}", "check the address and the network")),
)
_CUT: _Meaning = (Unreachable, "{} closed the connection before its answer was complete", "")
_NOT_HTTP: _Meaning = (BadAnswer, "{} does not speak HTTP", "check the port, and http or https")

_REFUSED: _Meaning = (Refused, "{} does not accept the credentials", "renew the token or password")
_BY_STATUS: dict[int, _Meaning] = {
    401: _REFUSED,
    403: (Forbidden, "{} does not let this user do that", "grant the user the right to read it"),
    404: (BadAnswer, "{} answered 404", "check the address in url"),
    407: _REFUSED,
    408: (TimedOut, "{} answered 408", ""),
    429: (RateLimited, "{} wants fewer questions", ""),
    502: (Unreachable, "{} answered 502", "start the server behind it"),
    503: (Unreachable, "{} answered 503", "start the server behind it"),
    504: (TimedOut, "{} answered 504", ""),
    511: _REFUSED,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer, whatever its status."""

    status: int
    body: bytes
    content_type: str = ""
    retry_after_s: float | None = None

    @property
    def is_good(self) -> bool:
        """Whether the status says that the request was done."""
        return 200 <= self.status < 300

    @property
    def is_web_page(self) -> bool:
        """Whether this is HTML: a proxy's, a portal's or a login page's, never the API's."""
        return "html" in self.content_type or self.body[:64].lstrip()[:1] == b"<"


def transport_error(error: httpx.HTTPError, shown: str, where: str) -> SourceError:
    """What a request that brought no answer means.

    Args:
        error: what httpx raised.
        shown: the server's address for people.
        where: the source's name.
    """
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            what = f"the certificate of {shown} is not trusted ({cause.verify_message})"
            todo = "add its authority to the system's store, or name it in SSL_CERT_FILE"
            return Unreachable(what, where=where, todo=todo)
    meaning = next((each for kind, each in _BY_CAUSE if any(isinstance(cause, kind) for cause in causes)), None)
    return _error(meaning or _of_failure(error), shown, where)


def status_error(answer: Answer, shown: str, where: str) -> SourceError:
    """What an answer whose status is not good means, by the status alone."""
    kind, what, todo = _BY_STATUS.get(answer.status, (BadAnswer, f"{{}} answered {answer.status}", ""))
    if 300 <= answer.status < 400:
        todo = "it sends us to another address: put that one into url"
    said = what.format(shown) + _words(answer)
    if kind is RateLimited:
        return RateLimited(said, where=where, todo=todo, retry_after_s=answer.retry_after_s)
    return kind(said, where=where, todo=todo)


def not_json(answer: Answer, shown: str, where: str) -> BadAnswer:
    """An answer that should have been JSON and is not."""
    if answer.is_web_page:
        todo = "check the address in url; a proxy or a login page may stand in between"
        return BadAnswer(f"{shown} answered with {_page(answer)} instead of data", where=where, todo=todo)
    return BadAnswer(f"{shown} answered with something that is not the JSON it should be", where=where)


def too_large(limit_bytes: int, shown: str, where: str) -> BadAnswer:
    """An answer above the cap."""
    return BadAnswer(f"{shown} sent an answer of more than {limit_bytes // 2**20} MiB", where=where)


def _error(meaning: _Meaning, shown: str, where: str) -> SourceError:
    kind, what, todo = meaning
    return kind(what.format(shown), where=where, todo=todo)


def _of_failure(error: httpx.HTTPError) -> _Meaning:
    for kind, meaning in _BY_FAILURE:
        if isinstance(error, kind):
            return meaning
    cut = "disconnected" in str(error) or "peer closed connection" in str(error)
    return _NOT_HTTP if isinstance(error, httpx.RemoteProtocolError) and not cut else _CUT


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _words(answer: Answer) -> str:
    if answer.is_web_page:
        return f" with {_page(answer)}"
    text = answer.body[:400].decode("utf-8", "replace").strip()
    if not text or text[0] in "{[":
        return ""
    return f" and says {quoted(redact(text.splitlines()[0], revealed()))}"


def _page(answer: Answer) -> str:
    title = _TITLE.search(answer.body[:20_000])
    text = " ".join(title[1].decode("utf-8", "replace").split()) if title else ""
    return f"a web page ({quoted(text)})" if text else "a web page"
