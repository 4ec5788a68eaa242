"""Certificates: trusted CAs, client certificates, and the messages of TLS failures."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme
from fault_server import CLOSE, RESET, FaultServer, Step, http_response

from qdash.client import QDashClient, QDashConfig, QDashConfigError, QDashTransportError

if TYPE_CHECKING:
    from conftest import MakeClient

CHIP = http_response({"chip_id": "c"})
FIELDS = ("ca_bundle", "client_cert", "client_key")


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """A private authority."""
    return trustme.CA()


@pytest.fixture(scope="session")
def files(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of files such as a user has them."""
    directory = tmp_path_factory.mktemp("tls")
    own = authority.issue_cert("lab@example.com")
    authority.cert_pem.write_to_path(directory / "ca.pem")
    own.private_key_and_cert_chain_pem.write_to_path(directory / "own.pem")
    (directory / "own.crt").write_bytes(b"".join(blob.bytes() for blob in own.cert_chain_pems))
    own.private_key_pem.write_to_path(directory / "own.key")
    authority.issue_cert("lab@example.com").private_key_pem.write_to_path(directory / "other.key")
    (directory / "encrypted.key").write_bytes(encrypted(own.private_key_pem.bytes()))
    (directory / "encrypted.pem").write_bytes(
        (directory / "encrypted.key").read_bytes() + (directory / "own.crt").read_bytes()
    )
    (directory / "junk.pem").write_text("this is no certificate\n")
    (directory / "broken.pem").write_bytes(authority.cert_pem.bytes().replace(b"\nM", b"\nA", 1))
    (directory / "empty.pem").touch()
    (directory / "unhashed").mkdir()
    authority.cert_pem.write_to_path(directory / "unhashed" / "ca.pem")
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


@pytest.fixture
def private(authority: trustme.CA) -> Iterator[FaultServer]:
    """A server with a certificate of the private authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    with FaultServer(tls=context) as running:
        running.play(CHIP)
        yield running


@pytest.fixture(autouse=True)
def nobody_was_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qdash.client.transport.tls._unverified", set())


# --- trusted CAs -----------------------------------------------------------------------------------------------------


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


# --- files that cannot be used ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_file_that_is_not_there(files: Path, make_client: MakeClient, field: str, scheme: str) -> None:
    settings = {"client_cert": str(files / "own.pem"), field: str(files / "nowhere.pem")}
    with pytest.raises(QDashConfigError, match=rf"^{field}: there is no file at this path") as caught:
        make_client(base_url=f"{scheme}://localhost", **settings)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("settings", "field", "problem"),
    [
        ({"ca_bundle": "junk.pem"}, "ca_bundle", "the file holds no certificates in PEM"),
        ({"ca_bundle": "empty.pem"}, "ca_bundle", "the file holds no certificates in PEM"),
        ({"ca_bundle": "broken.pem"}, "ca_bundle", "the file holds no certificates in PEM"),
        ({"ca_bundle": "own.key"}, "ca_bundle", "the file holds no certificates in PEM"),
        ({"ca_bundle": "unhashed"}, "ca_bundle", "openssl rehash DIRECTORY"),
        ({"client_cert": "unhashed"}, "client_cert", "the path of something else"),
        ({"client_cert": "junk.pem"}, "client_cert", "no certificate and its key"),
        ({"client_cert": "own.crt"}, "client_cert", "no certificate and its key"),
        ({"client_cert": "own.key"}, "client_cert", "no certificate and its key"),
        ({"client_cert": "encrypted.pem"}, "client_cert", "the key is encrypted"),
        ({"client_cert": "own.crt", "client_key": "junk.pem"}, "client_cert", r"no certificate and its key"),
        ({"client_cert": "own.crt", "client_key": "encrypted.key"}, "client_key", "the key is encrypted"),
        (
            {"client_cert": "own.crt", "client_key": "other.key"},
            "client_key",
            "does not belong to the certificate in client_cert",
        ),
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
    assert str(files) not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_file_that_cannot_be_read(make_client: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch(mode=0)
    with pytest.raises(QDashConfigError, match="ca_bundle: the file cannot be read"):
        make_client(base_url="https://localhost", ca_bundle=str(tmp_path / "ca.pem"))


def test_ssl_is_not_prepared_before_it_is_needed(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssl, "create_default_context", lambda **_: pytest.fail("it takes milliseconds"))
    make_client(base_url="https://localhost")
    make_client(base_url="http://localhost")


# --- connections that end -----------------------------------------------------------------------------------------


def test_closed_idle_tls_connection_is_not_noticed(
    private: FaultServer, make_client: MakeClient, files: Path, sleeps: list[float]
) -> None:
    client = make_client(base_url=private.url, ca_bundle=str(files / "ca.pem"))
    private.play(Step(CHIP, then="close"))
    for number in range(4):
        assert client.get_chip("c").chip_id == "c"
        private.wait_for_ends(number + 1)
    assert (len(private.requests), sleeps) == (4, [])


@pytest.mark.parametrize("fault", [CLOSE, RESET, Step(http_response(b"{", length=9), then="close")])
def test_broken_tls_connection(
    private: FaultServer, make_client: MakeClient, files: Path, sleeps: list[float], fault: Step
) -> None:
    client = make_client(base_url=private.url, ca_bundle=str(files / "ca.pem"))
    private.play(fault, CHIP)
    assert client.get_chip("c").chip_id == "c"
    assert len(sleeps) == 1
    private.play(fault, CHIP)
    with pytest.raises(QDashTransportError, match="may have acted"):
        client.update_chip("c")


def test_response_in_the_clear_is_an_error(make_client: MakeClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:
        thread = threading.Thread(target=_greet, args=[plain])
        thread.start()
        client = make_client(base_url=f"https://127.0.0.1:{plain.getsockname()[1]}", retry={"max_attempts": 1})
        with pytest.raises(QDashTransportError, match=r"cannot connect to 127\.0\.0\.1"):
            client.create_chip("c")
        thread.join()


def _greet(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.sendall(b"220 mail.example.com ESMTP\r\n")
        connection.recv(1000)


# --- without verification --------------------------------------------------------------------------------------------


def test_warning_points_to_the_line_that_makes_the_client() -> None:
    config = QDashConfig(base_url="https://qdash.example.com", verify_tls=False)
    with pytest.warns(UserWarning, match="verify_tls") as caught:
        QDashClient(config)
    assert caught[0].filename == __file__
