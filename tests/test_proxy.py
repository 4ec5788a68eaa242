"""Which proxy a client takes, and what goes through it."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from fault_server import CLOSE, FaultServer, http_response

from qdash.client import QDashClient, QDashConfigError, QDashTransportError

if TYPE_CHECKING:
    from conftest import MakeClient

CHIP = http_response({"chip_id": "c"})
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


@pytest.fixture
def proxy() -> Iterator[FaultServer]:
    """Answer in the place of every server, as far as it is asked in the clear."""
    with FaultServer() as running:
        running.play(CHIP)
        yield running


# --- http through a proxy --------------------------------------------------------------------------------------------


def test_login_goes_through_the_proxy(
    proxy: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_PASSWORD", "p")
    proxy.play(http_response({"access_token": "t"}), CHIP)
    client = make_client(
        base_url="http://qdash.example.com", proxy=proxy.url, username="alice", password_env="LAB_PASSWORD"
    )
    client.get_chip("c")
    assert [request.target for request in proxy.requests] == [
        "http://qdash.example.com/auth/login",
        "http://qdash.example.com/chips/c",
    ]


def test_redirect_within_the_origin_goes_through_the_proxy(proxy: FaultServer, make_client: MakeClient) -> None:
    proxy.play(http_response(b"", 302, [("Location", "/x")]), CHIP)
    make_client(base_url="http://qdash.example.com", proxy=proxy.url).get_chip("c")
    assert proxy.requests[1].target == "http://qdash.example.com/x"


# --- the environment -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("value", ["http://127.0.0.1:{}", "http://127.0.0.1:{}/", "127.0.0.1:{}"])
def test_http_proxy_of_the_environment(
    proxy: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value.format(proxy.port))
    make_client(base_url="http://qdash.example.com").get_chip("c")
    assert proxy.requests[0].target == "http://qdash.example.com/chips/c"


@pytest.mark.parametrize(
    "value",
    [
        "http://u:12/34@127.0.0.1:{}",
        "http://127.0.0.1:{}/path",
        "http://127.0.0.1:{}?a",
        "http://u:p#q@127.0.0.1:{}",
        "http://a b@127.0.0.1:{}",
        "http://127.0.0.1:{}\t",
        "http://:{}",
        "http://[::g]:{}",
        "http://a..b:{}",
    ],
)
def test_proxy_is_refused_in_the_environment_as_in_the_configuration(
    proxy: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    value = value.format(proxy.port)
    with pytest.raises(QDashConfigError, match=r"^proxy must"):
        make_client(base_url="http://qdash.example.com", proxy=value)
    monkeypatch.setenv("http_proxy", value + "/" * value.endswith("\t"))
    with pytest.raises(QDashConfigError, match="environment variable http_proxy"):
        make_client(base_url="http://qdash.example.com")
    assert proxy.connections == 0


@pytest.mark.parametrize(
    ("user_info", "credentials"),
    [
        ("u:p@", b"u:p"),
        ("u@", b"u:"),
        ("@", b""),
        ("u:p@ss@", b"u:p@ss"),
        ("u:12%2F34@", b"u:12/34"),
        ("u:\u00e9@", b"u:\xc3\xa9"),
        ("u:%E9@", b"u:\xe9"),
    ],
)
@pytest.mark.parametrize("place", ["configuration", "environment"])
def test_credentials_of_a_proxy(
    proxy: FaultServer,
    make_client: MakeClient,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    user_info: str,
    credentials: bytes,
) -> None:
    url = f"http://{user_info}127.0.0.1:{proxy.port}"
    if place == "environment":
        monkeypatch.setenv("http_proxy", f" {url} ")
    settings = {"proxy": url} if place == "configuration" else {}
    make_client(base_url="http://qdash.example.com", **settings).get_chip("c")
    sent = proxy.requests[0]["Proxy-Authorization"]
    assert (b64decode(sent.removeprefix("Basic ")) if sent else b"") == credentials


@pytest.mark.parametrize("variable", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
def test_https_proxy_of_the_environment(
    proxy: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, proxy.url)
    proxy.play(CLOSE)
    with pytest.raises(QDashTransportError):
        make_client(base_url="https://qdash.example.com").get_chip("c")
    assert (proxy.requests[0].method, proxy.requests[0].target) == ("CONNECT", "qdash.example.com:443")


def test_proxy_of_the_other_scheme_does_not_count(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    server.play(CHIP)
    make_client().get_chip("c")
    assert server.requests[0].target == "/chips/c"


def test_configured_proxy_goes_before_the_environment(
    proxy: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1")
    make_client(base_url="http://qdash.example.com", proxy=proxy.url).get_chip("c")
    assert len(proxy.requests) == 1


def test_environment_is_read_when_the_client_is_made(
    server: FaultServer, client: QDashClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    server.play(CHIP)
    assert client.get_chip("c").chip_id == "c"


@pytest.mark.parametrize(
    "no_proxy",
    [
        "*:²", "127.0.0.1:²", "127.0.0.1:" + "9" * 5000, ":", "[", "]", "[]", "[::1]:x", "::1:",
        "/", "//", "a/b", "127.0.0.1/33", "127.0.0.1/" + "9" * 5000, "::/129", "1/2/3", "fe80::1%eth0/64",
        "%", "*.", ".", "..", ",,, ,", "\udc80", "é.example", "127.0.0.1:-1", "127.0.0.1:\u0660",
    ],
    ids=ascii,
)  # fmt: skip
def test_odd_no_proxy_exempts_nothing(
    proxy: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, no_proxy: str
) -> None:
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.setenv("no_proxy", no_proxy)
    for host in ("127.0.0.1:1", "[::1]:1", "qdash.example.com"):
        assert make_client(base_url=f"http://{host}").get_chip("c").chip_id == "c"
