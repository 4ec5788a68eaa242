"""Trusted CAs, client certificates, and the messages of TLS failures."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from typing import Any

import pytest
import trustme
from cryptography import x509
from fault_server import FaultServer, Received, http_response

from qdash.client import QDashClient, QDashConfig, QDashConfigError, QDashTransportError

from .cases import CHIP, GET, TOKEN, WRITES, Bench, Fault, Scenario, Section, Sees

Context = Callable[[Bench], ssl.SSLContext]

LONG_AGO = datetime(2021, 1, 1, tzinfo=timezone.utc)
FAR_OFF = datetime(2999, 1, 1, tzinfo=timezone.utc)


def certified(*names: str, stranger: bool = False, **times: datetime) -> Context:
    """Speak TLS with a certificate for some names, of the authority or of another one."""

    def make(bench: Bench) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issuer = trustme.CA() if stranger else bench.authority
        issuer.issue_cert(*names, **times).configure_cert(context)
        return context

    return make


def self_signed(bench: Bench) -> ssl.SSLContext:
    itself = trustme.CA()
    pem = bench.directory / "itself.pem"
    pem.write_bytes(itself.private_key_pem.bytes() + itself.cert_pem.bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def outdated(bench: Bench) -> ssl.SSLContext:
    context = certified("127.0.0.1")(bench)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    return context


def speaks_outdated_tls() -> bool:
    """Tell whether OpenSSL can do here what the client must not."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            server.minimum_version = ssl.TLSVersion.TLSv1
            server.maximum_version = ssl.TLSVersion.TLSv1_1
            server.set_ciphers("DEFAULT@SECLEVEL=0")
        except (ValueError, ssl.SSLError):
            return False
    return True


# --- directories and files of a user ---------------------------------------------------------------------------------


def hashed_name(certificate: bytes) -> str:
    """Return the name under which OpenSSL looks for an authority in a directory, as `openssl rehash` makes it."""
    subject = x509.load_pem_x509_certificate(certificate).subject
    canonical = x509.Name([x509.NameAttribute(part.oid, str(part.value).lower()) for part in subject])
    digest = hashlib.sha1(canonical.public_bytes()[2:]).digest()
    return f"{int.from_bytes(digest[:4], 'little'):08x}.0"


def with_bundles(bench: Bench) -> ssl.SSLContext:
    """Prepare bundles: one of several authorities, one of a stranger, and a directory for each."""
    own, stranger = bench.ca.read_bytes(), trustme.CA().cert_pem.bytes()
    (bench.directory / "both.pem").write_bytes(stranger + own)
    (bench.directory / "stranger.pem").write_bytes(stranger)
    (bench.directory / "hashed").mkdir()
    (bench.directory / "hashed" / hashed_name(own)).write_bytes(own)
    (bench.directory / "strangers").mkdir()
    (bench.directory / "strangers" / hashed_name(stranger)).write_bytes(stranger)
    return bench.context


def asks_who_it_is(bench: Bench) -> ssl.SSLContext:
    """Ask the client for a certificate of the authority, and prepare one in one file and in two."""
    own = bench.authority.issue_cert("lab@example.com")
    own.private_key_and_cert_chain_pem.write_to_path(bench.directory / "own.pem")
    own.private_key_pem.write_to_path(bench.directory / "own.key")
    own.cert_chain_pems[0].write_to_path(bench.directory / "own.crt")
    context = certified("127.0.0.1")(bench)
    context.verify_mode = ssl.CERT_REQUIRED
    bench.authority.configure_trust(context)
    return context


def who_it_is(request: Received) -> bytes:
    assert isinstance(request.wire, ssl.SSLSocket)
    certificate: Any = request.wire.getpeercert()
    return http_response({"chip_id": dict(certificate["subjectAltName"])["email"]})


def asks_who_it_is_later(bench: Bench) -> ssl.SSLContext:
    """Ask the client for a certificate when it has sent a request, as servers do that want one for some paths only."""
    context = asks_who_it_is(bench)
    context.verify_mode = ssl.CERT_OPTIONAL
    context.minimum_version = ssl.TLSVersion.TLSv1_3  # earlier versions do it by another handshake
    context.post_handshake_auth = True
    return context


def who_it_is_by_now(request: Received) -> bytes:
    wire: Any = request.wire
    assert not wire.getpeercert()
    wire.verify_client_post_handshake()
    wire.do_handshake()
    wire.settimeout(0.02)
    late = time.monotonic() + 5
    while not wire.getpeercert() and time.monotonic() < late:
        with suppress(TimeoutError):
            wire.recv(1)  # nothing comes but the certificate
    wire.settimeout(None)
    return who_it_is(request)


