"""Identifiers and paths in URLs."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import declared
import pytest
from fault_server import FaultServer, Received, http_response

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError, QDashValidationError

from .cases import TOKEN, Bench, Call, Fault, Scenario, Section, Sees

ENCODED = {
    "a b": "a%20b",
    "?": "%3F",
    "a?limit=1": "a%3Flimit%3D1",
    "#": "%23",
    "%2F": "%252F",
    "%2e%2e": "%252e%252e",
    "\u00e9 \u91cf\u5b50": "%C3%A9%20%E9%87%8F%E5%AD%90",
    "a x\r\nHost: evil": "a%20x%0D%0AHost%3A%20evil",
    "a x\r": "a%20x%0D",
    "a x\n": "a%20x%0A",
    "\0": "%00",
    "\\": "%5C",
    "..\\x": "..%5Cx",
    "a;b,c+d&e=f@g:h": "a%3Bb%2Cc%2Bd%26e%3Df%40g%3Ah",
}
REFUSED = {
    "": ("names no resource", "an identifier is not empty, '.' or '..'"),
    ".": ("names no resource", "an identifier is not empty, '.' or '..'"),
    "..": ("names no resource", "an identifier is not empty, '.' or '..'"),
    "/": ("holds a '/', which no QDash identifier can", "an identifier has no slash"),
    "a/b": ("holds a '/', which no QDash identifier can", "an identifier has no slash"),
    "../x": ("holds a '/', which no QDash identifier can", "an identifier has no slash"),
    "\ud800": ("cannot be encoded as UTF-8", "an identifier must be text"),
    "a\udcff": ("cannot be encoded as UTF-8", "an identifier must be text"),
}
IDENTIFIERS: dict[str, tuple[str, Callable[[str], Call]]] = {
    "GET": ("get_chip_qubit(): qid", lambda value: lambda client: client.get_chip_qubit("c", value)),
    "DELETE": ("delete_chip(): chip_id", lambda value: lambda client: client.delete_chip(value)),
}
RAW = {
    "/a b": "/a%20b",
    "/\u00e9": "/%C3%A9",
    "/x?y=a b": "/x?y=a%20b",
    "/a HTTP/1.1\r\nHost: evil": "/a%20HTTP/1.1%0D%0AHost:%20evil",
    "/\0": "/%00",
    '/"<>\\^`{|}': "/%22%3C%3E%5C%5E%60%7B%7C%7D",
}


def says_what_it_is_asked_for(request: Received) -> bytes:
    return http_response({"chip_id": request.target, "message": request.target})


def every_operation_refuses(value: str) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        refused = 0
        with FaultServer() as server:
            config = QDashConfig(base_url=server.url, api_token=TOKEN)
            with QDashClient(config) as client, warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of operations that QDash has removed
                for name, endpoint in declared.OPERATIONS.items():
                    sample = declared.sample_call(endpoint, all_of_them=False)
                    for parameter in endpoint.path.replace("}", "{").split("{")[1::2]:
                        with pytest.raises(QDashValidationError, match=rf"^{name}\(\): {parameter}: "):
                            getattr(client, name)(**{**sample.arguments, parameter: value})
                        refused += 1
            assert server.connections == 0
        assert refused > 50

    return test


NAIVE_TARGET = (
    "transport/http1.py",
    'if not _REQUEST_HEAD(head) or head.count("\\n") != len(fields):',
    "if False:",
)

SECTION = Section(
    "Paths",
    "An identifier can be any text: the request is for that resource or for none. Characters with a meaning in a "
    "URL are percent-encoded. An identifier that is empty, `.` or `..`, or that contains a `/` or half of a "
    "surrogate pair, is a `QDashValidationError` before anything is sent.",
    {
        "identifiers are encoded": [
            ("call/request.py", 'return quote(value, safe="")', "return value"),
            NAIVE_TARGET,
        ],
        "an identifier is not empty, '.' or '..'": [("call/request.py", 'if value in ("", ".", ".."):', "if False:")],
        "an identifier has no slash": [("call/request.py", 'if "/" in value:', "if False:")],
        "an identifier must be text": [
            ("call/request.py", 'return quote(value, safe="")', 'return quote(value, safe="", errors="surrogatepass")')
        ],
        "queries are encoded": [
            ("call/request.py", 'target += "?" + urlencode(query)', 'target += "?" + "&".join(map("=".join, query))'),
            ("rest.py", 'urlencode(_pairs("params", params))', '"&".join(map("=".join, _pairs("params", params)))'),
            NAIVE_TARGET,
        ],
        "paths are encoded": [
            ("rest.py", """quote(path, safe="/%?&=:@!$'()*+,;~")""", "path"),
            NAIVE_TARGET,
        ],
        "a path is not encoded twice": [("rest.py", 'target = quote(path, safe="/%', 'target = quote(path, safe="/')],
        "a path must be text": [("rest.py", "except UnicodeEncodeError:", "except ZeroDivisionError:")],
        "a path is appended to the base URL": [
            ("rest.py", """if not path.startswith("/") or path.startswith("//") or "#" in path:""", "if False:")
        ],
    },
    [
        *[
            Fault(
                what=f"the identifier {value!r}",
                server=says_what_it_is_asked_for,
                call=lambda client, value=value: client.get_chip(value).chip_id,
                sees=f"/chips/{encoded}",
                guard="identifiers are encoded",
            )
            for value, encoded in ENCODED.items()
        ],
        *[
            Fault(
                what=f"{method}: the identifier {value!r}",
                server=says_what_it_is_asked_for,
                call=call(value),
                sees=Sees(QDashValidationError, f"^{where}: .*{said}$".replace("()", r"\(\)")),
                reached=0,
                guard=guard,
            )
            for method, (where, call) in IDENTIFIERS.items()
            for value, (said, guard) in REFUSED.items()
        ],
        *[
            Scenario(
                what=f"{value!r} for any identifier of any operation",
                sees="`QDashValidationError`, which names it",
                reached="0",
                test=every_operation_refuses(value),
                guard=REFUSED[value][1],
            )
            for value in ("..", "a/b", "\ud800")
        ],
        Fault(
            what="a parameter of an operation with '&', '=', '#', '/' and a line break",
            server=lambda request: http_response({"detail": request.target}, 404),
            call=lambda client: client.list_chip_qubits("c", qids=["b&c=d#/\r\n"]),
            sees=Sees(QDashNotFoundError, ": /chips/c/qubits[?]qids=b%26c%3Dd%23%2F%0D%0A$", 404),
            guard="queries are encoded",
        ),
        Fault(
            what="a parameter of request() with '&', '=', '#', '/' and a line break",
            server=says_what_it_is_asked_for,
            call=lambda client: client.request("GET", "/x", params={"a": "b&c=d#/\r\n"}).data["message"],
            sees="/x?a=b%26c%3Dd%23%2F%0D%0A",
            guard="queries are encoded",
        ),
        *[
            Fault(
                what=f"request('GET', {path!r})",
                server=says_what_it_is_asked_for,
                call=lambda client, path=path: client.request("GET", path).data["message"],
                sees=encoded,
                guard="paths are encoded",
            )
            for path, encoded in RAW.items()
        ],
        *[
            Fault(
                what=f"request('GET', {path!r})",
                server=says_what_it_is_asked_for,
                call=lambda client, path=path: client.request("GET", path),
                sees=Sees(QDashValidationError, r"^request\(\): path: .* must be a path below the base URL"),
                reached=0,
                guard="a path is appended to the base URL",
            )
            for path in ("", "x", "//evil.example/x", "http://evil.example/x", "/x#y", "?a=1", "\\x", "@evil.example/x")
        ],
        Fault(
            what="request('GET', '/a%2Fb'), which is encoded already",
            server=says_what_it_is_asked_for,
            call=lambda client: client.request("GET", "/a%2Fb").data["message"],
            sees="/a%2Fb",
            guard="a path is not encoded twice",
        ),
        Fault(
            what=r"request('GET', '/\ud800')",
            server=says_what_it_is_asked_for,
            call=lambda client: client.request("GET", "/\ud800"),
            sees=Sees(QDashValidationError, r"^request\(\): text that cannot be encoded as UTF-8$"),
            reached=0,
            guard="a path must be text",
        ),
    ],
)
