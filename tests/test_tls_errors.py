"""What TLS failures say and what to do about them; connections that end without close_notify."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from qdash.client import QDashConfig, QDashConfigError, QDashTransportError
from qdash.client.transport.connect import Connector
from qdash.client.transport.deadline import Deadline
from qdash.client.transport.tls_errors import remedy, words

if TYPE_CHECKING:
    from conftest import MakeClient

BUNDLE = "if it is of a private authority, set ca_bundle (QDASH_CA_BUNDLE) to the certificate of that authority"
NO_TLS = "the server does not speak TLS at this port: set base_url to http://..., or to the port for https"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def context(authority: trustme.CA) -> ssl.SSLContext:
    """What a server with a certificate for localhost has."""
    server_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(server_context)
    return server_context


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> str:
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return str(tmp_path / "ca.pem")


@contextmanager
def serving(serve: Callable[[socket.socket], None], connections: int = 1) -> Iterator[str]:
    """Serve some connections in a thread, and yield the URL."""

    def accept() -> None:
        for _ in range(connections):
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                connection.settimeout(60)
                serve(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            for _ in range(connections):
                with suppress(OSError):  # it only wakes `accept`, if nobody has connected
                    socket.create_connection(listener.getsockname(), timeout=1).close()
            thread.join()


def saying(data: bytes) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        connection.recv(10_000)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(10_000):
            pass

    return serve


def hello(context: ssl.SSLContext) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(1)

    return serve


def failure(make_client: MakeClient, base_url: str, **settings: Any) -> str:
    """Return what the exception says after the place."""
    client = make_client(base_url=base_url, retry={"max_attempts": 1}, **settings)
    with pytest.raises(QDashTransportError) as caught:
        client.create_chip("c")
    assert not caught.value.outcome_unknown
    return str(caught.value).partition(f"cannot connect to {base_url.removeprefix('https://')} ")[2]


# --- servers that speak something else -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "response",
    [
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n<html>",
        b"HTTP/1.1 400\r\n\r\n",
        b"<!DOCTYPE html><html>\n",
        b"SSH-2.0-x\r\n",
    ],
)
def test_a_server_that_speaks_no_tls(make_client: MakeClient, response: bytes) -> None:
    with serving(saying(response)) as url:
        assert failure(make_client, url).endswith(f"); {NO_TLS}")


def test_a_server_that_closes_before_the_handshake(make_client: MakeClient) -> None:
    with serving(saying(b"")) as url:
        assert failure(make_client, url) == "(the connection ended during the TLS handshake)"


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        *[
            (reason, NO_TLS)  # which of them it is depends on the version of OpenSSL
            for reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")
        ],
        (
            "TLSV13_ALERT_CERTIFICATE_REQUIRED",
            "set client_cert (QDASH_CLIENT_CERT) to a certificate that the server knows",
        ),
        ("TLSV1_ALERT_PROTOCOL_VERSION", ""),
        (None, ""),
    ],
)
def test_remedy_of_a_reason(reason: str | None, advice: str) -> None:
    error = ssl.SSLError(1, "[SSL] what it says (_ssl.c:1)")
    error.reason = reason  # type: ignore[assignment]
    assert (words(error), remedy(error)) == ("[SSL] what it says (_ssl.c:1)", advice)


# --- certificates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", ["none", "second directory", "bundle"])
def test_a_certificate_where_no_authority_is_known(
    make_client: MakeClient, context: ssl.SSLContext, known: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trustme.CA().cert_pem.write_to_path(tmp_path / "stranger.pem")
    for name in ("empty", "hashed"):
        (tmp_path / name).mkdir()
    (tmp_path / "hashed" / "0a1b2c3d.0").touch()
    directories = ["empty", "nowhere", *["hashed"] * (known == "second directory")]
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nowhere.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", os.pathsep.join(str(tmp_path / name) for name in directories))
    settings = {"ca_bundle": str(tmp_path / "stranger.pem")} if known == "bundle" else {}
    with serving(hello(context)) as url:
        reason, _, advice = failure(make_client, url, **settings).partition("; ")
    assert reason == "(the certificate was not accepted: unable to get local issuer certificate)"
    if known == "none":
        assert advice.startswith("this machine has no CA certificates: install them")
    else:
        assert advice == BUNDLE


@pytest.mark.parametrize(
    ("code", "message", "says", "advice"),
    [
        (20, "unable to get it", "unable to get it", BUNDLE),
        (62, "Hostname mismatch.", "Hostname mismatch", "check base_url: its host must be one that"),
        (10, "has expired", "has expired", "check the clock, and renew the certificate, or the one"),
        (0, "ok", "what it says", BUNDLE),
        (None, None, "what it says", BUNDLE),
    ],
)
def test_words_of_a_verification_error(code: int | None, message: str | None, says: str, advice: str) -> None:
    error = ssl.SSLCertVerificationError(1, "what it says.")
    if code is not None and message is not None:
        error.verify_code, error.verify_message = code, message
    assert words(error) == f"the certificate was not accepted: {says}"
    assert remedy(error).startswith(advice)


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["DER, cut", "start of a SEQUENCE", "zeros", "UTF-16"])
def test_ca_bundle_that_holds_no_certificate(authority: trustme.CA, kind: str, tmp_path: Path) -> None:
    content = {
        "DER, cut": ssl.PEM_cert_to_DER_cert(authority.cert_pem.bytes().decode())[:-1],
        "start of a SEQUENCE": b"\x30\x82",
        "zeros": b"\x00" * 100,
        "UTF-16": authority.cert_pem.bytes().decode().encode("utf-16"),
    }[kind]
    (tmp_path / "ca.crt").write_bytes(content)
    with pytest.raises(QDashConfigError, match=r"^ca_bundle: the file holds no certificates in PEM$") as caught:
        Connector(QDashConfig(base_url="https://localhost", ca_bundle=str(tmp_path / "ca.crt")))
    assert caught.value.field == "ca_bundle"
    assert caught.value.__context__ is None


def test_the_context_is_made_once(context: ssl.SSLContext, ca: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ssl.SSLContext] = []
    make = ssl.create_default_context

    def create(**options: Any) -> ssl.SSLContext:
        made.append(make(**options))
        return made[-1]

    monkeypatch.setattr(ssl, "create_default_context", create)
    with serving(hello(context), 2) as url:
        opener = Connector(QDashConfig(base_url=url, ca_bundle=ca))
        for _ in range(2):
            opener.connect(Deadline(60, 0)).close()
    assert len(made) == 1


# --- the end of a connection -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [True, False], ids=["close_notify", "cut"])
def test_end_of_a_connection(context: ssl.SSLContext, ca: str, said: bool) -> None:
    def serve(raw: socket.socket) -> None:
        with context.wrap_socket(raw, server_side=True) as secure:
            secure.sendall(b"hello")
            if said:
                secure.settimeout(0)  # it says so, and does not wait for the same
                with suppress(OSError):
                    secure.unwrap()
            secure.shutdown(socket.SHUT_WR)

    with serving(serve) as url:
        connection = Connector(QDashConfig(base_url=url, ca_bundle=ca)).connect(Deadline(60, 0))
        assert connection.receive()
        if said:
            assert not connection.receive()
        else:
            with pytest.raises(ConnectionResetError, match="close_notify"):
                connection.receive()
        assert connection.buffer == b"hello"
        connection.close()


@pytest.mark.parametrize("host", ["localhost", "localhost."])
def test_a_trailing_dot_of_the_host_is_not_part_of_its_name(
    context: ssl.SSLContext, ca: str, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    named: list[str | None] = []
    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *args: look_up("127.0.0.1", *args))
    context.sni_callback = lambda secure, name, _: named.append(name)
    with serving(hello(context)) as url:
        opener = Connector(QDashConfig(base_url=url.replace("127.0.0.1", host), ca_bundle=ca))
        opener.connect(Deadline(60, 0)).close()
    assert named == ["localhost"]
