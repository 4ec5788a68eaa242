"""The way through a proxy, and what a proxy can do to it."""

from __future__ import annotations

import socket
import threading
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from fault_server import CLOSE, HANG, RESET, FaultServer, Received, Step, answer

from qdash.client import QDashClient, QDashConfig, QDashConfigError, QDashTimeoutError, QDashTransportError

from .rows import CHIP, TOKEN, WRITES, Bench, Fault, Row, Scenario, Section, Sees

ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
PASSWORD = TOKEN  # which no message and no traceback may show
ORIGIN = "http://qdash.example.com"


def seen(what: Callable[[Received], Any]) -> Callable[[Received], bytes]:
    """Let the proxy say what it has seen in place of the id of a chip."""
    return lambda request: answer({"chip_id": str(what(request))})


def basic(credentials: str) -> str:
    return f"Basic {b64encode(credentials.encode()).decode()}"


# --- NO_PROXY --------------------------------------------------------------------------------------------------------


def names_are_here(bench: Bench) -> None:
    """Resolve all names to the loopback interface."""
    resolve = socket.getaddrinfo
    bench.monkeypatch.setattr(socket, "getaddrinfo", lambda host, *args, **more: resolve("127.0.0.1", *args, **more))


def way(no_proxy: str, host: str, *, configured: bool = False) -> Callable[[Bench], str]:
    """Return a function that calls a host with a proxy, and tells which way the request took."""

    def take(bench: Bench) -> str:
        names_are_here(bench)
        with FaultServer(lambda request: CHIP) as origin, FaultServer(lambda request: CHIP) as proxy:
            bench.monkeypatch.setenv("NO_PROXY", no_proxy.format(port=origin.port))
            if not configured:
                bench.monkeypatch.setenv("http_proxy", proxy.url)
            config = QDashConfig(
                base_url=f"http://{host}:{origin.port}", api_token=TOKEN, proxy=proxy.url if configured else None
            )
            with QDashClient(config) as client:
                assert client.get_chip("c").chip_id == "c"
            return {(1, 0): "direct", (0, 1): "proxy"}[len(origin.requests), len(proxy.requests)]

    return take


def exemption(no_proxy: str, host: str, expected: str, defence: str, *, configured: bool = False) -> Scenario:
    take = way(no_proxy, host, configured=configured)

    def test(bench: Bench) -> None:
        assert take(bench) == expected

    kind = "`proxy`" if configured else "a proxy of the environment"
    return Scenario(
        what=f"{host} is called with {kind} and NO_PROXY={no_proxy!r}",
        sees="the request goes to the host itself" if expected == "direct" else "the request goes to the proxy",
        reached="1",
        test=test,
        defence=defence,
    )


