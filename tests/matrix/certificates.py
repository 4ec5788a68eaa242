"""Whom the client trusts, how it says who it is, and what it says when something does not fit."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from typing import Any

import pytest
import trustme
from cryptography import x509
from fault_server import FaultServer, Received, answer

from qdash.client import QDashClient, QDashConfig, QDashTransportError

from .rows import CHIP, GET, TOKEN, WRITES, Bench, Fault, Scenario, Section, Sees

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
    """Prepare bundles: one of several authorities, one of a stranger, and a directory."""
    own, stranger = bench.ca.read_bytes(), trustme.CA().cert_pem.bytes()
    (bench.directory / "both.pem").write_bytes(stranger + own)
    (bench.directory / "stranger.pem").write_bytes(stranger)
    (bench.directory / "hashed").mkdir()
    (bench.directory / "hashed" / hashed_name(own)).write_bytes(own)
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
    return answer({"chip_id": dict(certificate["subjectAltName"])["email"]})


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


# --- the lines -------------------------------------------------------------------------------------------------------

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
    "SSL_CERT_FILE": ({"ca_bundle": None}, {"SSL_CERT_FILE": "{ca}"}, "what Python trusts is trusted"),
    "SSL_CERT_DIR": ({"ca_bundle": None}, {"SSL_CERT_DIR": "{directory}/hashed"}, "what Python trusts is trusted"),
}

SECTION = Section(
    "Certificates",
    "Whom the client trusts is said by `ca_bundle`, else by `SSL_CERT_FILE`, `SSL_CERT_DIR` and the system. A "
    "certificate that is not accepted is an error at once that names the host, the reason and the setting to use, and "
    "nothing is sent there. TLS 1.2 is the least.",
    {
        "ca_bundle is trusted": [("transport/route.py", "cafile=path", "")],
        "ca_bundle may be a directory": [("transport/route.py", "if os.path.isdir(path):", "if False:")],
        "ca_bundle takes the place of what Python trusts": [
            (
                "transport/route.py",
                "return ssl.create_default_context(cafile=path)",
                "both = ssl.create_default_context()\n            both.load_verify_locations(path)\n"
                "            return both",
            )
        ],
        "what Python trusts is trusted": [
            (
                "transport/route.py",
                "return ssl.create_default_context()",
                "return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)",
            )
        ],
        "certificates are verified": [
            (
                "transport/route.py",
                "        if not self._verify:\n            context",
                "        if True:\n            context",
            )
        ],
        "a certificate that is not accepted is not tried again": [
            ("transport/__init__.py", " or is_verification_error(cause)", "")
        ],
        "the setting to use is named": [
            (
                "transport/failure.py",
                'return "; " + _VERIFICATION.get(getattr(error, "verify_code", 0), _UNTRUSTED)',
                'return ""',
            )
        ],
        "TLS 1.2 is the least": [
            (
                "transport/route.py",
                "context.minimum_version = ssl.TLSVersion.TLSv1_2",
                "context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED\n"
                '        context.set_ciphers("DEFAULT@SECLEVEL=0")',
            )
        ],
        "the client shows its certificate": [
            ("transport/route.py", "        if self._certificate is not None:", "        if False:")
        ],
        "a server that wants a certificate is understood": [
            ("transport/failure.py", 'if "CERTIFICATE_REQUIRED" in', 'if "NOTHING" in')
        ],
        "the reason is told": [
            (
                "transport/failure.py",
                "    return one_line(text, 200)\n\n\ndef is_ver",
                '    return "failed"\n\n\ndef is_ver',
            )
        ],
        "verify_tls=False verifies nothing": [
            ("transport/route.py", "context.verify_mode = ssl.CERT_NONE", "context.verify_mode = ssl.CERT_REQUIRED")
        ],
        "verify_tls=False warns": [("transport/route.py", "            _warn_once(self.host)", "            pass")],
        "verify_tls=False warns once a host": [("transport/route.py", "    if host in _unverified:", "    if False:")],
    },
    [
        *[
            Fault(
                what=f"the authority of the server is in {where}",
                server=lambda request: CHIP,
                tls=with_bundles,
                settings=settings,
                environment=environment,
                sees="c",
                recovers=False,
                defence=defence,
            )
            for where, (settings, environment, defence) in TRUSTED.items()
        ],
        Fault(
            what="the authority of the server is in SSL_CERT_FILE, and another one in ca_bundle",
            server=[CHIP],
            tls=with_bundles,
            settings={"ca_bundle": "{directory}/stranger.pem"},
            environment={"SSL_CERT_FILE": "{ca}"},
            sees=Sees(QDashTransportError, "the certificate was not accepted: unable to get local issuer certificate"),
            reached=0,
            recovers=False,
            defence="ca_bundle takes the place of what Python trusts",
        ),
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
                defence=defence,
            )
            for what, (tls, host, says) in NOT_ACCEPTED.items()
            for method, call, defence in [
                ("GET", GET, "a certificate that is not accepted is not tried again"),
                ("POST", WRITES["POST"], "certificates are verified"),
                ("DELETE", WRITES["DELETE"], "the setting to use is named"),
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
                defence="TLS 1.2 is the least",
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
                defence="the client shows its certificate",
            )
            for where, settings in {
                "with its key": {"client_cert": "{directory}/own.pem"},
                "and client_key the key": {
                    "client_cert": "{directory}/own.crt",
                    "client_key": "{directory}/own.key",
                },
            }.items()
        ],
        Scenario(
            what="the server wants a certificate, and there is none",
            sees="`QDashTransportError`: set client_cert (QDASH_CLIENT_CERT) to a certificate that the server knows",
            test=turned_away(r"set client_cert \(QDASH_CLIENT_CERT\)", certificate=False),
            defence="a server that wants a certificate is understood",
        ),
        Scenario(
            what="the server wants a certificate, and client_cert is of an authority that it does not know",
            sees="`QDashTransportError`: unknown ca",
            test=turned_away(r"127\.0\.0\.1:\d+ .*unknown ca", certificate=True),
            defence="the reason is told",
        ),
        Scenario(
            what="verify_tls is off",
            sees="a warning that names the host and ca_bundle",
            test=warns,
            defence="verify_tls=False warns",
        ),
        Scenario(
            what="verify_tls is off for many clients",
            sees="one warning a host",
            test=warns_once,
            defence="verify_tls=False warns once a host",
        ),
        Scenario(
            what="verify_tls is off, and the certificate of the server is for another host and of an unknown authority",
            sees="`'c'`",
            reached="1",
            test=trusts_anyone,
            defence="verify_tls=False verifies nothing",
        ),
    ],
)
