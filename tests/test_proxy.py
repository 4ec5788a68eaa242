"""Which proxy a client takes, and what goes through it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from fault_server import CLOSE, FaultServer, answer

from qdash.client import QDashClient, QDashTransportError

if TYPE_CHECKING:
    from conftest import MakeClient

CHIP = answer({"chip_id": "c"})
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
    proxy.play(answer({"access_token": "t"}), CHIP)
    client = make_client(
        base_url="http://qdash.example.com", proxy=proxy.url, username="alice", password_env="LAB_PASSWORD"
    )
    client.get_chip("c")
    assert [request.target for request in proxy.requests] == [
        "http://qdash.example.com/auth/login",
        "http://qdash.example.com/chips/c",
    ]


def test_redirect_within_the_origin_goes_through_the_proxy(proxy: FaultServer, make_client: MakeClient) -> None:
    proxy.play(answer(b"", 302, [("Location", "/x")]), CHIP)
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