QDASH = "qdash.example.com"
EXEMPTIONS = [
    *[
        exemption(no_proxy, host, "direct", "NO_PROXY counts")
        for no_proxy, host in [
            (QDASH, QDASH),
            ("a.org,qdash.example.com ,b.org", QDASH),
            ("qdash.example.com:{port}", QDASH),
            ("localhost", "localhost"),
            ("127.0.0.1", "127.0.0.1"),
            ("127.0.0.1:{port}", "127.0.0.1"),
            ("*", QDASH),
        ]
    ],
    *[
        exemption(no_proxy, QDASH, "direct", "NO_PROXY knows domains")
        for no_proxy in ("example.com", ".example.com", "*.example.com", "example.com:{port}", "a.org .Example.COM")
    ],
    exemption("::1", "[::1]", "direct", "NO_PROXY knows addresses with colons"),
    *[
        exemption(no_proxy, host, "direct", "NO_PROXY knows networks")
        for no_proxy, host in [
            ("127.0.0.0/8", "127.0.0.1"),
            ("10.0.0.0/8,127.0.0.1/32", "127.0.0.1"),
            ("fd00::/8", "[fd00::1]"),
        ]
    ],
    *[
        exemption(no_proxy, host, "proxy", "NO_PROXY means whole names")
        for no_proxy, host in [
            ("ash.example.com", QDASH),
            ("example", QDASH),
            ("a.qdash.example.com", QDASH),
            ("0.0.1", "127.0.0.1"),
            ("", QDASH),
            (" , ,", QDASH),
            (".", QDASH),
        ]
    ],
    exemption("qdash.example.com:1", QDASH, "proxy", "NO_PROXY means a port"),
    exemption("10.0.0.0/8", "127.0.0.1", "proxy", "NO_PROXY means that network"),
    *[
        exemption(no_proxy, host, "proxy", "what is no network is passed over")
        for no_proxy, host in [("127.0.0.0/99", "127.0.0.1"), ("127.0.0.0/8", QDASH)]
    ],
    *[exemption("", host, "proxy", "loopback addresses are not special") for host in ("localhost", "127.0.0.1")],
    *[
        exemption(no_proxy, host, "direct", "NO_PROXY counts for the configured proxy", configured=True)
        for no_proxy, host in [
            (QDASH, QDASH),
            (".example.com", QDASH),
            ("qdash.example.com:{port}", QDASH),
            ("127.0.0.0/8", "127.0.0.1"),
        ]
    ],
    exemption("", "127.0.0.1", "proxy", "loopback addresses are not special", configured=True),
]


# --- a proxy of another kind -----------------------------------------------------------------------------------------


def refused(value: str, variable: str) -> Scenario:
    """Make a client with a proxy that cannot be used; `variable` is "" for that of the configuration."""
    url = value.replace("...", PASSWORD)

    def test(bench: Bench) -> None:
        if variable:
            bench.monkeypatch.setenv(variable, url)
        with pytest.raises(QDashConfigError, match=r"only (http:// proxies|proxies of the form http://)") as caught:
            QDashClient(QDashConfig(base_url=ORIGIN, api_token=TOKEN, proxy=None if variable else url))
        assert caught.value.field == "proxy"
        assert variable in str(caught.value)
        assert PASSWORD not in str(caught.value)

    return Scenario(
        what=f"the {variable or '`proxy`'} is {value}",
        sees="`QDashConfigError` that names the setting, and no password",
        reached="0",
        test=test,
        defence=f"{'a proxy of the environment' if variable else '`proxy`'} that cannot be used is refused",
    )


def unusable_for_others(bench: Bench) -> None:
    bench.monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1080")
    bench.monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with (
        FaultServer(lambda request: CHIP) as server,
        QDashClient(QDashConfig(base_url=server.url, api_token=TOKEN)) as client,
    ):
        assert client.get_chip("c").chip_id == "c"


# --- through a tunnel ------------------------------------------------------------------------------------------------


def tunnel_to(target: FaultServer) -> Callable[[Received], Step]:
    """Make tunnels to a server, whatever is asked for."""

    def script(request: Received) -> Step:
        with socket.create_connection(("127.0.0.1", target.port)) as upstream:
            request.wire.sendall(ESTABLISHED)
            back = threading.Thread(target=_pump, args=[upstream, request.wire])
            back.start()
            _pump(request.wire, upstream)
            back.join()
        return CLOSE

    return script


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


def through_a_tunnel(bench: Bench) -> tuple[list[Received], list[Received]]:
    """Call twice, and return what the proxy saw and what the server saw."""
    with FaultServer(lambda request: CHIP, tls=bench.context) as server, FaultServer(tunnel_to(server)) as proxy:
        config = QDashConfig(
            base_url="https://localhost:8443/api",
            api_token=TOKEN,
            timeout_sec=5,
            retry={"max_attempts": 1},
            project_id="p",
            cf_access_client_id="i",
            cf_access_client_secret="s",
            proxy=f"http://user:pass@127.0.0.1:{proxy.port}",
            ca_bundle=str(bench.ca),
        )
        with QDashClient(config) as client:
            for _ in range(2):
                assert client.get_chip("c").chip_id == "c"
        return proxy.requests, server.requests


