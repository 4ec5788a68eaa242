"""Redirects that are followed, and redirects that are refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fault_server import FaultServer, Received, http_response

from qdash.client import QDashClient, QDashConfig, QDashTransportError

from .cases import CHIP, GET, TOKEN, WRITES, Bench, Fault, Scenario, Section, Sees
from .sent_once import SAFE_POSTS

ID, SECRET, PROJECT, COOKIE = "the-" + "id", "the-" + "secret", "the-" + "project", "session=" + "hush"


def redirect(location: str | None, status: int = 302) -> bytes:
    headers = [] if location is None else [("Location", location)]
    return http_response(None if status == 304 else b"moved", status, headers, content_type="text/plain")


def leads_to(target: str, location: str, status: int = 302) -> Callable[[Received], bytes]:
    """Answer at `target` only, and elsewhere with a redirect to `location`."""
    return lambda request: CHIP if request.target == target else redirect(location.format(host=request["Host"]), status)


def hops(count: int) -> Callable[[Received], bytes]:
    """Answer after so many redirects."""
    return lambda request: CHIP if request.query == str(count) else redirect(f"/x?{int(request.query or '0') + 1}")


def is_refused(location: str, status: int) -> Callable[[Bench], None]:
    """A redirect to another server, which would answer: it is not asked, and receives nothing."""

    def test(bench: Bench) -> None:
        with FaultServer(lambda request: CHIP) as other, FaultServer() as server:
            server.play(redirect(location.format(port=server.port, other=other.port), status), CHIP)
            config = QDashConfig(
                base_url=server.url,
                api_token=TOKEN,
                cf_access_client_id=ID,
                cf_access_client_secret=SECRET,
                project_id=PROJECT,
            )
            client = QDashClient(config, default_headers={"Cookie": COOKIE}, sleep_fn=lambda pause: None)
            with client, pytest.raises(QDashTransportError, match=f"{status} GET /chips/c: a redirect to '") as caught:
                client.get_chip("c")
            assert caught.value.status_code == status
            assert not re.search(f"{TOKEN}|{SECRET}|{COOKIE}", str(caught.value))
            (request,) = server.requests
            names = ("Authorization", "CF-Access-Client-Id", "CF-Access-Client-Secret", "X-Project-Id", "Cookie")
            assert [request[name] for name in names] == [f"Bearer {TOKEN}", ID, SECRET, PROJECT, COOKIE]
            assert (server.connections, other.connections) == (1, 0)

    return test


def takes_its_credentials_along(bench: Bench) -> None:
    with FaultServer(leads_to("/api/x", "../x")) as server:
        config = QDashConfig(
            base_url=f"{server.url}/api", api_token=TOKEN, cf_access_client_id=ID, cf_access_client_secret=SECRET
        )
        with QDashClient(config) as client:
            assert client.get_chip("c").chip_id == "c"
        first, second = server.requests
        assert first.headers == second.headers
        assert server.connections == 1


# What a client would do that trusts a redirect: go there with all that it has.
_GO_THERE = [
    ("transport/transport.py", "if not usable or _origin(target) != _origin(self._origin):", "if not usable:"),
    (
        "transport/transport.py",
        """return f"{self._origin}{parts.path or '/'}{'?' if parts.query else ''}{parts.query}\"""",
        "return target",
    ),
    (
        "transport/network.py",
        "connection = self._pool.take(",
        "host = attempt.url.split('/')[2]\n"
        "        elsewhere = host != self._connector._origin.split('/')[2]\n"
        "        connection = self._elsewhere(host, attempt) if elsewhere else self._pool.take(",
    ),
    (
        "transport/network.py",
        "    https_open = http_open\n",
        "    https_open = http_open\n\n"
        "    def _elsewhere(self, host, attempt):\n"
        "        import socket\n"
        "        from .connection import Connection\n"
        "        name, _, port = host.rpartition('@')[2].partition(':')\n"
        "        return Connection(socket.create_connection((name, int(port or 80)), 1), attempt.deadline)\n",
    ),
]

