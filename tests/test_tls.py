"""Certificates: whom the client trusts, how it says who it is, and what it says when something does not fit."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from fault_server import HANG, FaultServer, Received, Step, answer

from qdash.client import QDashClient, QDashConfig, QDashConfigError, QDashTimeoutError, QDashTransportError

if TYPE_CHECKING:
    from conftest import MakeClient

CHIP = answer({"chip_id": "c"})
OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="there is no openssl command to prepare a directory with")
FIELDS = ("ca_bundle", "client_cert", "client_key")


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A private authority."""
    return trustme.CA()


@pytest.fixture(scope="session")
def stranger() -> trustme.CA:
    """Another one."""
    return trustme.CA()


@pytest.fixture(scope="session")
def files(authority: trustme.CA, stranger: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of files such as a user has them."""
    directory = tmp_path_factory.mktemp("tls")
    own, other = authority.issue_cert("lab@example.com"), stranger.issue_cert("lab@example.com")
    authority.cert_pem.write_to_path(directory / "ca.pem")
    stranger.cert_pem.write_to_path(directory / "stranger.pem")
    (directory / "both.pem").write_bytes(stranger.cert_pem.bytes() + authority.cert_pem.bytes())
    own.private_key_and_cert_chain_pem.write_to_path(directory / "own.pem")
    (directory / "own.crt").write_bytes(b"".join(blob.bytes() for blob in own.cert_chain_pems))
    own.private_key_pem.write_to_path(directory / "own.key")
    other.private_key_and_cert_chain_pem.write_to_path(directory / "other.pem")
    other.private_key_pem.write_to_path(directory / "other.key")
    (directory / "encrypted.key").write_bytes(encrypted(own.private_key_pem.bytes()))
    (directory / "encrypted.pem").write_bytes(
        (directory / "encrypted.key").read_bytes() + (directory / "own.crt").read_bytes()
    )
    (directory / "junk.pem").write_text("this is no certificate\n")
    (directory / "broken.pem").write_bytes(authority.cert_pem.bytes().replace(b"\nM", b"\nA", 1))
    (directory / "empty.pem").touch()
    (directory / "unhashed").mkdir()
    authority.cert_pem.write_to_path(directory / "unhashed" / "ca.pem")
    (directory / "hashed").mkdir()
    if OPENSSL:
        rehash(directory / "hashed", directory / "ca.pem")
    return directory


def encrypted(key: bytes) -> bytes:
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
        load_pem_private_key,
    )

    private = load_pem_private_key(key, None)
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"hush"))


def rehash(directory: Path, certificate: Path) -> None:
    """Do what `openssl rehash` does."""
    command = ["openssl", "x509", "-hash", "-noout", "-in", str(certificate)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    shutil.copy(certificate, directory / f"{done.stdout.strip()}.0")


@contextmanager
def serving(issuer: trustme.CA, *names: str, wants: trustme.CA | None = None, **times: Any) -> Iterator[FaultServer]:
    """Serve over TLS, with a certificate for some names; `wants` is whom client certificates must be of."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert(*names, **times).configure_cert(context)
    if wants is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        wants.configure_trust(context)
    with FaultServer(tls=context) as running:
        running.play(CHIP)
        yield running


@pytest.fixture
def private(authority: trustme.CA) -> Iterator[FaultServer]:
    """A server with a certificate of the private authority."""
    with serving(authority, "localhost", "127.0.0.1") as running:
        yield running


@pytest.fixture(autouse=True)
def nobody_was_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qdash.client.transport.route._unverified", set())


# --- whom the client trusts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bundle", ["ca.pem", "both.pem", pytest.param("hashed", marks=needs_openssl)])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_private_authority(private: FaultServer, make_client: MakeClient, files: Path, bundle: str, host: str) -> None:
    client = make_client(base_url=f"https://{host}:{private.port}", ca_bundle=str(files / bundle))
    for _ in range(3):
        assert client.get_chip("c").chip_id == "c"
    assert private.connections == 1


def test_ways_to_name_it(private: FaultServer, files: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(files))
    monkeypatch.setenv("USERPROFILE", str(files))
    monkeypatch.setenv("QDASH_BASE_URL", private.url)
    monkeypatch.setenv("QDASH_API_TOKEN", "t")
    monkeypatch.setenv("QDASH_CA_BUNDLE", "~/ca.pem")
    config = QDashConfig.from_env()
    config.save("lab", tmp_path / "config.ini")
    assert "ca_bundle = ~/ca.pem\n" in (tmp_path / "config.ini").read_text()
    for made in (config, QDashConfig.from_file("lab", tmp_path / "config.ini")):
        with QDashClient(made) as client:
            assert client.get_chip("c").chip_id == "c"


@pytest.mark.parametrize(
    ("variable", "name"),
    [("SSL_CERT_FILE", "ca.pem"), pytest.param("SSL_CERT_DIR", "hashed", marks=needs_openssl)],
)
def test_what_python_trusts(
    private: FaultServer,
    make_client: MakeClient,
    files: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    name: str,
) -> None:
    monkeypatch.setenv(variable, str(files / name))
    assert make_client(base_url=private.url).get_chip("c").chip_id == "c"
    with pytest.raises(QDashTransportError, match="the certificate was not accepted"):  # the bundle takes its place
        make_client(base_url=private.url, ca_bundle=str(files / "stranger.pem")).get_chip("c")


def untrusted(stack: ExitStack, authority: trustme.CA, stranger: trustme.CA) -> FaultServer:
    return stack.enter_context(serving(stranger, "localhost"))


def expired(stack: ExitStack, authority: trustme.CA, stranger: trustme.CA) -> FaultServer:
    return stack.enter_context(serving(authority, "localhost", not_after=datetime(2021, 1, 1, tzinfo=timezone.utc)))


def another_host(stack: ExitStack, authority: trustme.CA, stranger: trustme.CA) -> FaultServer:
    return stack.enter_context(serving(authority, "qdash.example.com", "127.0.0.2"))


@pytest.mark.parametrize(
    ("fault", "host", "reason", "advice"),
    [
        (untrusted, "localhost", "unable to get local issuer|self.signed", "set ca_bundle"),
        (expired, "localhost", "certificate has expired", r"renew the certificate, .*ca_bundle \(QDASH_CA_BUNDLE\)"),
        (another_host, "localhost", "Hostname mismatch, .*'localhost'", "check base_url"),
        (another_host, "127.0.0.1", r"IP address mismatch, .*'127\.0\.0\.1'", "check base_url"),
    ],
)  # fmt: skip
def test_certificate_that_is_not_accepted(
    authority: trustme.CA,
    stranger: trustme.CA,
    files: Path,
    make_client: MakeClient,
    sleeps: list[float],
    fault: Callable[..., FaultServer],
    host: str,
    reason: str,
    advice: str,
) -> None:
    with ExitStack() as stack:
        server = fault(stack, authority, stranger)
        client = make_client(base_url=f"https://{host}:{server.port}", ca_bundle=str(files / "ca.pem"))
        for number, call in enumerate((client.get_chip, client.delete_chip)):
            with pytest.raises(QDashTransportError) as caught:
                call("c")
            assert caught.match(
                rf"/chips/c: cannot connect to {host}:{server.port} "
                rf"\(the certificate was not accepted: ({reason})[^.]*\); .*{advice}"
            )
            assert isinstance(caught.value.__cause__, ssl.SSLCertVerificationError)
            assert "may have acted" not in str(caught.value)
            assert server.connections == number + 1
        assert (server.requests, sleeps) == ([], [])


def test_old_tls_is_refused(authority: trustme.CA, files: Path, make_client: MakeClient) -> None:
    client = make_client(base_url="https://localhost", ca_bundle=str(files / "ca.pem"))
    context = client._transport._route._tls_context()
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


# --- files that cannot be used ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_file_that_is_not_there(files: Path, make_client: MakeClient, field: str, scheme: str) -> None:
    settings = {"client_cert": str(files / "own.pem"), field: str(files / "nowhere.pem")}
    with pytest.raises(QDashConfigError, match=rf"^{field}: .*nowhere\.pem does not exist$") as caught:
        make_client(base_url=f"{scheme}://localhost", **settings)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("settings", "field", "problem"),
    [
        ({"ca_bundle": "junk.pem"}, "ca_bundle", r"junk\.pem holds no certificates in PEM"),
        ({"ca_bundle": "empty.pem"}, "ca_bundle", r"empty\.pem holds no certificates in PEM"),
        ({"ca_bundle": "broken.pem"}, "ca_bundle", r"broken\.pem holds no certificates in PEM"),
        ({"ca_bundle": "own.key"}, "ca_bundle", r"own\.key holds no certificates in PEM"),
        ({"ca_bundle": "unhashed"}, "ca_bundle", "openssl rehash .*unhashed"),
        ({"client_cert": "unhashed"}, "client_cert", "unhashed is not a file"),
        ({"client_cert": "junk.pem"}, "client_cert", "no certificate and its key"),
        ({"client_cert": "own.crt"}, "client_cert", "no certificate and its key"),
        ({"client_cert": "own.key"}, "client_cert", "no certificate and its key"),
        ({"client_cert": "encrypted.pem"}, "client_cert", r"the key in .*encrypted\.pem is encrypted"),
        ({"client_cert": "own.crt", "client_key": "junk.pem"}, "client_cert", r"no certificate and its key"),
        ({"client_cert": "own.crt", "client_key": "encrypted.key"}, "client_key", r"encrypted\.key is encrypted"),
        ({"client_cert": "own.crt", "client_key": "other.key"}, "client_key", r"does not belong to .*own\.crt"),
        ({"client_key": "own.key"}, "client_key", "client_key is set, but not client_cert"),
    ],
    ids=str,
)
def test_file_that_cannot_be_used(
    files: Path, make_client: MakeClient, settings: dict[str, str], field: str, problem: str
) -> None:
    with pytest.raises(QDashConfigError, match=problem) as caught:
        make_client(base_url="https://localhost", **{name: str(files / file) for name, file in settings.items()})
    assert caught.value.field == field
    assert "hush" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_file_that_cannot_be_read(make_client: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch(mode=0)
    with pytest.raises(QDashConfigError, match=r"ca_bundle: .*ca\.pem cannot be read"):
        make_client(base_url="https://localhost", ca_bundle=str(tmp_path / "ca.pem"))


def test_ssl_is_not_prepared_before_it_is_needed(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssl, "create_default_context", lambda **_: pytest.fail("it takes milliseconds"))
    make_client(base_url="https://localhost")
    make_client(base_url="http://localhost")


# --- who the client is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [{"client_cert": "own.pem"}, {"client_cert": "own.crt", "client_key": "own.key"}],
    ids=["one file", "two files"],
)
def test_client_certificate(
    authority: trustme.CA, files: Path, make_client: MakeClient, settings: dict[str, str]
) -> None:
    shown: list[Any] = []

    def script(request: Received) -> bytes:
        assert isinstance(request.wire, ssl.SSLSocket)
        shown.append(request.wire.getpeercert())
        return CHIP

    with serving(authority, "localhost", wants=authority) as server:
        server.script = script
        client = make_client(
            base_url=f"https://localhost:{server.port}",
            ca_bundle=str(files / "ca.pem"),
            **{name: str(files / file) for name, file in settings.items()},
        )
        assert client.get_chip("c").chip_id == "c"
    assert ("email", "lab@example.com") in shown[0]["subjectAltName"]