def one_tunnel(bench: Bench) -> None:
    (connect,), requests = through_a_tunnel(bench)
    assert (connect.method, connect.target) == ("CONNECT", "localhost:8443")
    for request in requests:
        assert (request.target, request["Host"]) == ("/api/chips/c", "localhost:8443")
        assert request["Authorization"] == f"Bearer {TOKEN}"
    assert len(requests) == 2


def shows_the_proxy_its_credentials(bench: Bench) -> None:
    (connect,), _ = through_a_tunnel(bench)
    assert connect["Proxy-Authorization"] == basic("user:pass")


def keeps_ours_from_the_proxy(bench: Bench) -> None:
    (connect,), _ = through_a_tunnel(bench)
    for name in ("Authorization", "X-Project-Id", "Cf-Access-Client-Id", "Cf-Access-Client-Secret", "Cookie"):
        assert connect[name] is None


def keeps_the_proxys_from_the_server(bench: Bench) -> None:
    _, requests = through_a_tunnel(bench)
    assert [request["Proxy-Authorization"] for request in requests] == [None, None]


# --- the lines -------------------------------------------------------------------------------------------------------

HEADERS = ("Host", "Authorization", "Proxy-Authorization")
TUNNEL: dict[str, Any] = {
    "base_url": "https://qdash.example.com:8443",
    "proxy": f"http://user:{PASSWORD}@127.0.0.1:{{port}}",
}
CANNOT = r"^POST /chips: cannot connect to qdash\.example\.com:8443 through the proxy 127\.0\.0\.1:\d+ \("
NO_TUNNEL = {
    "answers 407 to CONNECT": (answer({}, 407, [("Proxy-Authenticate", "Basic")]), ".*407"),
    "answers 502 to CONNECT": (answer(b"<html>", 502, content_type="text/html"), ".*502"),
    "closes the connection after CONNECT": (CLOSE, ""),
    "resets the connection after CONNECT": (RESET, ""),
    "talks no HTTP": (Step(b"SSH-2.0\r\n", then="close"), ""),
    "makes a tunnel with no TLS behind it": (Step(ESTABLISHED + b"hello", then="close"), ""),
    "makes a tunnel that closes": (Step(ESTABLISHED, then="close"), ""),
}

