"""Proxies and their failures."""

from __future__ import annotations

import socket
import threading
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import pytest
from fault_server import CLOSE, HANG, RESET, FaultServer, Received, Step, http_response

from qdash.client import (
    QDashAuthError,
    QDashClient,
    QDashConfig,
    QDashConfigError,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)

from .cases import CHIP, GET, TOKEN, WRITES, Bench, Case, Fault, Scenario, Section, Sees

ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
PASSWORD = TOKEN  # which no message and no traceback may show
ORIGIN = "http://qdash.example.com"


def seen(what: Callable[[Received], Any]) -> Callable[[Received], bytes]:
    """Let the proxy say what it has seen in place of the id of a chip."""
    return lambda request: http_response({"chip_id": str(what(request))})


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


def exemption(no_proxy: str, host: str, expected: str, guard: str, *, configured: bool = False) -> Scenario:
    take = way(no_proxy, host, configured=configured)

    def test(bench: Bench) -> None:
        assert take(bench) == expected

    kind = "`proxy`" if configured else "a proxy of the environment"
    return Scenario(
        what=f"{host} is called with {kind} and NO_PROXY={no_proxy!r}",
        sees="the request goes to the host itself" if expected == "direct" else "the request goes to the proxy",
        reached="1",
        test=test,
        guard=guard,
    )