# --- a server that does not know the client --------------------------------------------------------------------------


@contextmanager
def turning_away(context: ssl.SSLContext) -> Iterator[tuple[str, list[str]]]:
    """Serve handshakes only, and read on after them, so that what TLS says reaches the client before the end does."""
    ends: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                with suppress(TimeoutError):
                    connection, _ = listener.accept()
                    raw = connection.dup()
                    raw.settimeout(5)
                    with raw, suppress(OSError):
                        try:
                            context.wrap_socket(connection, server_side=True).close()
                            ends.append("known")
                        except ssl.SSLError as error:
                            ends.append(str(error.reason))
                        raw.shutdown(socket.SHUT_WR)
                        while raw.recv(65_536):
                            pass

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"https://127.0.0.1:{listener.getsockname()[1]}", ends
        finally:
            over.set()
            thread.join()


def turned_away(says: str, *, certificate: bool) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        settings = {"ca_bundle": str(bench.ca)}
        if certificate:
            other = trustme.CA().issue_cert("lab@example.com")
            other.private_key_and_cert_chain_pem.write_to_path(bench.directory / "other.pem")
            settings["client_cert"] = str(bench.directory / "other.pem")
        with turning_away(asks_who_it_is(bench)) as (url, ends):
            config = QDashConfig(base_url=url, api_token=TOKEN, retry={"max_attempts": 1}, **settings)
            with QDashClient(config) as client, pytest.raises(QDashTransportError, match=says):
                client.get_chip("c")
        assert len(ends) == 1
        assert ends != ["known"]

    return test


# --- what is no certificate, and no TLS ------------------------------------------------------------------------------


def bundle_refused(content: Callable[[bytes], bytes], says: str) -> Callable[[Bench], None]:
    """Pass a file made of the certificate of the authority, in DER, as ca_bundle."""

    def test(bench: Bench) -> None:
        file = bench.directory / "ca.der"
        file.write_bytes(content(ssl.PEM_cert_to_DER_cert(bench.ca.read_text())))
        with pytest.raises(QDashConfigError, match=f"^ca_bundle: {says}") as caught:
            QDashClient(QDashConfig(base_url="https://one.example.com", api_token=TOKEN, ca_bundle=str(file)))
        assert caught.value.field == "ca_bundle"
        assert str(file) not in str(caught.value)

    return test


def no_reason(bench: Bench) -> None:
    """Let a certificate be refused by something else than OpenSSL, such as a library with the store of the system."""
    handshake = ssl.SSLSocket.do_handshake

    def refuse(sock: ssl.SSLSocket, block: bool = False) -> None:
        if sock.server_side:
            return handshake(sock, block)
        raise ssl.SSLCertVerificationError(1, "it was revoked yesterday")

    bench.monkeypatch.setattr(ssl.SSLSocket, "do_handshake", refuse)
    with FaultServer(lambda request: CHIP, bench.context) as server:
        config = QDashConfig(base_url=server.url, api_token=TOKEN, ca_bundle=str(bench.ca))
        with QDashClient(config) as client, pytest.raises(QDashTransportError) as caught:
            client.get_chip("c")
    assert "(the certificate was not accepted: it was revoked yesterday); " in str(caught.value)


def without_tls(says: bytes) -> Callable[[Bench], None]:
    """Talk of something else than TLS, whatever comes, as a port for http does."""

    def test(bench: Bench) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:

            def serve() -> None:
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    connection.recv(65_536)
                    connection.sendall(says)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65_536):
                        pass

            thread = threading.Thread(target=serve)
            thread.start()
            url = f"https://127.0.0.1:{listener.getsockname()[1]}"
            config = QDashConfig(base_url=url, api_token=TOKEN, timeout_sec=5, retry={"max_attempts": 1})
            with QDashClient(config) as client, pytest.raises(QDashTransportError) as caught:
                client.create_chip("c")
            thread.join()
        assert "cannot connect to 127.0.0.1:" in str(caught.value)
        assert str(caught.value).endswith(
            "; the server does not speak TLS at this port: set base_url to http://..., or to the port for https"
        )
        assert not caught.value.outcome_unknown

    return test


# --- without verification --------------------------------------------------------------------------------------------


def warned(*urls: str) -> list[str]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for url in urls:
            QDashClient(QDashConfig(base_url=url, api_token=TOKEN, verify_tls=False)).close()
    return [str(warning.message) for warning in caught]