ROWS: list[Row] = [
    Fault(
        what="an http proxy is asked for an http URL",
        server=seen(lambda request: (request.method, request.target, *map(request.__getitem__, HEADERS))),
        settings={"base_url": "http://qdash.example.com:8080/api", "proxy": "{server}"},
        call=lambda client: client.get_chip("a b").chip_id.replace(TOKEN, "..."),
        sees="('GET', 'http://qdash.example.com:8080/api/chips/a%20b', 'qdash.example.com:8080', 'Bearer ...', None)",
        defence="a proxy gets the whole URL",
    ),
    *[
        Fault(
            what=f"the URL of the proxy has the credentials {user_info!r}",
            server=seen(lambda request: request["Proxy-Authorization"]),
            settings={"base_url": ORIGIN, "proxy": f"http://{user_info}127.0.0.1:{{port}}"},
            sees=expected,
            defence="the credentials of a proxy are decoded and sent to it",
        )
        for user_info, expected in {
            "user:pass@": basic("user:pass"),
            "us%40er:p%3Aa%2Fs%25s@": basic("us@er:p:a/s%s"),
            "user@": basic("user:"),
        }.items()
    ],
    *[
        Fault(
            what=f"the proxy {what}",
            server=[step],
            call=WRITES["POST"],
            settings=TUNNEL,
            sees=Sees(QDashTransportError, CANNOT + says),
            reached=3,
            pauses=2,
            recovers=False,
            defence="it is known what was never sent",
        )
        for what, (step, says) in NO_TUNNEL.items()
    ],
    Fault(
        what="the proxy stays silent after CONNECT",
        server=[HANG],
        call=WRITES["POST"],
        settings={**TUNNEL, "timeout_sec": 0.05},
        sees=Sees(
            QDashTimeoutError,
            r"no connection to qdash\.example\.com:8443 through the proxy 127\.0\.0\.1:\d+ within 0\.05 s",
        ),
        reached=3,
        pauses=2,
        recovers=False,
        defence="it is known what was never sent",
    ),
    *[
        Fault(
            what=f"the proxy for {url} is not there",
            server=[CHIP],
            call=WRITES["POST"],
            settings={"base_url": url, "proxy": f"http://user:{PASSWORD}@127.0.0.1:1"},
            sees=Sees(
                QDashTransportError,
                r"cannot connect to qdash\.example\.com:\d+ through the proxy 127\.0\.0\.1:1 \(Connection refused",
            ),
            reached=0,
            pauses=2,
            recovers=False,
            defence="it is known what was never sent",
        )
        for url in (ORIGIN, "https://qdash.example.com")
    ],
    Fault(
        what="the proxy is not there, and its URL has a password",
        server=[CHIP],
        settings={"base_url": ORIGIN, "proxy": f"http://user:{PASSWORD}@127.0.0.1:1"},
        sees=Sees(QDashTransportError, r"through the proxy 127\.0\.0\.1:1 \(Connection refused"),
        reached=0,
        pauses=2,
        recovers=False,
        defence="messages name a proxy without its credentials",
    ),
    Fault(
        what="the proxy answers 407 to an http request",
        server=[answer(b"<html><title>Who are you?</title>", 407, content_type="text/html")],
        settings={"base_url": ORIGIN, "proxy": f"http://user:{PASSWORD}@127.0.0.1:{{port}}"},
        sees=Sees(QDashTransportError, r"^407 GET /chips/c: an HTML page \('Who are you\?'\) instead of JSON", 407),
        defence="what an HTML page says is told",
    ),
    Scenario(
        what="an http proxy is asked for an https URL",
        sees="one CONNECT for two requests; the server gets them as they are",
        reached="2",
        test=one_tunnel,
        defence="https takes a tunnel",
    ),
    Scenario(
        what="a proxy makes a tunnel, and wants credentials in CONNECT",
        sees="those of its URL",
        reached="2",
        test=shows_the_proxy_its_credentials,
        defence="the credentials of a proxy are sent in CONNECT",
    ),
    Scenario(
        what="a proxy makes a tunnel, and looks for the credentials of the server in CONNECT",
        sees="none",
        reached="2",
        test=keeps_ours_from_the_proxy,
        defence="CONNECT has no header of the server's",
    ),
    Scenario(
        what="a server behind a tunnel looks for the credentials of the proxy",
        sees="none",
        reached="2",
        test=keeps_the_proxys_from_the_server,
        defence="the credentials of a proxy end there",
    ),
    *EXEMPTIONS,
    *[
        refused(value, variable)
        for variable, values in {
            "": ["socks5://user:...@127.0.0.1:1080", "https://user:...@127.0.0.1:443"],
            "http_proxy": ["socks5://user:...@127.0.0.1:1080", "socks5h://h", "https://user:...@127.0.0.1:443"],
            "all_proxy": ["socks5://user:...@127.0.0.1:1080", "http://", "http://user:...@127.0.0.1:99999"],
        }.items()
        for value in values
    ],
    Scenario(
        what="the http_proxy is socks5://127.0.0.1:1080, and NO_PROXY names the host",
        sees="`'c'`",
        reached="1",
        test=unusable_for_others,
        defence="NO_PROXY counts",
    ),
]