QDASH = "qdash.example.com"
EXEMPTIONS = [
    *[
        exemption(no_proxy, host, "direct", "NO_PROXY is applied")
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
        exemption(no_proxy, QDASH, "direct", "NO_PROXY supports domains")
        for no_proxy in ("example.com", ".example.com", "*.example.com", "example.com:{port}", "a.org .Example.COM")
    ],
    *[
        exemption(no_proxy, QDASH, "direct", "NO_PROXY is read without trailing dots")
        for no_proxy in ("qdash.example.com.", "example.com.", ".example.com.", "qdash.example.com.:{port}")
    ],
    *[
        exemption(no_proxy, f"{QDASH}.", "direct", "NO_PROXY is read without trailing dots")
        for no_proxy in (QDASH, "example.com", "*.example.com")
    ],
    exemption("::1", "[::1]", "direct", "NO_PROXY supports IPv6 addresses"),
    *[
        exemption(no_proxy, "[::1]", "direct", "NO_PROXY is applied")
        for no_proxy in ("[::1]", "[::1]:{port}", "a.org,[::1]")
    ],
    *[
        exemption(no_proxy, host, "direct", "NO_PROXY supports other spellings of addresses")
        for no_proxy, host in [
            ("0:0:0:0:0:0:0:1", "[::1]"),
            ("[0::0001]", "[::1]"),
            ("[0:0::1]:{port}", "[::1]"),
            ("::1", "[0:0:0:0:0:0:0:1]"),
            ("FD00::000A", "[fd00::a]"),
        ]
    ],
    *[
        exemption(no_proxy, host, "direct", "NO_PROXY supports networks")
        for no_proxy, host in [
            ("127.0.0.0/8", "127.0.0.1"),
            ("10.0.0.0/8,127.0.0.1/32", "127.0.0.1"),
            ("fd00::/8", "[fd00::1]"),
            ("[fd00::]/8", "[fd00::1]"),
        ]
    ],
    *[
        exemption(no_proxy, host, "proxy", "NO_PROXY matches whole names")
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
    exemption("qdash.example.com:1", QDASH, "proxy", "NO_PROXY matches the port"),
    exemption("[::1]:1", "[::1]", "proxy", "NO_PROXY matches the port"),
    exemption("10.0.0.0/8", "127.0.0.1", "proxy", "NO_PROXY matches only the network"),
    *[
        exemption(no_proxy, host, "proxy", "NO_PROXY ignores malformed networks")
        for no_proxy, host in [("127.0.0.0/99", "127.0.0.1"), ("127.0.0.0/8", QDASH)]
    ],
    *[exemption("", host, "proxy", "loopback addresses are not special") for host in ("localhost", "127.0.0.1")],
    *[
        exemption(no_proxy, host, "direct", "NO_PROXY applies to the configured proxy", configured=True)
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
        guard=f"{'a proxy of the environment' if variable else '`proxy`'} that cannot be used is refused",
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


# --- cases -------------------------------------------------------------------------------------------------------

HEADERS = ("Host", "Authorization", "Proxy-Authorization")
TUNNEL: dict[str, Any] = {
    "base_url": "https://qdash.example.com:8443",
    "proxy": f"http://user:{PASSWORD}@127.0.0.1:{{port}}",
}
CANNOT = r"^POST /chips: cannot connect to qdash\.example\.com:8443 through the proxy 127\.0\.0\.1:\d+ \("
NO_TUNNEL = {
    "closes the connection after CONNECT": (CLOSE, ""),
    "resets the connection after CONNECT": (RESET, ""),
    "talks no HTTP": (Step(b"SSH-2.0\r\n", then="close"), ""),
    "makes a tunnel with no TLS behind it": (Step(ESTABLISHED + b"hello", then="close"), ""),
    "makes a tunnel that closes": (Step(ESTABLISHED, then="close"), ""),
}

REFUSED = {
    407: r"; the proxy wants other credentials: set proxy to http://user:password@host:port$",
    403: "$",
    302: "$",
}
PASSES = r"check base_url, and whether the proxy 127\.0\.0\.1:\d+ lets requests to it pass"
MAY_HAVE = "; the server may have acted on the request or not, and it is not sent again"
ANSWERED = ", answered by {}".format
NGINX = [("Server", "nginx/1.24.0 (Ubuntu)")]
CLOUDFLARE = [("Server", "cloudflare"), ("CF-RAY", "8c1d2e3f4a5b6c7d-FRA")]
# Status, what tells who sent the page, what is said of it, what of the outcome, and the guard.
PAGES: list[tuple[int, list[tuple[str, str]], str, str, str]] = [
    (413, NGINX, ANSWERED("nginx"), "", "the message names the gateway that answered"),
    (502, NGINX, ANSWERED("nginx"), MAY_HAVE, "the message names the gateway that answered"),
    (504, [("Server", "HAProxy")], ANSWERED("HAProxy"), MAY_HAVE, "the message names the gateway that answered"),
    (413, NGINX, ANSWERED("nginx"), "", "the message does not name base_url for failures of a gateway"),
    (413, CLOUDFLARE, ANSWERED("Cloudflare"), "", "the message names Cloudflare"),
    (502, CLOUDFLARE, ANSWERED("Cloudflare"), MAY_HAVE, "the message names Cloudflare"),
    (502, [("CF-RAY", "8c1d2e3f4a5b6c7d-FRA")], ANSWERED("Cloudflare"), MAY_HAVE, "the message names Cloudflare"),
    *[
        (status, CLOUDFLARE, f": {says}{ANSWERED('Cloudflare')}", MAY_HAVE, "the statuses of Cloudflare are explained")
        for status, says in {
            520: "the origin answered something else than HTTP",
            521: "the origin refused the connection",
            522: "the origin did not answer in time",
            523: "the origin cannot be reached",
            524: "the origin did not answer within 100 s",
            525: "the TLS handshake with the origin failed",
            526: "the certificate of the origin is not valid",
            530: "the name of the origin cannot be resolved",
        }.items()
    ],
    (413, [("Server", "uvicorn")], "", "", "the message does not name the server of the API"),
]


def page(status: int, headers: Sequence[tuple[str, str]] = ()) -> bytes:
    return http_response(
        b"<html><title>A page</title></html>", status, headers, content_type="text/html; charset=UTF-8"
    )


def page_out_of_a_tunnel(bench: Bench) -> None:
    with FaultServer(lambda request: page(403), tls=bench.context) as server, FaultServer(tunnel_to(server)) as proxy:
        config = QDashConfig(
            base_url="https://localhost:8443", api_token=TOKEN, ca_bundle=str(bench.ca), proxy=proxy.url, timeout_sec=5
        )
        with QDashClient(config) as client, pytest.raises(QDashAuthError) as caught:
            client.get_chip("c")
    assert str(caught.value) == (
        "403 GET /chips/c: an HTML page ('A page') instead of JSON; "
        "check that base_url is the URL of the API and not of a web page in front of it"
    )


def redirect_in_a_tunnel(bench: Bench) -> None:
    def script(request: Received) -> bytes:
        if request.path == "/chips/c":
            return http_response(None, 307, [("Location", "HTTPS://LOCALHOST:443/chips/d")])
        return http_response({"chip_id": f"{request.path} {request['Host']}"})

    with FaultServer(script, tls=bench.context) as server, FaultServer(tunnel_to(server)) as proxy:
        config = QDashConfig(
            base_url="https://localhost", api_token=TOKEN, ca_bundle=str(bench.ca), proxy=proxy.url, timeout_sec=5
        )
        with QDashClient(config) as client:
            assert client.get_chip("c").chip_id == "/chips/d localhost"
        assert [request.target for request in proxy.requests] == ["localhost:443"]


def connect_to_an_address(bench: Bench) -> None:
    with FaultServer(lambda request: http_response({}, 403)) as proxy:
        config = QDashConfig(base_url="https://[::1]:8443", api_token=TOKEN, proxy=proxy.url, verify_tls=True)
        with QDashClient(config) as client, pytest.raises(QDashTransportError) as caught:
            client.get_chip("c")
        assert [(request.target, request["Host"]) for request in proxy.requests] == [("[::1]:8443", "[::1]:8443")]
    assert f"cannot connect to [::1]:8443 through the proxy 127.0.0.1:{proxy.port} (" in str(caught.value)


CASES: list[Case] = [
    Fault(
        what="an http proxy is asked for an http URL",
        server=seen(lambda request: (request.method, request.target, *map(request.__getitem__, HEADERS))),
        settings={"base_url": "http://qdash.example.com:8080/api", "proxy": "{server}"},
        call=lambda client: client.get_chip("a b").chip_id.replace(TOKEN, "..."),
        sees="('GET', 'http://qdash.example.com:8080/api/chips/a%20b', 'qdash.example.com:8080', 'Bearer ...', None)",
        guard="a proxy gets the whole URL",
    ),
    *[
        Fault(
            what=f"the URL of the proxy has the credentials {user_info!r}",
            server=seen(lambda request: request["Proxy-Authorization"]),
            settings={"base_url": ORIGIN, "proxy": f"http://{user_info}127.0.0.1:{{port}}"},
            sees=expected,
            guard="the credentials of a proxy are decoded and sent to it",
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
            guard="a request that was never sent is repeated",
        )
        for what, (step, says) in NO_TUNNEL.items()
    ],
    *[
        Fault(
            what=f"the proxy answers {status} to CONNECT",
            server=[http_response({}, status, [("Proxy-Authenticate", "Basic")])],
            call=WRITES["POST"],
            settings=TUNNEL,
            sees=Sees(
                QDashTransportError, rf"{CANNOT}the proxy refuses the tunnel: {status} Because\){advice}", status
            ),
            reached=1,
            recovers=False,
            guard="a permanently refused tunnel is requested once",
        )
        for status, advice in REFUSED.items()
    ],
    *[
        Fault(
            what=f"the proxy answers {status} to CONNECT, again and again",
            server=[http_response(b"<html>", status, content_type="text/html")],
            call=WRITES["POST"],
            settings=TUNNEL,
            sees=Sees(QDashTransportError, rf"{CANNOT}the proxy refuses the tunnel: {status} Because\)$", status),
            reached=3,
            pauses=2,
            recovers=False,
            guard=guard,
        )
        for status, guard in {
            502: "a request that was never sent is repeated",
            503: "the message has the status of a refused tunnel",
        }.items()
    ],
    Fault(
        what="the proxy answers 407 to CONNECT, of a GET",
        server=[http_response({}, 407, [("Proxy-Authenticate", "Basic")])],
        settings=TUNNEL,
        sees=Sees(QDashTransportError, r"407 Because\); the proxy wants .*set proxy to http://user:password@", 407),
        recovers=False,
        guard="the message names the credentials for a proxy",
    ),
    Scenario(
        what="a proxy is asked for a tunnel to an IPv6 address, and refuses",
        sees="CONNECT, Host and the message have the address in brackets",
        reached="1",
        test=connect_to_an_address,
        guard="IPv6 addresses have brackets",
    ),
    Fault(
        what="a proxy with an IPv6 address is not running",
        server=[CHIP],
        settings={"base_url": ORIGIN, "proxy": "http://[::1]:1"},
        sees=Sees(QDashTransportError, r"cannot connect to qdash\.example\.com:80 through the proxy \[::1\]:1 \("),
        reached=0,
        pauses=2,
        recovers=False,
        guard="IPv6 addresses have brackets",
    ),
    Fault(
        what="an http proxy is asked for an IPv6 address",
        server=seen(lambda request: (request.target, request["Host"])),
        settings={"base_url": "http://[::1]:8080", "proxy": "{server}"},
        sees="('http://[::1]:8080/chips/c', '[::1]:8080')",
        guard="a proxy gets the whole URL",
    ),
    Fault(
        what="the proxy sends nothing after CONNECT",
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
        guard="a request that was never sent is repeated",
    ),
    *[
        Fault(
            what=f"the proxy for {url} is not running",
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
            guard="a request that was never sent is repeated",
        )
        for url in (ORIGIN, "https://qdash.example.com")
    ],
    Fault(
        what="the proxy is not running, and its URL has a password",
        server=[CHIP],
        settings={"base_url": ORIGIN, "proxy": f"http://user:{PASSWORD}@127.0.0.1:1"},
        sees=Sees(QDashTransportError, r"through the proxy 127\.0\.0\.1:1 \(Connection refused"),
        reached=0,
        pauses=2,
        recovers=False,
        guard="messages name a proxy without its credentials",
    ),
    Fault(
        what="the proxy answers 407 to an http request",
        server=[http_response(b"<html><title>Who are you?</title>", 407, content_type="text/html")],
        settings={"base_url": ORIGIN, "proxy": f"http://user:{PASSWORD}@127.0.0.1:{{port}}"},
        sees=Sees(QDashTransportError, r"^407 GET /chips/c: an HTML page \('Who are you\?'\) instead of JSON", 407),
        guard="the message has the title of an HTML page",
    ),
    *[
        Fault(
            what=f"a page with status {status} comes through an http proxy, {what}",
            server=[page(status)],
            call=call,
            settings={"base_url": ORIGIN, "proxy": f"http://user:{PASSWORD}@127.0.0.1:{{port}}"},
            sees=Sees(
                kind,
                rf"^{status} .*: an HTML page \('A page'\) instead of JSON, through the proxy 127.*:\d+{says}$",
                status,
            ),
            reached=reached,
            pauses=reached - 1,
            guard=guard,
        )
        for what, status, call, kind, says, reached, guard in [
            (
                "which denies access",
                403,
                GET,
                QDashAuthError,
                f"; {PASSES}",
                1,
                "the message names the proxy of a page",
            ),
            (
                "which cannot reach the host",
                503,
                GET,
                QDashTransportError,
                "",
                3,
                "the message names the proxy of a page",
            ),
            (
                "which lost a POST",
                502,
                WRITES["POST"],
                QDashTransportError,
                MAY_HAVE,
                1,
                "the message names the proxy of a page",
            ),
            (
                "with a login of its own",
                200,
                GET,
                QDashValidationError,
                f"; {PASSES}",
                1,
                "the message names the proxy beside base_url",
            ),
            (
                "of a POST",
                404,
                WRITES["POST"],
                QDashNotFoundError,
                f"; {PASSES}",
                1,
                "the message names the proxy beside base_url",
            ),
        ]
    ],
    Scenario(
        what="a page with status 403 comes out of a tunnel",
        sees="`QDashAuthError` that does not name the proxy, which has not seen it",
        reached="1",
        test=page_out_of_a_tunnel,
        guard="a page from a tunnel is not attributed to the proxy",
    ),
    *[
        Fault(
            what=f"a gateway answers a POST with a page, status {status} and {headers}; {guard}",
            server=[page(status, headers)],
            call=WRITES["POST"],
            sees=Sees(
                QDashTransportError,
                rf"^{status} POST /chips: an HTML page \('A page'\) instead of JSON{says}{outcome}$",
                status,
            ),
            guard=guard,
        )
        for status, headers, says, outcome, guard in PAGES
    ],
    *[
        Fault(
            what=f"a redirect of {base} leads to {location}",
            server=[http_response(None, 307, [("Location", location)]), http_response({"chip_id": "d"})],
            settings={"base_url": base, "proxy": "{server}"},
            sees="d",
            reached=2,
            guard=guard,
        )
        for base, location, guard in [
            ("http://qdash.example.com:80", f"{ORIGIN}/chips/d", "an explicit default port is the same origin"),
            (ORIGIN, "http://qdash.example.com:80/chips/d", "an explicit default port is the same origin"),
            (ORIGIN, "//qdash.example.com:80/chips/d", "an explicit default port is the same origin"),
            (ORIGIN, "HTTP://qdash.example.com/chips/d", "origins are compared by their parts"),
            (ORIGIN, "http://QDash.Example.com/chips/d", "origins are compared by their parts"),
        ]
    ],
    Scenario(
        what="a redirect of https://localhost leads to HTTPS://LOCALHOST:443",
        sees="it is followed, and Host has no port",
        reached="2",
        test=redirect_in_a_tunnel,
        guard="an explicit default port is the same origin",
    ),
    *[
        Fault(
            what=f"an http proxy is asked for {base}",
            server=seen(lambda request: request["Host"]),
            settings={"base_url": base, "proxy": "{server}"},
            sees=expected,
            guard="Host omits the default port",
        )
        for base, expected in {
            "http://qdash.example.com:80": "qdash.example.com",
            "http://[::1]:80/api": "[::1]",
        }.items()
    ],
    Scenario(
        what="an http proxy is asked for an https URL",
        sees="one CONNECT for two requests; the server gets them as they are",
        reached="2",
        test=one_tunnel,
        guard="https requests use a tunnel",
    ),
    Scenario(
        what="a proxy makes a tunnel, and wants credentials in CONNECT",
        sees="those of its URL",
        reached="2",
        test=shows_the_proxy_its_credentials,
        guard="the credentials of a proxy are sent in CONNECT",
    ),
    Scenario(
        what="a proxy makes a tunnel, and looks for the credentials of the server in CONNECT",
        sees="none",
        reached="2",
        test=keeps_ours_from_the_proxy,
        guard="CONNECT has no header for the server",
    ),
    Scenario(
        what="a server behind a tunnel looks for the credentials of the proxy",
        sees="none",
        reached="2",
        test=keeps_the_proxys_from_the_server,
        guard="the credentials of a proxy are not sent to the server",
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
        guard="NO_PROXY is applied",
    ),
]

CONNECT = "transport/connect.py"
PROXY = "transport/proxy.py"
ERRORS = "transport/errors.py"
TRANSPORT = "transport/transport.py"
SECTION = Section(
    "Proxies",
    "An http proxy is used for http and, with CONNECT, for https; its credentials are sent only to it, and it "
    "sees no header of an https request. A proxy that refuses the credentials is asked once. `NO_PROXY` lists the "
    "servers that are reached without a proxy, also without the configured one: hosts, domains, addresses in any "
    "spelling, networks, with or without a port; loopback addresses are not special.",
    {
        "a proxy gets the whole URL": [
            (CONNECT, "return self._origin + target if self.proxy and self._tls is None else target", "return target")
        ],
        "the credentials of a proxy are decoded and sent to it": [
            (PROXY, 'self.fields["Proxy-Authorization"]', 'self.fields["Authorization"]'),
            ("settings/checks.py", "unquote_to_bytes(user) + ", "user.encode() + "),
        ],
        "messages name a proxy without its credentials": [
            (PROXY, 'return f"{bracketed(self.host)}:', 'return f"{[*self.fields.values()]}@{bracketed(self.host)}:')
        ],
        "http requests use the proxy": [(CONNECT, "(proxy.host, proxy.port) if proxy else", "")],
        "https requests use a tunnel": [
            (CONNECT, "(proxy.host, proxy.port) if proxy else", ""),
            (CONNECT, "if self.proxy is not None and self._tls is not None:", "if False:"),
        ],
        "the credentials of a proxy are sent in CONNECT": [(PROXY, "    fields.update(proxy.fields)\n", "")],
        "CONNECT has no header for the server": [
            (
                CONNECT,
                "        self.proxy: Proxy | None = proxy\n",
                "        self.proxy: Proxy | None = proxy\n"
                '        if proxy: proxy.fields["Authorization"] = f"Bearer {config.api_token}"\n',
            )
        ],
        "the credentials of a proxy are not sent to the server": [
            (
                CONNECT,
                "return self.proxy.fields if self.proxy and self._tls is None",
                "return self.proxy.fields if self.proxy",
            )
        ],
        "a permanently refused tunnel is requested once": [
            ("transport/retry.py", "if refusal is not None and refusal not in _TRANSIENT:", "if False:")
        ],
        "the message has the status of a refused tunnel": [
            (PROXY, "        self.status = status\n", "        self.status = None\n")
        ],
        "the message names the credentials for a proxy": [
            (ERRORS, 'if getattr(cause, "status", None) == 407:', "if False:")
        ],
        "IPv6 addresses have brackets": [
            ("transport/message.py", 'return f"[{host}]" if ":" in host else host', "return host")
        ],
        "NO_PROXY is applied": [(PROXY, "    if _is_bypassed(", "    if False and _is_bypassed(")],
        "NO_PROXY supports domains": [(PROXY, 'host.endswith("." + entry)', "False")],
        "NO_PROXY supports IPv6 addresses": [(PROXY, ' and (":" not in name or name.endswith("]"))', "")],
        "NO_PROXY supports other spellings of addresses": [
            (PROXY, ' or (":" in host and ":" in entry and _is_in_network(host, entry))', "")
        ],
        "NO_PROXY is read without trailing dots": [
            (PROXY, 'host.lower().removesuffix(".")', "host.lower()"),
            (PROXY, '.removeprefix(".").removesuffix(".")', '.removeprefix(".")'),
        ],
        "NO_PROXY supports networks": [(PROXY, "return _is_in_network(host, entry)", "return False")],
        "NO_PROXY matches whole names": [
            (PROXY, "    if is_address(host):", "    if False:"),
            (PROXY, "return bool(entry) and (host == entry or ", "return entry in host or host in entry or ("),
            (PROXY, '.replace(",", " ").split()', '.split(",")'),
        ],
        "NO_PROXY matches the port": [(PROXY, 'if digits.lstrip("0") != str(port):', "if False:")],
        "NO_PROXY matches only the network": [
            (PROXY, "return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)", "return True")
        ],
        "NO_PROXY ignores malformed networks": [
            (PROXY, "(network, strict=False)\n    except ValueError:", "(network, strict=False)\n    except OSError:")
        ],
        "loopback addresses are not special": [
            (PROXY, "    if _is_bypassed(", '    if host in ("localhost", "127.0.0.1") or _is_bypassed(')
        ],
        "NO_PROXY applies to the configured proxy": [
            (PROXY, "    if _is_bypassed(", "    if not configured and _is_bypassed(")
        ],
        "`proxy` that cannot be used is refused": [
            (
                "settings/checks.py",
                'if not text.lower().startswith("http://"):',
                'if not text.startswith(("http", "socks")):',
            )
        ],
        "a proxy of the environment that cannot be used is refused": [
            (CONNECT, "if source and proxy is None:", "if False:")
        ],
        "the message has the title of an HTML page": [
            (ERRORS, 'return f" ({one_line(', 'return "" and f" ({one_line(')
        ],
        "the message names the proxy of a page": [(ERRORS, 'return f", through the proxy {proxy}"', 'return ""')],
        "a page from a tunnel is not attributed to the proxy": [
            (ERRORS, 'proxy is not None and response.attempt.type == "http":', "proxy is not None:")
        ],
        "the message names the proxy beside base_url": [
            (
                ERRORS,
                'return f"check base_url, and whether the proxy {proxy} lets requests to it pass"',
                "return _CHECK_URL",
            )
        ],
        "the message names the gateway that answered": [
            (ERRORS, 'return f", answered by {one_line(server, 40)}" if', 'return "" if')
        ],
        "the message names Cloudflare": [
            (ERRORS, 'return ", answered by Cloudflare"', 'return ""'),
        ],
        "the statuses of Cloudflare are explained": [(ERRORS, 'f": {_CLOUDFLARE[response.status]}"', '""')],
        "the message does not name the server of the API": [
            (ERRORS, '_SERVERS_OF_THE_API = ("uvicorn", ', "_SERVERS_OF_THE_API = (")
        ],
        "the message does not name base_url for failures of a gateway": [
            (ERRORS, "response.status not in (401, 403, 404, 405)", "False")
        ],
        "an explicit default port is the same origin": [
            (TRANSPORT, 'parts.port or {"http": 80, "https": 443}.get(parts.scheme)', "parts.port")
        ],
        "origins are compared by their parts": [
            (TRANSPORT, "target = urljoin(url, location)", "target = location or urljoin(url, location)"),
            (TRANSPORT, "_origin(target) != _origin(self._origin)", "not target.startswith(self._origin)"),
        ],
        "Host omits the default port": [(TRANSPORT, '.removesuffix(":443" if scheme == "https" else ":80")', "")],
    },
    CASES,
)