def warns(bench: Bench) -> None:
    (text,) = warned("https://one.example.com", "http://two.example.com")
    assert text.startswith("verify_tls is off: ")
    assert "one.example.com" in text
    assert "ca_bundle (QDASH_CA_BUNDLE)" in text


def warns_once(bench: Bench) -> None:
    texts = warned(*["https://one.example.com", "https://two.example.com", "https://one.example.com/api"] * 2)
    assert [host in text for host, text in zip(("one.example", "two.example"), texts, strict=True)] == [True, True]


def trusts_anyone(bench: Bench) -> None:
    with FaultServer(lambda request: CHIP, certified("elsewhere.example.com", stranger=True)(bench)) as server:
        config = QDashConfig(base_url=server.url, api_token=TOKEN, verify_tls=False, ca_bundle=str(bench.ca))
        with pytest.warns(UserWarning, match="verify_tls is off"):
            client = QDashClient(config)
        with client:
            assert client.get_chip("c").chip_id == "c"


# --- cases -------------------------------------------------------------------------------------------------------

BUNDLE = r"set ca_bundle \(QDASH_CA_BUNDLE\)"
RENEW = r"check the clock, and renew the certificate, or the one in ca_bundle \(QDASH_CA_BUNDLE\)"
NOT_ACCEPTED = {
    "is of an unknown authority": (
        certified("127.0.0.1", stranger=True),
        "127.0.0.1",
        f"unable to get local issuer certificate.*{BUNDLE}",
    ),
    "is signed by itself": (self_signed, "127.0.0.1", f"self.signed certificate.*{BUNDLE}"),
    "has expired": (
        certified("127.0.0.1", not_before=LONG_AGO, not_after=LONG_AGO),
        "127.0.0.1",
        f"certificate has expired.*{RENEW}",
    ),
    "is not valid yet": (
        certified("127.0.0.1", not_before=FAR_OFF, not_after=FAR_OFF),
        "127.0.0.1",
        f"certificate is not yet valid.*{RENEW}",
    ),
    "is for another host": (
        certified("qdash.example.com", "127.0.0.1"),
        "localhost",
        r"Hostname mismatch, .*'localhost'\); check base_url",
    ),
    "is for another address": (
        certified("localhost", "127.0.0.2"),
        "127.0.0.1",
        r"IP address mismatch, .*'127\.0\.0\.1'\); check base_url",
    ),
}
TRUSTED = {
    "ca_bundle, a file": ({"ca_bundle": "{ca}"}, {}, "ca_bundle is trusted"),
    "ca_bundle, a file of several": ({"ca_bundle": "{directory}/both.pem"}, {}, "ca_bundle is trusted"),
    "ca_bundle, a directory": ({"ca_bundle": "{directory}/hashed"}, {}, "ca_bundle may be a directory"),
    "SSL_CERT_FILE": ({"ca_bundle": None}, {"SSL_CERT_FILE": "{ca}"}, "the CAs of Python are trusted"),
    "SSL_CERT_DIR": ({"ca_bundle": None}, {"SSL_CERT_DIR": "{directory}/hashed"}, "the CAs of Python are trusted"),
}

