"""The HTTP client against real sockets: every way in which a server can fail us."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import ssl
import subprocess
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from console.model.errors import (
    BadAnswer,
    Forbidden,
    RateLimited,
    Refused,
    SettingsError,
    SourceError,
    TimedOut,
    Unreachable,
)
from console.sources.http import HttpClient, shared_tls_context
from console.sources.http_errors import Answer, transport_error
from tests.sources.scripted_server import Answers, Reply, Request, ScriptedServer, never

TOKEN = "s3cr3t-token"


def asked(
    answers: Answers,
    scene: Callable[[HttpClient, ScriptedServer], Awaitable[object]] | None = None,
    **options: Any,
) -> ScriptedServer:
    """Run a scene (one GET by default) with a client of a scripted server on TCP."""

    async def run() -> ScriptedServer:
        async with ScriptedServer(answers).on_tcp() as server:
            client = HttpClient(server.url, where="alpha", **options)
            try:
                await (scene(client, server) if scene else client.get("/things"))
            finally:
                await client.close()
        return server

    return asyncio.run(run())


def error_of(answers: Answers, **options: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        asked(answers, **options)
    assert caught.value.where == "alpha"
    assert TOKEN not in str(caught.value)
    return caught.value


def get_from(url: str, **options: Any) -> bytes:
    async def run() -> bytes:
        client = HttpClient(url, where="alpha", **options)
        try:
            return await client.get("/things")
        finally:
            await client.close()

    return asyncio.run(run())


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_good_answer_is_its_body() -> None:
    bodies: list[bytes] = []

    async def scene(client: HttpClient, server: ScriptedServer) -> None:
        bodies.append(await client.get("/things", headers={"X-Token": TOKEN}))

    server = asked(lambda request: Reply(body=b'{"a": 1}'), scene)
    assert bodies == [b'{"a": 1}']
    assert server.asked[0].path == "/things"
    assert server.asked[0].headers["x-token"] == TOKEN


def test_a_unix_socket_is_asked_like_a_port(tmp_path: Path) -> None:
    async def run() -> bytes:
        async with ScriptedServer(lambda request: Reply(body=b"{}")).on_socket(tmp_path / "rest.sock") as server:
            client = HttpClient(server.url, where="alpha")
            assert client.shown == f"unix://{tmp_path}/rest.sock"
            try:
                return await client.get("/things")
            finally:
                await client.close()

    assert asyncio.run(run()) == b"{}"


def test_one_connection_serves_many_requests() -> None:
    async def scene(client: HttpClient, server: ScriptedServer) -> None:
        for _ in range(5):
            await client.get("/things")

    assert asked(lambda request: Reply(body=b"{}"), scene).connections == 1


def test_a_base_path_stands_before_every_path() -> None:
    async def run() -> str:
        async with ScriptedServer(lambda request: Reply(body=b"{}")).on_tcp() as server:
            client = HttpClient(f"{server.url}/slurm-api/", where="alpha")
            await client.get("/things")
            await client.close()
            return server.asked[0].path

    assert asyncio.run(run()) == "/slurm-api/things"


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (401, Refused, "renew the token"),
        (403, Forbidden, "grant the user"),
        (404, BadAnswer, "check the address"),
        (408, TimedOut, "408"),
        (418, BadAnswer, "418"),
        (429, RateLimited, "fewer questions"),
        (500, BadAnswer, "500"),
        (502, Unreachable, "502"),
        (503, Unreachable, "503"),
        (504, TimedOut, "504"),
        (511, Refused, "renew the token"),
    ],
)
def test_each_status_is_an_error_of_the_tree(status: int, kind: type[SourceError], words: str) -> None:
    error = error_of(lambda request: Reply(status, b"{}"))
    assert type(error) is kind
    assert words in str(error)


def test_a_redirect_is_named_and_not_followed() -> None:
    error = error_of(lambda request: Reply(302, b"", headers={"Location": "http://elsewhere.example/"}))
    assert isinstance(error, BadAnswer)
    assert "another address" in error.todo


def test_an_html_error_page_is_named_by_its_title() -> None:
    page = b"<!DOCTYPE html><html><head><title>502 Bad\n Gateway</title></head></html>"
    error = error_of(lambda request: Reply(500, page, "text/html"))
    assert error.what.endswith('answered 500 with a web page ("502 Bad Gateway")')


def test_a_login_page_with_status_200_is_no_data() -> None:
    error = error_of(lambda request: Reply(200, b"\n<html><body>Please sign in</body></html>", "text/plain"))
    assert isinstance(error, BadAnswer)
    assert "a web page instead of data" in error.what
    assert "login page" in error.todo


def test_a_plain_text_error_is_repeated_in_one_line() -> None:
    error = error_of(lambda request: Reply(500, b"Authentication failure\nsecond line", "text/plain"))
    assert error.what.endswith('answered 500 and says "Authentication failure"')


def test_retry_after_is_told_and_kept_without_asking_again() -> None:
    async def scene(client: HttpClient, server: ScriptedServer) -> None:
        for _ in range(2):
            with pytest.raises(RateLimited) as caught:
                await client.get("/things")
            assert caught.value.retry_after_s is not None
            assert 25 < caught.value.retry_after_s <= 30

    assert len(asked(lambda request: Reply(429, headers={"Retry-After": "30"}), scene).asked) == 1


def test_retry_after_may_be_a_date() -> None:
    when = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 60))
    error = error_of(lambda request: Reply(429, headers={"Retry-After": when}))
    assert isinstance(error, RateLimited)
    assert error.retry_after_s is not None
    assert 50 < error.retry_after_s <= 60


def test_a_retry_after_that_is_nonsense_is_unknown() -> None:
    error = error_of(lambda request: Reply(429, headers={"Retry-After": "soon"}))
    assert isinstance(error, RateLimited)
    assert error.retry_after_s is None


def test_a_hang_ends_at_the_read_deadline() -> None:
    error = error_of(lambda request: Reply(after=never()), read_s=0.1)
    assert isinstance(error, TimedOut)


def test_an_answer_that_trickles_for_ever_ends_at_the_whole_deadline() -> None:
    async def scene(client: HttpClient, server: ScriptedServer) -> None:
        with pytest.raises(TimedOut, match=r"within 0\.2 s"):
            await client.get("/things")

    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx"
    asked(lambda request: Reply(raw=raw), scene, read_s=30, deadline_s=0.2)


def test_half_an_answer_is_asked_again_and_then_an_error() -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
    error = error_of(lambda request: Reply(raw=raw, cut=True), retries=1)
    assert isinstance(error, Unreachable)
    assert "before its answer was complete" in error.what


def test_a_connection_that_breaks_once_is_not_noticed() -> None:
    replies = [Reply(raw=b"", cut=True), Reply(body=b"{}")]
    assert len(asked(lambda request: replies.pop(0)).asked) == 2


def test_a_write_is_never_sent_twice() -> None:
    async def scene(client: HttpClient, server: ScriptedServer) -> None:
        with pytest.raises(Unreachable):
            await client.send("POST", "/things", content=b"")

    assert len(asked(lambda request: Reply(raw=b"", cut=True), scene).asked) == 1


def test_what_is_not_http_is_named_so() -> None:
    error = error_of(lambda request: Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n\r\n", cut=True), retries=0)
    assert isinstance(error, BadAnswer)
    assert "does not speak HTTP" in error.what


def test_an_answer_above_the_cap_is_not_read_to_its_end() -> None:
    error = error_of(lambda request: Reply(body=b"x" * 3_000_000), max_bytes=2**20)
    assert "more than 1 MiB" in error.what


def test_a_packed_answer_counts_unpacked() -> None:
    packed = gzip.compress(b" " * 3_000_000)
    error = error_of(lambda request: Reply(body=packed, headers={"Content-Encoding": "gzip"}), max_bytes=2**20)
    assert "more than 1 MiB" in error.what


def test_an_answer_that_cannot_be_unpacked_is_a_bad_answer() -> None:
    error = error_of(lambda request: Reply(body=b"not gzip", headers={"Content-Encoding": "gzip"}))
    assert "cannot be unpacked" in error.what


def test_nothing_listening_is_said_with_the_address() -> None:
    port = closed_port()
    with pytest.raises(Unreachable, match=rf"nothing listens at http://127\.0\.0\.1:{port}; start the server"):
        get_from(f"http://127.0.0.1:{port}", retries=1)


def test_a_socket_that_is_not_there_is_said_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=rf"there is no socket at unix://{tmp_path}/none"):
        get_from(f"unix://{tmp_path}/none", retries=0)


def test_a_host_that_does_not_exist_is_said() -> None:
    with pytest.raises(Unreachable, match=r"there is no host of the name in http://nowhere\.invalid"):
        get_from("http://nowhere.invalid", retries=0)


def test_plain_http_on_a_tls_address_is_said() -> None:
    def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(refuse, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        client = HttpClient(f"https://127.0.0.1:{port}", where="alpha", retries=0)
        with pytest.raises(Unreachable, match="does not speak TLS"):
            await client.get("/things")
        await client.close()
        server.close()
        await server.wait_closed()

    asyncio.run(run())


def test_a_certificate_of_nobody_is_not_trusted(tmp_path: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1",
         "-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "cert")],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")

    async def run() -> None:
        server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        client = HttpClient(f"https://localhost:{port}", where="alpha", retries=0)
        with pytest.raises(Unreachable, match=r"is not trusted .*SSL_CERT_FILE"):
            await client.get("/things")
        await client.close()
        server.close()
        await server.wait_closed()

    asyncio.run(run())


def test_a_host_that_takes_no_connection_is_said() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        with contextlib.ExitStack() as waiting:
            for _ in range(4):  # more than the queue holds: from here on the kernel drops connections
                waiting.enter_context(client := socket.socket()).setblocking(False)
                client.connect_ex(full.getsockname())
            with pytest.raises(Unreachable, match="accepts no connection; check the address and the firewall"):
                get_from(f"http://127.0.0.1:{full.getsockname()[1]}", connect_s=0.2)


def test_a_socket_of_somebody_else_is_said() -> None:
    # Tests may run as root, whom no socket refuses.
    refused = httpx.ConnectError("")
    refused.__cause__ = PermissionError(13, "Permission denied")
    error = transport_error(refused, "unix:///run/slurmrestd.sock", "alpha")
    assert isinstance(error, Forbidden)
    assert (
        str(error)
        == "alpha: this user may not open unix:///run/slurmrestd.sock; let the user read and write the socket"
    )


def test_a_proxy_that_makes_no_connection_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with ScriptedServer(lambda request: Reply(502)).on_tcp() as proxy:
            monkeypatch.setenv("https_proxy", proxy.url)
            client = HttpClient("https://slurm.example:6820", where="alpha")
            with pytest.raises(Unreachable, match=r"the proxy on the way to https://slurm\.example:6820"):
                await client.get("/things")
            await client.close()

    asyncio.run(run())


def test_a_header_that_cannot_be_sent_is_not_repeated() -> None:
    async def scene(client: HttpClient, server: ScriptedServer) -> None:
        with pytest.raises(Refused) as caught:
            await client.get("/things", headers={"X-Token": f"{TOKEN}\nX-Other: 1"})
        assert TOKEN not in str(caught.value)
        assert caught.value.__context__ is None

    assert asked(lambda request: Reply(), scene).asked == []


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_no_proxy_stands_before_a_loopback_address(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, f"http://127.0.0.1:{closed_port()}")
    assert len(asked(lambda request: Reply(body=b"{}")).asked) == 1


def test_the_proxy_of_the_environment_is_used_for_other_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> list[Request]:
        async with ScriptedServer(lambda request: Reply(body=b"{}")).on_tcp() as proxy:
            monkeypatch.setenv("http_proxy", proxy.url)
            client = HttpClient("http://slurm.example:6820", where="alpha")
            assert await client.get("/things") == b"{}"
            await client.close()
            return proxy.asked

    assert asyncio.run(run())[0].path == "http://slurm.example:6820/things"


def test_a_proxy_that_cannot_be_used_is_a_setting_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "nonsense://proxy")
    with pytest.raises(SettingsError, match="NO_PROXY"):
        get_from("http://slurm.example:6820")


def test_a_closed_client_says_so() -> None:
    async def scene(client: HttpClient, server: ScriptedServer) -> None:
        await client.close()
        await client.close()
        with pytest.raises(Unreachable, match="has been closed"):
            await client.get("/things")

    asked(lambda request: Reply(), scene)


def test_every_client_shares_one_tls_context() -> None:
    assert shared_tls_context() is shared_tls_context()


def test_four_first_requests_at_once_open_one_client() -> None:
    async def scene(client: HttpClient, server: ScriptedServer) -> None:
        await asyncio.gather(*(client.get("/things") for _ in range(4)))
        await client.get("/things")

    assert asked(lambda request: Reply(body=b"{}"), scene).connections <= 4


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "not the address"),
        ("slurm.example:6820", "not the address"),
        ("ftp://slurm.example", "not the address"),
        ("http://slurm.example:port", "not the address"),
        ("http://slurm.example:0", "not the address"),
        ("http://[::1", "not the address"),
        ("http://slurm example", "not the address"),
        ("http://", "names no host"),
        ("unix://relative/path", "three slashes"),
        ("unix:///", "three slashes"),
        ("http://host/?a=1", "leave out what follows"),
        (f"http://ops:{TOKEN}@host", "user or password"),
    ],
)
def test_an_address_that_cannot_be_one_is_a_settings_error(url: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words) as caught:
        HttpClient(url, where="alpha", setting="switchroom.toml:7")
    assert caught.value.where == "switchroom.toml:7"
    assert TOKEN not in str(caught.value)


def test_an_answer_is_a_web_page_by_its_type_or_its_first_character() -> None:
    assert Answer(200, b"{}", "text/html; charset=utf-8").is_web_page
    assert Answer(200, b"  <html>").is_web_page
    assert not Answer(200, b'{"a": "<"}', "application/json").is_web_page