SECTION = Section(
    "Redirects",
    "A redirect of a GET is followed, up to five times, as long as scheme, host and port stay the same. Nothing "
    "is sent anywhere else: no token, no Cloudflare secret, no project, no cookie. A redirect of any other method "
    "is an error.",
    {
        "redirects are followed": [("transport/errors.py", "frozenset({301, 302, 303, 307, 308})", "frozenset()")],
        "not every 3xx is a redirect": [
            ("transport/errors.py", "frozenset({301, 302, 303, 307, 308})", "frozenset(range(300, 400))")
        ],
        "the number of redirects is limited": [("transport/transport.py", "_MAX_REDIRECTS = 5", "_MAX_REDIRECTS = 50")],
        "redirects to another origin are not followed": _GO_THERE,
        "a redirect needs a Location": [("transport/transport.py", "usable = bool(location) and ", "usable = ")],
        "a Location must be a URL": [
            (
                "transport/transport.py",
                'except ValueError:\n            return ""',
                'except ZeroDivisionError:\n            return ""',
            )
        ],
        "a Location must be printable": [
            ("transport/transport.py", ' and target.isascii() and target.isprintable() and " " not in target', "")
        ],
        "only a GET is redirected": [("transport/transport.py", ' and request.method == "GET"', "")],
        "a Location has no control characters": [
            ("transport/http1.py", r'_TEXT = r"[\t\x20-\x7e\x80-\xff]*"', r'_TEXT = r"[^\n]*?"')
        ],
        "the message of a redirect to https names the new base_url": [
            (
                "transport/errors.py",
                "if (base_url := _over_tls(response, place)) is not None:",
                "if (base_url := None) is not None:",
            )
        ],
        "https is recommended for the same host only": [
            (
                "transport/errors.py",
                " or own.hostname != target.hostname",
                "",
            )
        ],
        "a followed redirect is not reported as too many": [
            ("transport/errors.py", "    if too_many:\n", "    if True:\n")
        ],
        "a Location is shown without its query": [
            ("transport/errors.py", 'location.partition("?")[0].partition("#")[0]', "location")
        ],
    },
    [
        *[
            Fault(
                what=f"GET: {status} to another path of the same origin",
                server=leads_to("/x", "/x", status),
                sees="c",
                reached=2,
                guard="redirects are followed",
            )
            for status in (301, 302, 303, 307, 308)
        ],
        *[
            Fault(
                what=f"GET of /api/chips/c: a redirect to {location.format(host='the same host:port')}",
                server=leads_to(target, location),
                settings={"base_url": "{server}/api"},
                sees="c",
                reached=2,
                recovers=False,
                guard="redirects are followed",
            )
            for location, target in {
                "other?a=b%20c": "/api/chips/other?a=b%20c",
                "../x": "/api/x",
                "?a=b": "/api/chips/c?a=b",
                "http://{host}/x#fragment": "/x",
                "//{host}/x": "/x",
                "HTTP://{host}/x": "/x",
            }.items()
        ],
        Scenario(
            what="GET: a redirect within the same origin",
            sees="the response, for the same header with the same credentials, on the same connection",
            reached="2",
            test=takes_its_credentials_along,
            guard="redirects are followed",
        ),
        Fault(
            what="GET: five redirects",
            server=hops(5),
            sees="c",
            reached=6,
            guard="redirects are followed",
        ),
        Fault(
            what="GET: six redirects",
            server=hops(6),
            sees=Sees(QDashTransportError, "^302 GET /x: too many redirects, the last one to '/x'$", 302),
            reached=6,
            guard="the number of redirects is limited",
        ),
        Fault(
            what="GET: a redirect to the same path",
            server=[redirect("/chips/c")],
            sees=Sees(QDashTransportError, "^302 GET /chips/c: too many redirects, the last one to '/chips/c'$", 302),
            reached=6,
            guard="the number of redirects is limited",
        ),
        Fault(
            what="GET: a loop of two redirects",
            server=lambda request: redirect("/b" if request.target == "/a" else "/a"),
            sees=Sees(QDashTransportError, "^302 GET /a: too many redirects, the last one to '/b'$", 302),
            reached=6,
            guard="the number of redirects is limited",
        ),
        *[
            Scenario(
                what=f"GET: {status} to {what}",
                sees=f"`QDashTransportError` {status}, which names it; nothing reaches that place",
                reached="1",
                test=is_refused(location, status),
                guard="redirects to another origin are not followed",
            )
            for status in (302, 307)
            for what, location in {
                "another port": "http://127.0.0.1:{other}/chips/c",
                "another port, without a scheme": "//127.0.0.1:{other}/chips/c",
                "another host": "http://localhost:{other}/chips/c",
                "another name of the same host": "http://localhost:{port}/chips/c",
                "another scheme": "https://127.0.0.1:{port}/chips/c",
                "another host, with that of the server as its user": "http://127.0.0.1:{port}@127.0.0.1:{other}/",
                "the standard port": "http://127.0.0.1/chips/c",
            }.items()
        ],
        *[
            Fault(
                what=f"GET: a redirect to {location}",
                server=[redirect(location)],
                sees=Sees(QDashTransportError, "^302 GET /chips/c: a redirect to '.*', which is not followed", 302),
                guard="redirects to another origin are not followed",
            )
            for location in (
                "file:///etc/passwd",
                "ftp://127.0.0.1/x",
                "data:application/json,{}",
                "javascript:x",
                "https:x",
            )
        ],
        *[
            Fault(
                what=f"GET: {status} {what}",
                server=[redirect(location, status)],
                sees=Sees(QDashTransportError, f"^{status} GET /chips/c: moved$", status),
                guard="a redirect needs a Location",
            )
            for status in (301, 307)
            for what, location in {"without a Location": None, "with an empty Location": ""}.items()
        ],
        *[
            Fault(
                what=f"GET: a redirect to {location}, which is no URL",
                server=[redirect(location)],
                sees=Sees(QDashTransportError, "^302 GET /chips/c: a redirect to '.*', which is not followed", 302),
                guard="a Location must be a URL",
            )
            for location in ("http://[", "http://127.0.0.1:99999/", "http://127.0.0.1:x/")
        ],
        *[
            Fault(
                what=f"GET: a redirect to {location!r}, which is no URL",
                server=[redirect(location)],
                sees=Sees(QDashTransportError, "^302 GET /chips/c: a redirect to '.*', which is not followed", 302),
                guard="a Location must be printable",
            )
            for location in ("/a b", "/\xe9", "/\x80")
        ],
        *[
            Fault(
                what=f"GET: a redirect to {location!r}, with a control character",
                server=[redirect(location)],
                sees=Sees(
                    QDashTransportError, "^GET /chips/c: .* failed [(]the header field 'Location' cannot be read"
                ),
                reached=3,
                pauses=2,
                guard="a Location has no control characters",
            )
            for location in ("/\x7f", "/a\0b", "/a\x0bb")
        ],
        *[
            Fault(
                what=f"{method}: a redirect to https at the same host{port}",
                server=[redirect(f"https://127.0.0.1{port}/chips/c?a=b", 308)],
                call=call,
                sees=Sees(
                    QDashTransportError,
                    rf"^308 {method} /chips\S*: a redirect to 'https://127\.0\.0\.1{port}/chips/c', "
                    rf"which is not followed; the server wants https: set base_url to https://127\.0\.0\.1{port}$",
                    308,
                ),
                guard="the message of a redirect to https names the new base_url",
            )
            for method, call in {"GET": GET, "POST": WRITES["POST"]}.items()
            for port in ("", ":8443")
        ],
        Fault(
            what="GET of /api/chips/c: a redirect to https at the same host",
            server=[redirect("https://127.0.0.1/api/chips/c")],
            settings={"base_url": "{server}/api"},
            sees=Sees(QDashTransportError, r"; the server wants https: set base_url to https://127\.0\.0\.1/api$", 302),
            recovers=False,
            guard="the message of a redirect to https names the new base_url",
        ),
        Fault(
            what="GET: a redirect to https at another host",
            server=[redirect("https://qdash.example.com/chips/c")],
            sees=Sees(
                QDashTransportError,
                "^302 GET /chips/c: a redirect to 'https://qdash.example.com/chips/c', which is not followed"
                "; check that base_url is the URL of the API",
                302,
            ),
            guard="https is recommended for the same host only",
        ),
        *[
            Fault(
                what=f"GET: a redirect that is followed, and then one to {location}",
                server=[redirect("/x"), redirect(location)],
                sees=Sees(QDashTransportError, f"^302 GET /x: a redirect to '{location}', which is not followed", 302),
                reached=2,
                guard="a followed redirect is not reported as too many",
            )
            for location in ("https://127.0.0.1/x", "https://sso.example.com/login")
        ],
        *[
            Fault(
                what=f"GET: {status}, with a Location",
                server=[redirect("/x", status), CHIP],
                sees=Sees(
                    QDashTransportError, f"^{status} GET /chips/c: a redirect to '/x', which is not followed", status
                ),
                guard="not every 3xx is a redirect",
            )
            for status in (300, 304, 305)
        ],
        *[
            Fault(
                what=f"{method}: {status} to another path of the same origin",
                server=[redirect("/elsewhere", status)],
                call=call,
                sees=Sees(QDashTransportError, "a redirect to '/elsewhere', which is not followed", status),
                guard="only a GET is redirected",
            )
            for method, call in (
                WRITES | {f"POST that changes nothing ({name})": SAFE_POSTS[name] for name in SAFE_POSTS}
            ).items()
            for status in ((301, 302, 303, 307, 308) if method == "POST" else (302, 307))
        ],
        Fault(
            what="GET: a redirect to a page for signing in, with a secret in its query",
            server=[redirect("https://sso.example.com/login?token=hush#hush")],
            sees=Sees(QDashTransportError, "a redirect to 'https://sso.example.com/login', which is not followed", 302),
            guard="a Location is shown without its query",
        ),
    ],
)