TLS = "transport/tls.py"
REASON = "transport/tls_errors.py"
SECTION = Section(
    "Certificates",
    "Trusted CAs come from `ca_bundle`, else from `SSL_CERT_FILE`, `SSL_CERT_DIR` and the system. A certificate "
    "that is not accepted is an error at once that names the host, the reason and the setting to use, and nothing "
    "is sent. The minimum version is TLS 1.2.",
    {
        "ca_bundle is trusted": [(TLS, "cafile=path", "")],
        "ca_bundle may be a directory": [(TLS, "if os.path.isdir(path):", "if False:")],
        "the message names a ca_bundle in DER format": [(TLS, 'if not content.startswith(b"0"):', "if True:")],
        "the message names DER only for a whole certificate": [
            (TLS, "ssl.create_default_context(cadata=content)", "pass")
        ],
        "ca_bundle replaces the CAs of Python": [
            (
                TLS,
                "return ssl.create_default_context(cafile=path)",
                "both = ssl.create_default_context()\n            both.load_verify_locations(path)\n"
                "            return both",
            )
        ],
        "the CAs of Python are trusted": [
            (TLS, "return ssl.create_default_context()", "return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)")
        ],
        "certificates are verified": [
            (TLS, "        if not self._verify:\n            context", "        if True:\n            context")
        ],
        "a refused certificate is not retried": [
            ("transport/retry.py", ' or type(cause).__name__ == "SSLCertVerificationError"', "")
        ],
        "the message names the setting to use": [
            (
                REASON,
                "return _NO_AUTHORITIES if trusts_nobody else _VERIFICATION.get(code, _UNTRUSTED)",
                'return ""',
            )
        ],
        "the message names a machine without CA certificates": [
            (REASON, "return _NO_AUTHORITIES if trusts_nobody else ", "return ")
        ],
        "the message is not used if there is any CA certificate": [
            (TLS, 'self._made_context().cert_store_stats()["x509"]', "False"),
            (TLS, "any(map(_holds_certificates, ", "any(map(bool, False and "),
        ],
        "a certificate error without a reason keeps its text": [
            (REASON, 'if has_reason else "".join(map(str, error.args[-1:]))\n', "\n")
        ],
        "TLS 1.2 is the minimum": [
            (
                TLS,
                "context.minimum_version = ssl.TLSVersion.TLSv1_2",
                "context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED\n"
                '        context.set_ciphers("DEFAULT@SECLEVEL=0")',
            )
        ],
        "the client sends its certificate": [(TLS, "        if self._certificate is not None:", "        if False:")],
        "the client sends its certificate after the handshake": [
            (TLS, "context.post_handshake_auth = True", "context.post_handshake_auth = False")
        ],
        "the message names a missing client certificate": [(REASON, '"CERTIFICATE_REQUIRED" in', '"NOTHING" in')],
        "the message names a port without TLS": [(REASON, "return _PLAIN if reason in _NOT_TLS else", "return")],
        "the message has the reason": [
            (REASON, 'return getattr(error, "strerror", None) or str(error)', 'return "failed"')
        ],
        "verify_tls=False verifies nothing": [
            (TLS, "context.verify_mode = ssl.CERT_NONE", "context.verify_mode = ssl.CERT_REQUIRED")
        ],
        "verify_tls=False warns": [(TLS, "            _warn_once(host)", "            pass")],
        "verify_tls=False warns once for each host": [(TLS, "    if host in _unverified:", "    if False:")],
    },
    [
        *[
            Fault(
                what=f"the CA of the server is in {where}",
                server=lambda request: CHIP,
                tls=with_bundles,
                settings=settings,
                environment=environment,
                sees="c",
                recovers=False,
                guard=guard,
            )
            for where, (settings, environment, guard) in TRUSTED.items()
        ],
        Fault(
            what="the CA of the server is in SSL_CERT_FILE, and another one in ca_bundle",
            server=[CHIP],
            tls=with_bundles,
            settings={"ca_bundle": "{directory}/stranger.pem"},
            environment={"SSL_CERT_FILE": "{ca}"},
            sees=Sees(QDashTransportError, "the certificate was not accepted: unable to get local issuer certificate"),
            reached=0,
            recovers=False,
            guard="ca_bundle replaces the CAs of Python",
        ),
        *[
            Scenario(
                what=f"ca_bundle is a file {what}",
                sees=f"`QDashConfigError`: {says}",
                reached="0",
                test=bundle_refused(content, says),
                guard=guard,
            )
            for what, content, says, guard in [
                (
                    "in DER",
                    lambda der: der,
                    "the file is in DER; convert it to PEM: openssl x509 -inform der ",
                    "the message names a ca_bundle in DER format",
                ),
                (
                    "that begins like DER, and is none",
                    lambda der: der[:100],
                    "the file holds no certificates in PEM",
                    "the message names DER only for a whole certificate",
                ),
            ]
        ],
        *[
            Fault(
                what=f"the machine has no CA certificates: {what}",
                server=[CHIP],
                tls=True,
                settings={"ca_bundle": None},
                environment={"SSL_CERT_FILE": "{directory}/none.pem", "SSL_CERT_DIR": where},
                sees=Sees(
                    QDashTransportError,
                    r"the certificate was not accepted: .*\); this machine has no CA certificates: "
                    r"install them \(Debian and Alpine call the package ca-certificates\), or set ca_bundle",
                ),
                reached=0,
                recovers=False,
                guard="the message names a machine without CA certificates",
            )
            for what, where in {
                "neither file nor directory is there": "{directory}/none",
                "the directory is empty": "{directory}",
            }.items()
        ],
        *[
            Fault(
                what=f"the machine has only the certificate of another CA, in {variable}",
                server=[CHIP],
                tls=with_bundles,
                settings={"ca_bundle": None},
                environment={"SSL_CERT_FILE": "{directory}/none", "SSL_CERT_DIR": "{directory}/none", variable: where},
                sees=Sees(QDashTransportError, f"unable to get local issuer certificate.*; if it is.*{BUNDLE}"),
                reached=0,
                recovers=False,
                guard="the message is not used if there is any CA certificate",
            )
            for variable, where in {
                "SSL_CERT_FILE": "{directory}/stranger.pem",
                "SSL_CERT_DIR": "{directory}/strangers",
            }.items()
        ],
        *[
            Fault(
                what=f"the certificate of the server {what}, of a {method}",
                server=[CHIP],
                tls=tls,
                call=call,
                settings={"base_url": f"https://{host}:{{port}}"},
                sees=Sees(
                    QDashTransportError,
                    rf"^{method} /chips(/c)?: cannot connect to {host}:\d+ \(the certificate was not accepted: {says}",
                ),
                reached=0,
                recovers=False,
                guard=guard,
            )
            for what, (tls, host, says) in NOT_ACCEPTED.items()
            for method, call, guard in [
                ("GET", GET, "a refused certificate is not retried"),
                ("POST", WRITES["POST"], "certificates are verified"),
                ("DELETE", WRITES["DELETE"], "the message names the setting to use"),
            ]
        ],
        *[
            Fault(
                what="the server speaks TLS 1.1 only",
                server=[CHIP],
                tls=outdated,
                sees=Sees(QDashTransportError, r"cannot connect to 127\.0\.0\.1:\d+ \(.*protocol"),
                reached=0,
                pauses=2,
                recovers=False,
                guard="TLS 1.2 is the minimum",
            )
            for _ in range(speaks_outdated_tls())
        ],
        *[
            Fault(
                what=f"the server wants a certificate, and client_cert has it, {where}",
                server=who_it_is,
                tls=asks_who_it_is,
                settings=settings,
                sees="lab@example.com",
                recovers=False,
                guard="the client sends its certificate",
            )
            for where, settings in {
                "with its key": {"client_cert": "{directory}/own.pem"},
                "and client_key the key": {
                    "client_cert": "{directory}/own.crt",
                    "client_key": "{directory}/own.key",
                },
            }.items()
        ],
        Fault(
            what="the server wants a certificate when it has read the request, and client_cert has it",
            server=who_it_is_by_now,
            tls=asks_who_it_is_later,
            settings={"client_cert": "{directory}/own.pem"},
            sees="lab@example.com",
            recovers=False,
            guard="the client sends its certificate after the handshake",
        ),
        Scenario(
            what="the server wants a certificate, and there is none",
            sees="`QDashTransportError`: set client_cert (QDASH_CLIENT_CERT) to a certificate that the server knows",
            test=turned_away(r"set client_cert \(QDASH_CLIENT_CERT\)", certificate=False),
            guard="the message names a missing client certificate",
        ),
        Scenario(
            what="the server wants a certificate, and client_cert is of an authority that it does not know",
            sees="`QDashTransportError`: unknown ca",
            test=turned_away(r"127\.0\.0\.1:\d+ .*unknown ca", certificate=True),
            guard="the message has the reason",
        ),
        Scenario(
            what="the certificate of the server is refused without a reason in the terms of OpenSSL",
            sees="`QDashTransportError` with the text of the exception",
            reached="0",
            test=no_reason,
            guard="a certificate error without a reason keeps its text",
        ),
        *[
            Scenario(
                what=f"the port of an https URL speaks {what}",
                sees="`QDashTransportError`: set base_url to http://..., or to the port for https; nothing was sent",
                reached="0",
                test=without_tls(says),
                guard="the message names a port without TLS",
            )
            for what, says in {
                "http": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
                "a protocol of its own": b"220 mail.example.com ESMTP\r\n",
            }.items()
        ],
        Scenario(
            what="verify_tls is off",
            sees="a warning that names the host and ca_bundle",
            test=warns,
            guard="verify_tls=False warns",
        ),
        Scenario(
            what="verify_tls is off for many clients",
            sees="one warning a host",
            test=warns_once,
            guard="verify_tls=False warns once for each host",
        ),
        Scenario(
            what="verify_tls is off, and the certificate of the server is for another host and of an unknown authority",
            sees="`'c'`",
            reached="1",
            test=trusts_anyone,
            guard="verify_tls=False verifies nothing",
        ),
    ],
)
