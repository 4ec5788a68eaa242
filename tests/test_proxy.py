"""The way to the server: directly or through a proxy, in the clear or over TLS."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import CLOSE, HANG, RESET, FaultServer, Received, Step, answer

from qdash.client import QDashClient, QDashConfigError, QDashTimeoutError, QDashTransportError

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


@pytest.fixture
def every_name_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resolve all names to the loopback interface."""
    resolve = socket.getaddrinfo

    def resolve_here(host: Any, *args: Any, **kwargs: Any) -> Any:
        return resolve("127.0.0.1", *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_here)


# --- http through a proxy --------------------------------------------------------------------------------------------


def test_proxy_gets_the_whole_url(proxy: FaultServer, make_client: MakeClient) -> None:
    client = make_client(base_url="http://qdash.example.com:8080/api", proxy=proxy.url)
    for _ in range(3):
        assert client.get_chip("a b").chip_id == "c"
    first = proxy.requests[0]
    assert (first.method, first.target) == ("GET", "http://qdash.example.com:8080/api/chips/a%20b")
    assert first["Host"] == "qdash.example.com:8080"
    assert first["Authorization"] == "Bearer token-of-the-tests"
    assert first["Proxy-Authorization"] is None
    assert proxy.connections == 1


@pytest.mark.parametrize(
    ("user_info", "credentials"),
    [("user:pass@", b"user:pass"), ("us%40er:p%3Aa%2Fs%25s@", b"us@er:p:a/s%s"), ("user@", b"user:"), ("", None)],
)
def test_credentials_of_the_proxy(
    proxy: FaultServer, make_client: MakeClient, user_info: str, credentials: bytes | None
) -> None:
    client = make_client(base_url="http://qdash.example.com", proxy=f"http://{user_info}127.0.0.1:{proxy.port}")
    client.get_chip("c")
    expected = None if credentials is None else f"Basic {b64encode(credentials).decode()}"
    assert proxy.requests[0]["Proxy-Authorization"] == expected


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


def test_proxy_that_is_not_there(make_client: MakeClient) -> None:
    with FaultServer() as gone:
        pass
    for scheme in ("http", "https"):
        client = make_client(base_url=f"{scheme}://qdash.example.com", proxy=f"http://user:hush@127.0.0.1:{gone.port}")
        with pytest.raises(QDashTransportError, match=rf"cannot connect to .*proxy 127\.0\.0\.1:{gone.port}") as caught:
            client.get_chip("c")
        assert "qdash.example.com" in str(caught.value)
        assert "hush" not in str(caught.value)


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


# NO_PROXY, host, whether the proxy is passed by
EXEMPT = [
    ("qdash.example.com", "qdash.example.com", True),
    ("QDash.Example.COM", "qdash.example.com", True),
    ("example.com", "qdash.example.com", True),
    (".example.com", "qdash.example.com", True),
    ("*.example.com", "qdash.example.com", True),
    ("ash.example.com", "qdash.example.com", False),
    ("example", "qdash.example.com", False),
    ("a.qdash.example.com", "qdash.example.com", False),
    ("example.com", "example.com", True),
    (".example.com", "example.org", False),
    ("*", "qdash.example.com", True),
    ("", "qdash.example.com", False),
    (" , ,", "qdash.example.com", False),
    ("a.org,example.com ,b.org", "qdash.example.com", True),
    ("a.org example.com", "qdash.example.com", True),
    ("qdash.example.com:{port}", "qdash.example.com", True),
    ("example.com:{port}", "qdash.example.com", True),
    ("qdash.example.com:1", "qdash.example.com", False),
    ("127.0.0.1", "127.0.0.1", True),
    ("127.0.0.1:{port}", "127.0.0.1", True),
    ("127.0.0.0/8", "127.0.0.1", True),
    ("10.0.0.0/8,127.0.0.1/32", "127.0.0.1", True),
    ("10.0.0.0/8", "127.0.0.1", False),
    ("127.0.0.0/99", "127.0.0.1", False),
    ("127.0.0.0/8", "qdash.example.com", False),
    ("::1", "127.0.0.1", False),
]