@pytest.mark.parametrize("certificate", [None, "other.pem"])
def test_client_that_the_server_does_not_know(
    authority: trustme.CA, files: Path, make_client: MakeClient, certificate: str | None
) -> None:
    with serving(authority, "localhost", wants=authority) as server:
        client = make_client(
            base_url=f"https://localhost:{server.port}",
            ca_bundle=str(files / "ca.pem"),
            client_cert=certificate and str(files / certificate),
            retry={"max_attempts": 1},
        )
        with pytest.raises(QDashTransportError, match=r"localhost:\d+ failed|cannot connect") as caught:
            client.get_chip("c")
        assert server.requests == []
    if "CERTIFICATE_REQUIRED" in str(getattr(caught.value.__cause__, "reason", "")):
        assert "set client_cert (QDASH_CLIENT_CERT)" in str(caught.value)


# --- without verification --------------------------------------------------------------------------------------------


def test_warning_comes_once_for_each_host(make_client: MakeClient) -> None:
    expected = r"verify_tls is off: .*one\.example\.com.*ca_bundle \(QDASH_CA_BUNDLE\)"
    with pytest.warns(UserWarning, match=expected) as caught:
        make_client(base_url="https://one.example.com", verify_tls=False)
    assert len(caught) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make_client(base_url="https://one.example.com/api", verify_tls=False)
        make_client(base_url="http://two.example.com", verify_tls=False)  # there is nothing to verify
        make_client(base_url="https://two.example.com")
    with pytest.warns(UserWarning, match=r"two\.example\.com"):
        make_client(base_url="https://two.example.com", verify_tls=False)


