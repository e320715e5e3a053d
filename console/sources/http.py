"""The HTTP client of every source that speaks HTTP: deadlines, retries, rate limits, a cap, and our own errors.

One client a source, one TLS context a process: building a context takes 22 ms. A source decodes bodies itself.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import random
import ssl
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import httpx

from console.model.errors import RateLimited, Refused, SettingsError, TimedOut, Unreachable
from console.sources.http_address import parse_address
from console.sources.http_errors import Answer, not_json, status_error, too_large, transport_error

# httpx writes every address it asks, with its query, at INFO.
logging.getLogger("httpx").setLevel(logging.WARNING)

_RETRIED = (httpx.ConnectError, httpx.ReadError, httpx.WriteError, httpx.CloseError, httpx.RemoteProtocolError)
_FIRST_PAUSE_S = 0.1
_LONGEST_QUIET_S = 900.0  # a server's Retry-After may not silence a source for longer
_CONNECTIONS = httpx.Limits(max_connections=8, max_keepalive_connections=8, keepalive_expiry=120.0)


@functools.cache
def shared_tls_context() -> ssl.SSLContext:
    """The one TLS context of the process: certifi's authorities (or SSL_CERT_FILE) and the system's own."""
    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


class HttpClient:
    """A keep-alive connection pool to one server.

    Args:
        url: `http://…`, `https://…` or `unix:///SOCKET`.
        where: the source's name, for errors of requests.
        setting: the file and line of `url`, for an error in it.
        connect_s: seconds to wait for a connection.
        read_s: seconds to wait for the next bytes of an answer.
        deadline_s: seconds for a whole request with its retries.
        max_bytes: the largest body, unpacked, that is read.
        retries: how often a GET is sent again after a broken connection.

    Raises:
        SettingsError: if url is not the address of a server.
    """

    def __init__(
        self,
        url: str,
        *,
        where: str,
        setting: str = "",
        connect_s: float = 3.0,
        read_s: float = 20.0,
        deadline_s: float = 30.0,
        max_bytes: int = 256 * 2**20,
        retries: int = 2,
    ) -> None:
        self._address = parse_address(url, setting or where)
        self._where = where
        self._timeout = httpx.Timeout(read_s, connect=connect_s)
        self._deadline_s = deadline_s
        self._max_bytes = max_bytes
        self._retries = retries
        self._client: httpx.AsyncClient | None = None
        self._closed = False
        self._quiet_until_s = 0.0

    @property
    def shown(self) -> str:
        """The server's address for people."""
        return self._address.shown

    async def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> bytes:
        """The body of an answer that is good and is no web page.

        Raises:
            SourceError: if there is none.
        """
        answer = await self.send("GET", path, headers=headers)
        if not answer.is_good:
            raise status_error(answer, self.shown, self._where)
        if answer.is_web_page:
            raise not_json(answer, self.shown, self._where)
        return answer.body

    async def send(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> Answer:
        """The answer to one request, whatever its status; a GET survives a few broken connections.

        Raises:
            SourceError: if no answer came: Unreachable, TimedOut, BadAnswer, or RateLimited while the server wants
                quiet. Refused if a header cannot be sent.
        """
        self._check_headers(headers or {})
        self._keep_quiet()
        try:
            async with asyncio.timeout(self._deadline_s):
                answer = await self._try(method, path, headers, content)
        except TimeoutError:
            error = TimedOut(f"{self.shown} did not answer within {self._deadline_s:g} s", where=self._where)
            raise error from None
        if answer.status == 429 and answer.retry_after_s is not None:
            self._quiet_until_s = time.monotonic() + min(answer.retry_after_s, _LONGEST_QUIET_S)
        return answer

    async def close(self) -> None:
        """Close every connection; may be called again."""
        self._closed = True
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _try(self, method: str, path: str, headers: Mapping[str, str] | None, content: bytes | None) -> Answer:
        client = await self._open()
        retries = self._retries if method == "GET" else 0
        for attempt in range(retries + 1):
            try:
                return await self._send_once(client, method, path, headers, content)
            except httpx.HTTPError as error:
                if attempt == retries or not isinstance(error, _RETRIED):
                    raise transport_error(error, self.shown, self._where) from error
            await asyncio.sleep(_FIRST_PAUSE_S * 3**attempt * random.uniform(0.5, 1.5))
        raise AssertionError("the last attempt returns or raises")

    async def _send_once(
        self,
        client: httpx.AsyncClient,
        method: str,
        path: str,
        headers: Mapping[str, str] | None,
        content: bytes | None,
    ) -> Answer:
        async with client.stream(method, self._address.base_url + path, headers=headers, content=content) as response:
            body = await self._body(response)
        retry_after_s = _seconds(response.headers.get("retry-after", ""))
        return Answer(response.status_code, body, response.headers.get("content-type", "").lower(), retry_after_s)

    async def _body(self, response: httpx.Response) -> bytes:
        chunks: list[bytes] = []
        size = 0
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            if size > self._max_bytes:
                raise too_large(self._max_bytes, self.shown, self._where)
            chunks.append(chunk)
        return b"".join(chunks)

    async def _open(self) -> httpx.AsyncClient:
        context = None if self._client else await asyncio.to_thread(shared_tls_context)
        if self._closed:
            raise Unreachable("the source has been closed", where=self._where)
        if self._client is None:  # another request may have opened it in the meantime
            self._client = self._new_client(context or shared_tls_context())
        return self._client

    def _new_client(self, context: ssl.SSLContext) -> httpx.AsyncClient:
        if self._address.is_local:
            transport = httpx.AsyncHTTPTransport(verify=context, uds=self._address.socket_path, limits=_CONNECTIONS)
            return httpx.AsyncClient(transport=transport, timeout=self._timeout, trust_env=False)
        try:
            return httpx.AsyncClient(verify=context, timeout=self._timeout, limits=_CONNECTIONS)
        except (ImportError, ValueError):  # a SOCKS proxy, or one that is no address
            todo = "use an http:// proxy, or add the host to NO_PROXY"
            error = SettingsError("the proxy that the environment names cannot be used", where=self._where, todo=todo)
            raise error from None

    def _keep_quiet(self) -> None:
        left_s = self._quiet_until_s - time.monotonic()
        if left_s > 0:
            raise RateLimited(f"{self.shown} wants fewer questions", where=self._where, retry_after_s=left_s)

    def _check_headers(self, headers: Mapping[str, str]) -> None:
        # httpx and h11 would repeat the value, a secret, in their exception.
        if not all(value.isascii() and value.isprintable() for value in headers.values()):
            todo = "store the token again, without line breaks"
            raise Refused("the credentials hold a character that cannot be sent", where=self._where, todo=todo)


def _seconds(retry_after: str) -> float | None:
    if retry_after.isdigit():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