ROUTE = "transport/route.py"
SECTION = Section(
    "Proxies",
    "An http proxy is used for http and, with CONNECT, for https; its credentials are sent to nobody else, and it sees "
    "no header of an https request. `NO_PROXY` names what goes past it, also past the configured one: hosts, domains, "
    "networks, with or without a port; loopback addresses are not special.",
    {
        "a proxy gets the whole URL": [
            (ROUTE, "return self.origin + target if self._proxy and not self.tls else target", "return target")
        ],
        "the credentials of a proxy are decoded and sent to it": [
            (
                ROUTE,
                'headers["Proxy-Authorization"] = f"Basic {b64encode(parts[2])',
                'headers["Authorization"] = f"Basic {b64encode(parts[2])',
            ),
            ("config.py", "unquote_to_bytes(user) + ", "user.encode() + "),
        ],
        "messages name a proxy without its credentials": [
            (ROUTE, "self._verify = config.verify_tls", "self._verify = config.verify_tls; self._shown = config.proxy"),
            (ROUTE, "through the proxy {self._proxy[0]}:{self._proxy[1]}", "through the proxy {self._shown}"),
        ],
        "http takes the proxy": [(ROUTE, "self._proxy or (self.host, self.port)", "self.host, self.port")],
        "https takes a tunnel": [
            (ROUTE, "self._proxy or (self.host, self.port)", "self.host, self.port"),
            (ROUTE, "if self._proxy and self.tls:", "if False:"),
        ],
        "the credentials of a proxy are sent in CONNECT": [(ROUTE, "HiddenHeaders(self._proxy_headers))", "{})")],
        "CONNECT has no header of the server's": [
            (
                ROUTE,
                "HiddenHeaders(self._proxy_headers))",
                "self._proxy_headers | self._server)",
            ),
            (
                ROUTE,
                "self._verify = config.verify_tls",
                "self._verify = config.verify_tls\n"
                '        self._server = {"Authorization": f"Bearer {config.api_token}"}',
            ),
        ],
        "the credentials of a proxy end there": [
            (
                ROUTE,
                "return {} if self.tls else self._proxy_headers",
                "return self._proxy_headers",
            )
        ],
        "NO_PROXY counts": [(ROUTE, "    if _bypassed(", "    if False and _bypassed(")],
        "NO_PROXY knows domains": [(ROUTE, 'host.endswith("." + entry)', "False")],
        "NO_PROXY knows addresses with colons": [(ROUTE, ' and (":" not in name or name.endswith("]"))', "")],
        "NO_PROXY knows networks": [(ROUTE, '    if "/" in entry:', "    if False:")],
        "NO_PROXY means whole names": [
            (ROUTE, "return bool(entry) and (host == entry or (", "return entry in host or host in entry or (("),
            (ROUTE, '.replace(",", " ").split()', '.split(",")'),
        ],
        "NO_PROXY means a port": [(ROUTE, 'if digits.lstrip("0") != str(port):', "if False:")],
        "NO_PROXY means that network": [
            (ROUTE, "return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)", "return True")
        ],
        "what is no network is passed over": [
            (
                ROUTE,
                "(network, strict=False)\n    except ValueError:",
                "(network, strict=False)\n    except OSError:",
            )
        ],
        "loopback addresses are not special": [
            (ROUTE, "    if _bypassed(", '    if host in ("localhost", "127.0.0.1") or _bypassed(')
        ],
        "NO_PROXY counts for the configured proxy": [
            (ROUTE, "    if _bypassed(", "    if not configured and _bypassed(")
        ],
        "`proxy` that cannot be used is refused": [
            ("config.py", 'if not text.lower().startswith("http://"):', 'if not text.startswith(("http", "socks")):')
        ],
        "a proxy of the environment that cannot be used is refused": [
            (ROUTE, "if source and self._proxy is None:", "if False:")
        ],
        "what an HTML page says is told": [
            ("transport/failure.py", 'return f" ({one_line(', 'return "" and f" ({one_line(')
        ],
    },
    ROWS,
)