def test_warning_points_to_the_line_that_makes_the_client() -> None:
    config = QDashConfig(base_url="https://qdash.example.com", verify_tls=False)
    with pytest.warns(UserWarning, match="verify_tls") as caught:
        QDashClient(config)
    assert caught[0].filename == __file__


@pytest.mark.filterwarnings("ignore:verify_tls is off")
@pytest.mark.parametrize("bundle", [None, "ca.pem"])
def test_no_certificate_is_refused(
    stranger: trustme.CA, files: Path, make_client: MakeClient, bundle: str | None
) -> None:
    with serving(stranger, "elsewhere.example.com") as server:
        client = make_client(base_url=server.url, verify_tls=False, ca_bundle=bundle and str(files / bundle))
        assert client.get_chip("c").chip_id == "c"


# --- in time ---------------------------------------------------------------------------------------------------------


def drip(data: bytes, pause: float = 0.02) -> Iterator[bytes]:
    for number in range(len(data)):
        yield data[number : number + 1]
        time.sleep(pause)


@pytest.mark.parametrize(
    "step",
    [
        HANG,
        Step(pieces=drip(b"HTTP/1.1 200 Connection established" + b"!" * 500)),
        Step(b"HTTP/1.1 200 Connection established\r\n", pieces=drip(b"X: y\r\n" * 90)),
        Step(b"HTTP/1.1 200 Connection established\r\n\r\n", then="hang"),
    ],
    ids=["silence", "status line", "header", "no TLS behind it"],
)
def test_tunnel_is_made_in_time(make_client: MakeClient, files: Path, step: Step) -> None:
    with FaultServer() as proxy:
        proxy.play(step)
        client = make_client(
            base_url="https://qdash.example.com",
            ca_bundle=str(files / "ca.pem"),
            proxy=proxy.url,
            total_timeout_sec=0.3,
        )
        start = time.monotonic()
        with pytest.raises(QDashTimeoutError, match=r"DELETE /chips/c: .* within 0\.3 s in all \(total") as caught:
            client.delete_chip("c")
        assert 0.25 < time.monotonic() - start < 1.5
        assert "may have acted" not in str(caught.value)
        assert len(proxy.requests) == 1