@pytest.mark.parametrize(("no_proxy", "host", "direct"), EXEMPT)
@pytest.mark.usefixtures("every_name_is_here")
def test_no_proxy(
    server: FaultServer,
    proxy: FaultServer,
    make_client: MakeClient,
    monkeypatch: pytest.MonkeyPatch,
    no_proxy: str,
    host: str,
    direct: bool,
) -> None:
    monkeypatch.setenv("http_proxy", proxy.url)
    monkeypatch.setenv("NO_PROXY" if direct else "no_proxy", no_proxy.format(port=server.port))
    server.play(CHIP)
    make_client(base_url=f"http://{host}:{server.port}").get_chip("c")
    assert (len(server.requests), len(proxy.requests)) == ((1, 0) if direct else (0, 1))


@pytest.mark.parametrize("variable", ["http_proxy", "ALL_PROXY"])
@pytest.mark.parametrize(
    "value",
    ["socks5://user:hush@127.0.0.1:1080", "https://user:hush@proxy:443", "socks5h://h", "http://", "http://h:99999"],
)
def test_proxy_of_another_kind_is_a_config_error(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(QDashConfigError, match=f"{variable.lower()}.*http://") as caught:
        make_client(base_url="http://qdash.example.com")
    assert "hush" not in str(caught.value)
    monkeypatch.setenv("no_proxy", "example.com")
    make_client(base_url="http://qdash.example.com")


# --- https through a proxy -------------------------------------------------------------------------------------------

REFUSALS = {
    "407": (answer({}, 407, [("Proxy-Authenticate", "Basic")]), "407"),
    "502": (answer({"detail": "x"}, 502), "502"),
    "closed": (CLOSE, ""),
    "reset": (RESET, ""),
    "not HTTP": (Step(b"SSH-2.0\r\n", then="close"), ""),
    "no TLS behind it": (Step(ESTABLISHED + b"hello", then="close"), ""),
    "closed behind it": (Step(ESTABLISHED, then="close"), ""),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_proxy_that_makes_no_tunnel(
    proxy: FaultServer, make_client: MakeClient, sleeps: list[float], refusal: str
) -> None:
    step, said = REFUSALS[refusal]
    proxy.play(step)
    client = make_client(
        base_url="https://qdash.example.com:8443",
        proxy=f"http://user:hush@127.0.0.1:{proxy.port}",
        retry={"max_attempts": 2},
    )
    with pytest.raises(QDashTransportError) as caught:
        client.create_chip("c")
    assert f"cannot connect to qdash.example.com:8443 through the proxy 127.0.0.1:{proxy.port}" in str(caught.value)
    assert said in str(caught.value)
    assert "hush" not in str(caught.value)
    assert "may have acted" not in str(caught.value)
    for request in proxy.requests:
        assert (request.method, request.target) == ("CONNECT", "qdash.example.com:8443")
        assert request["Proxy-Authorization"] == f"Basic {b64encode(b'user:hush').decode()}"
        assert request["Authorization"] is None
    assert len(proxy.requests) == 2
    assert len(sleeps) == 1


def test_proxy_that_does_not_answer(proxy: FaultServer, make_client: MakeClient) -> None:
    proxy.play(HANG)
    client = make_client(
        base_url="https://qdash.example.com", proxy=proxy.url, timeout_sec=0.05, retry={"max_attempts": 1}
    )
    with pytest.raises(QDashTimeoutError, match=rf"through the proxy 127\.0\.0\.1:{proxy.port} within 0\.05 s"):
        client.get_chip("c")


# --- TLS -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for the name localhost, and for no address, that nobody trusts."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl command to make a certificate with")
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    command = (
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
        f"-addext subjectAltName=DNS:localhost -keyout {path}.key -out {path}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    return path


@pytest.fixture
def tls_server(certificate: Path) -> Iterator[FaultServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, f"{certificate}.key")
    with FaultServer(tls=context) as running:
        running.play(CHIP)
        yield running


@pytest.fixture
def _trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


unverified = pytest.mark.filterwarnings("ignore:verify_tls is off")


def test_untrusted_certificate_is_an_error_at_once(
    tls_server: FaultServer, make_client: MakeClient, sleeps: list[float]
) -> None:
    client = make_client(base_url=f"https://localhost:{tls_server.port}")
    for call in (lambda: client.get_chip("c"), lambda: client.create_chip("c")):
        with pytest.raises(QDashTransportError, match=rf"localhost:{tls_server.port} .*certificate") as caught:
            call()
        assert isinstance(caught.value.__cause__, ssl.SSLCertVerificationError)
    assert sleeps == []
    assert tls_server.connections == 2
    assert tls_server.requests == []


@pytest.mark.usefixtures("_trusted")
def test_trusted_certificate(tls_server: FaultServer, make_client: MakeClient) -> None:
    client = make_client(base_url=f"https://localhost:{tls_server.port}")
    for _ in range(5):
        assert client.get_chip("c").chip_id == "c"
    assert tls_server.requests[0].target == "/chips/c"
    assert tls_server.requests[0]["Host"] == f"localhost:{tls_server.port}"
    assert tls_server.connections == 1


@pytest.mark.usefixtures("_trusted")
def test_certificate_of_another_host(tls_server: FaultServer, make_client: MakeClient, sleeps: list[float]) -> None:
    with pytest.raises(QDashTransportError, match=r"127\.0\.0\.1:.*certificate"):
        make_client(base_url=tls_server.url).get_chip("c")
    assert sleeps == []
    assert tls_server.requests == []


@unverified
def test_certificate_is_not_checked_on_demand(tls_server: FaultServer, make_client: MakeClient) -> None:
    client = make_client(base_url=tls_server.url, verify_tls=False)
    for _ in range(5):
        assert client.get_chip("c").chip_id == "c"
    assert tls_server.connections == 1


@unverified
def test_closed_idle_tls_connection_is_not_noticed(
    tls_server: FaultServer, make_client: MakeClient, sleeps: list[float]
) -> None:
    client = make_client(base_url=tls_server.url, verify_tls=False)
    tls_server.play(Step(CHIP, then="close"))
    for number in range(4):
        assert client.get_chip("c").chip_id == "c"
        tls_server.wait_for_ends(number + 1)
    assert (len(tls_server.requests), sleeps) == (4, [])


@unverified
@pytest.mark.parametrize("fault", [CLOSE, RESET, Step(answer(b"{", length=9), then="close")])
def test_broken_tls_connection(
    tls_server: FaultServer, make_client: MakeClient, sleeps: list[float], fault: Step
) -> None:
    client = make_client(base_url=tls_server.url, verify_tls=False)
    tls_server.play(fault, CHIP)
    assert client.get_chip("c").chip_id == "c"
    assert len(sleeps) == 1
    tls_server.play(fault, CHIP)
    with pytest.raises(QDashTransportError, match="may have acted"):
        client.update_chip("c")


def test_answer_in_the_clear_is_an_error(server: FaultServer, make_client: MakeClient) -> None:
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


def tunnel_to(target: FaultServer, proxy: FaultServer) -> None:
    """Let a proxy make its tunnels to a server, whatever it is asked for."""

    def script(request: Received) -> Step:
        client = request.wire
        upstream = socket.create_connection(("127.0.0.1", target.port))
        client.sendall(ESTABLISHED)
        back = threading.Thread(target=_pump, args=[upstream, client])
        back.start()
        _pump(client, upstream)
        back.join()
        upstream.close()
        return CLOSE

    proxy.script = script


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize("user_info", ["", "user:pass@"])
def test_https_through_a_tunnel(
    tls_server: FaultServer, proxy: FaultServer, make_client: MakeClient, user_info: str
) -> None:
    tunnel_to(tls_server, proxy)
    client = make_client(
        base_url="https://localhost:8443/api", proxy=f"http://{user_info}127.0.0.1:{proxy.port}", project_id="p"
    )
    for _ in range(3):
        assert client.get_chip("c").chip_id == "c"
    client.close()
    (connect,) = proxy.requests
    assert (connect.method, connect.target) == ("CONNECT", "localhost:8443")
    assert (connect["Proxy-Authorization"] is None) == (not user_info)
    assert connect["Authorization"] is connect["X-Project-Id"] is None
    for request in tls_server.requests:
        assert request.target == "/api/chips/c"
        assert request["Host"] == "localhost:8443"
        assert request["Authorization"] == "Bearer token-of-the-tests"
        assert request["Proxy-Authorization"] is None
    assert (len(tls_server.requests), tls_server.connections) == (3, 1)
