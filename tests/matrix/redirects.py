"""Where redirects lead, and where they do not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fault_server import FaultServer, Received, answer

from qdash.client import QDashClient, QDashConfig, QDashTransportError

from .rows import CHIP, TOKEN, WRITES, Bench, Fault, Scenario, Section, Sees
from .sent_once import SAFE_POSTS

ID, SECRET, PROJECT, COOKIE = "the-" + "id", "the-" + "secret", "the-" + "project", "session=" + "hush"


def redirect(location: str | None, status: int = 302) -> bytes:
    headers = [] if location is None else [("Location", location)]
    return answer(None if status == 304 else b"moved", status, headers, content_type="text/plain")


def leads_to(target: str, location: str, status: int = 302) -> Callable[[Received], bytes]:
    """Answer at `target` only, and elsewhere with a redirect to `location`."""
    return lambda request: CHIP if request.target == target else redirect(location.format(host=request["Host"]), status)


def hops(count: int) -> Callable[[Received], bytes]:
    """Answer after so many redirects."""
    return lambda request: CHIP if request.query == str(count) else redirect(f"/x?{int(request.query or '0') + 1}")


def is_refused(location: str, status: int) -> Callable[[Bench], None]:
    """A redirect to another server, which would answer: it is not asked, and gets to know nothing."""

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
    ("transport/__init__.py", "if not usable or _origin(target) != _origin(self._route.origin):", "if not usable:"),
    (
        "transport/__init__.py",
        """return f"{self._route.origin}{parts.path or '/'}{'?' if parts.query else ''}{parts.query}\"""",
        "return target",
    ),
    (
        "transport/opener.py",
        "connection, reused = self._pool.take(",
        "host = call.full_url.split('/')[2]\n"
        "            connection, reused = self._elsewhere(host) if host != self._route.netloc else self._pool.take(",
    ),
    (
        "transport/opener.py",
        "    https_open = http_open\n",
        "    https_open = http_open\n\n"
        "    def _elsewhere(self, host):\n"
        "        connection = HTTPConnection(host, timeout=1)\n"
        "        connection.connect()\n"
        "        return connection, False\n",
    ),
]

SECTION = Section(
    "Redirects",
    "A redirect of a GET is followed, up to five times, as long as it stays on the same scheme, host and port. "
    "Nothing is sent anywhere else: no token, no Cloudflare secret, no project, no cookie. A redirect of any other "
    "method is an error.",
    {
        "redirects are followed": [("transport/__init__.py", "frozenset({301, 302, 303, 307, 308})", "frozenset()")],
        "not every 3xx is a redirect": [
            ("transport/__init__.py", "frozenset({301, 302, 303, 307, 308})", "frozenset(range(300, 400))")
        ],
        "redirects come to an end": [("transport/__init__.py", "_MAX_REDIRECTS = 5", "_MAX_REDIRECTS = 50")],
        "redirects stay within the origin": _GO_THERE,
        "a redirect needs a Location": [("transport/__init__.py", "usable = bool(location) and ", "usable = ")],
        "a Location must be a URL": [
            (
                "transport/__init__.py",
                'except ValueError:\n            return ""',
                'except ZeroDivisionError:\n            return ""',
            )
        ],
        "a Location must be printable": [
            ("transport/__init__.py", ' and target.isascii() and target.isprintable() and " " not in target', "")
        ],
        "only a GET is redirected": [("transport/__init__.py", ' or request.method != "GET"', "")],
        "a Location is shown without its query": [
            ("transport/failure.py", 'location.partition("?")[0].partition("#")[0]', "location")
        ],
    },
    [
        *[
            Fault(
                what=f"GET: {status} to another path of the same origin",
                server=leads_to("/x", "/x", status),
                sees="c",
                reached=2,
                defence="redirects are followed",
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
                defence="redirects are followed",
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
            sees="the answer, for the same header with the same credentials, on the same connection",
            reached="2",
            test=takes_its_credentials_along,
            defence="redirects are followed",
        ),
        Fault(
            what="GET: five redirects",
            server=hops(5),
            sees="c",
            reached=6,
            defence="redirects are followed",
        ),
        Fault(
            what="GET: six redirects",
            server=hops(6),
            sees=Sees(QDashTransportError, "^302 GET /x: a redirect to '/x', which is not followed", 302),
            reached=6,
            defence="redirects come to an end",
        ),
        Fault(
            what="GET: a redirect to the same path",
            server=[redirect("/chips/c")],
            sees=Sees(QDashTransportError, "^302 GET /chips/c: a redirect to '/chips/c', which is not followed", 302),
            reached=6,
            defence="redirects come to an end",
        ),
        Fault(
            what="GET: a loop of two redirects",
            server=lambda request: redirect("/b" if request.target == "/a" else "/a"),
            sees=Sees(QDashTransportError, "^302 GET /a: a redirect to '/b', which is not followed", 302),
            reached=6,
            defence="redirects come to an end",
        ),
        *[
            Scenario(
                what=f"GET: {status} to {what}",
                sees=f"`QDashTransportError` {status}, which names it; nothing reaches that place",
                reached="1",
                test=is_refused(location, status),
                defence="redirects stay within the origin",
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
                defence="redirects stay within the origin",
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
                defence="a redirect needs a Location",
            )
            for status in (301, 307)
            for what, location in {"without a Location": None, "with an empty Location": ""}.items()
        ],
        *[
            Fault(
                what=f"GET: a redirect to {location}, which is no URL",
                server=[redirect(location)],
                sees=Sees(QDashTransportError, "^302 GET /chips/c: a redirect to '.*', which is not followed", 302),
                defence="a Location must be a URL",
            )
            for location in ("http://[", "http://127.0.0.1:99999/", "http://127.0.0.1:x/")
        ],
        *[
            Fault(
                what=f"GET: a redirect to {location!r}, which is no URL",
                server=[redirect(location)],
                sees=Sees(QDashTransportError, "^302 GET /chips/c: a redirect to '.*', which is not followed", 302),
                defence="a Location must be printable",
            )
            for location in ("/a b", "/\xe9", "/\x7f", "/a\0b")
        ],
        *[
            Fault(
                what=f"GET: {status}, with a Location",
                server=[redirect("/x", status), CHIP],
                sees=Sees(
                    QDashTransportError, f"^{status} GET /chips/c: a redirect to '/x', which is not followed", status
                ),
                defence="not every 3xx is a redirect",
            )
            for status in (300, 304, 305)
        ],
        *[
            Fault(
                what=f"{method}: {status} to another path of the same origin",
                server=[redirect("/elsewhere", status)],
                call=call,
                sees=Sees(QDashTransportError, "a redirect to '/elsewhere', which is not followed", status),
                defence="only a GET is redirected",
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
            defence="a Location is shown without its query",
        ),
    ],
)