def test_handshake_is_made_in_time(make_client: MakeClient, files: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:  # which never says a word of TLS
        url = f"https://127.0.0.1:{mute.getsockname()[1]}"
        client = make_client(base_url=url, ca_bundle=str(files / "ca.pem"), total_timeout_sec=0.3)
        start = time.monotonic()
        with pytest.raises(QDashTimeoutError, match="total_timeout_sec"):
            client.get_chip("c")
        assert 0.25 < time.monotonic() - start < 1.5


def test_answer_over_tls_comes_in_time(private: FaultServer, make_client: MakeClient, files: Path) -> None:
    private.play(Step(answer(b"", length=9000), pieces=drip(b"x" * 200)))
    client = make_client(base_url=private.url, ca_bundle=str(files / "ca.pem"), total_timeout_sec=0.3)
    start = time.monotonic()
    with pytest.raises(QDashTimeoutError, match="total_timeout_sec"):
        client.get_chip("c")
    assert 0.25 < time.monotonic() - start < 1.5
    assert len(private.requests) == 1


def test_request_over_tls_is_taken_in_time(authority: trustme.CA, make_client: MakeClient, files: Path) -> None:
    held = threading.Event()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with context.wrap_socket(connection, server_side=True) as wire:
                while not held.wait(0.05) and wire.recv(1000):
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        client = make_client(
            base_url=f"https://localhost:{listener.getsockname()[1]}",
            ca_bundle=str(files / "ca.pem"),
            total_timeout_sec=0.4,
        )
        start = time.monotonic()
        with pytest.raises(QDashTimeoutError, match="total_timeout_sec"):
            client.request("POST", "/x", data=b"x" * 30_000_000)
        passed = time.monotonic() - start
        held.set()
        thread.join()
    assert passed < 1.5
