"""The layer below the operations: any request, and raw responses."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
import gzip
import json
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from fault_server import HANG, RESET, FaultServer, Step, chunked, http_response

from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashConfigError,
    QDashNotFoundError,
    QDashTransportError,
    QDashValidationError,
    rest,
)
from qdash.client.rest import ApiClient, ApiException, ApiResponse, Configuration

if TYPE_CHECKING:
    from conftest import MakeClient

NOON = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=9)))
NOON_TEXT = "2026-07-01T03:00:00Z"

ways = pytest.mark.parametrize("way", ["sync", "async"])


@pytest.fixture
def api(server: FaultServer) -> Iterator[ApiClient]:
    with ApiClient(Configuration(server.url)) as client:
        yield client


@pytest.fixture(params=["QDashClient", "ApiClient"])
def either(request: pytest.FixtureRequest) -> Any:
    """Both have `request`."""
    return request.getfixturevalue({"QDashClient": "client", "ApiClient": "api"}[request.param])


def ask(client: QDashClient, way: str, *args: Any, **kwargs: Any) -> ApiResponse:
    return asyncio.run(client.request_async(*args, **kwargs)) if way == "async" else client.request(*args, **kwargs)


def text_response(body: bytes, content_type: str | None) -> bytes:
    return http_response(body, content_type=content_type)


# --- responses -------------------------------------------------------------------------------------------------------

DATA: dict[str, tuple[bytes, str | None, Any]] = {
    "object": (b'{"a": [1, null, 2.5]}', "application/json", {"a": [1, None, 2.5]}),
    "null": (b"null", "application/json", None),
    "parameters": (b'"x"', "application/json; charset=utf-8", "x"),
    "problem": (b'{"a": 1}', "application/problem+json", {"a": 1}),
    "text": ("é 量子".encode(), "text/plain; charset=utf-8", "é 量子"),
    "page": (b"<p>", "text/html", "<p>"),
    "Markdown": (b"# A", "text/markdown", "# A"),
    "bytes": (b"\x89PNG\r\n\0\xff", "image/png", b"\x89PNG\r\n\0\xff"),
    "unnamed": (b"\0\xff", None, b"\0\xff"),
    "nothing": (b"", None, ""),
    "nothing of a kind": (b"", "image/png", ""),
    "no JSON": (b"{", "application/json", "{"),
    "NaN": (b'{"a": NaN}', "application/json", '{"a": NaN}'),
    "infinity by overflow": (b'{"a": [1e999]}', "application/json", '{"a": [1e999]}'),
    "empty JSON": (b"", "application/json", ""),
    "not UTF-8": (b"a\xff", "text/plain", "a\ufffd"),
}


@pytest.mark.parametrize("case", [case for case in DATA if case != "page"])
def test_data_is_decoded_as_far_as_its_type_tells(server: FaultServer, either: Any, case: str) -> None:
    body, content_type, data = DATA[case]
    server.play(text_response(body, content_type))
    response = either.request("GET", "/x")
    assert type(response) is ApiResponse
    assert response.status_code == 200
    assert (response.data, type(response.data)) == (data, type(data))


def test_headers_of_a_response_are_in_lower_case(server: FaultServer, either: Any) -> None:
    server.play(http_response({}, headers=[("X-Request-ID", "abc"), ("ETag", '"1"')]))
    headers = either.request("GET", "/x").headers
    assert type(headers) is dict
    assert headers["x-request-id"] == "abc"
    assert headers["etag"] == '"1"'
    assert headers["content-type"] == "application/json"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 206])
def test_status_is_that_of_the_response(server: FaultServer, either: Any, status: int) -> None:
    server.play(http_response(None, status, content_type=None, length=-1 if status == 204 else None))
    assert either.request("POST", "/x").status_code == status


# --- requests --------------------------------------------------------------------------------------------------------

PARAMS: list[tuple[Any, list[tuple[str, str]]]] = [
    (None, []),
    ({}, []),
    ({"a": "b c&d=é"}, [("a", "b c&d=é")]),
    ({"a": True, "b": False, "c": 3, "d": 2.5}, [("a", "true"), ("b", "false"), ("c", "3"), ("d", "2.5")]),
    ({"a": None, "b": ""}, [("b", "")]),
    ({"a": ["0", 1, True]}, [("a", "0"), ("a", "1"), ("a", "true")]),
    ({"a": ("x", None), "b": []}, [("a", "x")]),
    ({"a": NOON, "b": [NOON]}, [("a", NOON_TEXT), ("b", NOON_TEXT)]),
    ([("a", 1), ("b", 2), ("a", 3)], [("a", "1"), ("b", "2"), ("a", "3")]),
    (iter([("a", 1)]), [("a", "1")]),
]


@pytest.mark.parametrize("index", range(len(PARAMS) - 1))
def test_parameters_make_the_query(server: FaultServer, either: Any, index: int) -> None:
    params, pairs = PARAMS[index]
    either.request("GET", "/x", params=params)
    assert parse_qsl(server.requests[0].query, keep_blank_values=True) == pairs
    assert ("?" in server.requests[0].target) == bool(pairs)


def test_parameters_may_come_from_an_iterator(server: FaultServer, client: QDashClient) -> None:
    client.request("GET", "/x?a=1", params=iter([("b", 2)]))
    assert server.requests[0].target == "/x?a=1&b=2"


# arguments, body, type
BODIES: dict[str, tuple[dict[str, Any], bytes, str | None]] = {
    "nothing": ({}, b"", None),
    "JSON": ({"json": {"a": NOON, "b": None, "é": 1.5}}, None, "application/json"),  # type: ignore[dict-item]
    "list": ({"json": [1]}, b"[1]", "application/json"),
    "false": ({"json": False}, b"false", "application/json"),
    "empty object": ({"json": {}}, b"{}", "application/json"),
    "bytes": ({"data": b"\0\xff"}, b"\0\xff", "application/octet-stream"),
    "text": ({"data": "é"}, "é".encode(), "text/plain; charset=utf-8"),
    "form": (
        {"data": {"a": "b c", "d": ["1", "2"], "e": True, "f": None}},
        b"a=b+c&d=1&d=2&e=true",
        "application/x-www-form-urlencoded",
    ),
    "empty bytes": ({"data": b""}, b"", "application/octet-stream"),
}


@ways
@pytest.mark.parametrize("case", BODIES)
def test_body(server: FaultServer, client: QDashClient, case: str, way: str) -> None:
    arguments, body, content_type = BODIES[case]
    ask(client, way, "POST", "/x", **arguments)
    (request,) = server.requests
    if case == "JSON":
        assert json.loads(request.body) == {"a": NOON_TEXT, "b": None, "é": 1.5}
    else:
        assert request.body == body
    assert request["Content-Type"] == content_type
    assert request["Content-Length"] == str(len(request.body))


def test_body_of_the_lower_layer(server: FaultServer, api: ApiClient) -> None:
    api.request("PUT", "/x", json={"a": 1})
    api.request("PATCH", "/x", data={"a": 1})
    assert [request.body for request in server.requests] == [b'{"a": 1}', b"a=1"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", "Post"])
def test_method(server: FaultServer, either: Any, method: str) -> None:
    either.request(method, "/x")
    assert server.requests[0].method == method.upper()


@pytest.mark.parametrize("method", ["DELETE", "GET", "OPTIONS"])
def test_body_of_any_method_has_a_length(server: FaultServer, either: Any, method: str) -> None:
    either.request(method, "/x", json=["GET /other HTTP/1.1"])
    either.request("GET", "/y")
    assert [(request.method, request.path) for request in server.requests] == [(method, "/x"), ("GET", "/y")]
    assert server.requests[0].body == b'["GET /other HTTP/1.1"]'
    assert server.requests[0]["Content-Length"] == "23"


def test_head_has_no_body(server: FaultServer, either: Any) -> None:
    server.play(http_response(None, length=100))
    assert either.request("HEAD", "/x").headers["content-length"] == "100"
    server.play(http_response({}))
    assert either.request("GET", "/x").data == {}


@pytest.mark.parametrize("method", ["", "G E T", "GET\r\n", "GÉT", "GET /x HTTP/1.1"])
def test_method_that_is_none_is_refused(server: FaultServer, either: Any, method: str) -> None:
    with pytest.raises(QDashValidationError, match="method"):
        either.request(method, "/x")
    assert server.connections == 0


def test_path_comes_after_that_of_the_base_url(server: FaultServer, make_client: MakeClient) -> None:
    make_client(base_url=f"{server.url}/api").request("GET", "/x", params={"a": 1})
    with ApiClient(Configuration(f"{server.url}/api/")) as api:
        api.request("GET", "/x")
    assert [request.target for request in server.requests] == ["/api/x?a=1", "/api/x"]


UNSENDABLE: list[tuple[dict[str, Any], str]] = [
    ({"params": {"a": datetime(2026, 7, 1)}}, "a: .*time zone"),
    ({"params": {"a": Decimal(1)}}, "a: "),
    ({"params": {"a": float("nan")}}, "a: nan"),
    ({"params": {"a": {"b": 1}}}, "a"),
    ({"params": {"a": "\ud800"}}, "UTF-8"),
    ({"params": [("a", Decimal(1))]}, "a: "),
    ({"json": {"a": Decimal(1)}}, "a: "),
    ({"json": {"a": [float("inf")]}}, r"a\[0\]: "),
    ({"json": {"a": "\ud800"}}, "UTF-8"),
    ({"json": {1: 2}}, "key"),
    ({"data": "\ud800"}, "UTF-8"),
    ({"data": {"a": Decimal(1)}}, "a: "),
    ({"params": {"a": 10**5000}}, "more digits"),
    ({"data": {"a": 10**5000}}, "more digits"),
    ({"json": {"a": [10**5000]}}, "more digits"),
    ({"json": {"a": Fraction(10**400)}}, "a: Fraction is not a JSON number"),
    ({"json": {}, "data": b""}, "data, json"),
    ({"data": 5}, "data"),
    ({"data": ["a"]}, "data"),
]


@pytest.mark.parametrize(
    "index", range(len(UNSENDABLE)), ids=[f"{index} {row[1]}" for index, row in enumerate(UNSENDABLE)]
)
def test_what_cannot_be_sent_is_refused(server: FaultServer, either: Any, index: int) -> None:
    arguments, said = UNSENDABLE[index]
    with pytest.raises(QDashValidationError, match=said):
        either.request("POST", "/x", **arguments)
    assert server.connections == 0


def test_json_that_holds_itself_is_refused(server: FaultServer, either: Any) -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(QDashValidationError):
        either.request("POST", "/x", json=loop)
    assert server.connections == 0


# --- QDashClient.request ---------------------------------------------------------------------------------------------


def test_request_has_the_headers_of_the_client(server: FaultServer, make_client: MakeClient) -> None:
    client = make_client(project_id="p", cf_access_client_id="i", cf_access_client_secret="s")
    client.request("GET", "/x")
    (request,) = server.requests
    assert request["Authorization"] == "Bearer token-of-the-tests"
    assert (request["X-Project-Id"], request["CF-Access-Client-Id"], request["CF-Access-Client-Secret"]) == (
        "p",
        "i",
        "s",
    )
    assert request["X-Request-ID"]
    assert "*/*" in (request["Accept"] or "")


@pytest.mark.parametrize("name", ["Authorization", "authorization", "X-Project-Id", "ACCEPT", "X-New", "Content-Type"])
def test_given_headers_go_before_all_others(server: FaultServer, make_client: MakeClient, name: str) -> None:
    client = make_client(project_id="p", default_headers={name: "default"})
    client.request("POST", "/x", json={}, headers={name: "mine"})
    client.request("POST", "/x", json={})
    assert [request[name] for request in server.requests] == ["mine", "default"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "a\r\nX-B: b"),
        ("X A", "a"),
        ("", "a"),
        ("X-A", "量"),
        ("X-A", "\0"),
        ("Content-Length", "0"),
        ("transfer-encoding", "chunked"),
    ],
)
def test_header_that_cannot_be_sent_is_refused(server: FaultServer, either: Any, name: str, value: str) -> None:
    with pytest.raises(QDashValidationError, match="headers"):
        either.request("GET", "/x", headers={name: value})
    assert server.connections == 0


@ways
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, QDashTransportError),
        (401, QDashAuthError),
        (403, QDashAuthError),
        (404, QDashNotFoundError),
        (405, QDashTransportError),
        (422, QDashValidationError),
        (500, QDashTransportError),
    ],
)
def test_status_has_its_exception(
    server: FaultServer, client: QDashClient, status: int, kind: type[QDashApiError], way: str
) -> None:
    server.play(http_response({"detail": "because"}, status))
    with pytest.raises(kind, match=rf"{status} POST /x: because") as caught:
        ask(client, way, "POST", "/x")
    assert caught.value.payload == {"detail": "because"}
    assert caught.value.status_code == status


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("step", [RESET, http_response({}, 503)], ids=["reset", "503"])
def test_only_what_reads_is_repeated(
    server: FaultServer, make_client: MakeClient, method: str, step: bytes | Step
) -> None:
    server.play(step)
    with pytest.raises(QDashTransportError):
        make_client(retry={"max_attempts": 3}).request(method, "/x")
    assert len(server.requests) == (3 if method in ("GET", "HEAD", "OPTIONS") else 1)


def test_login_and_a_new_login_after_401(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDASH_PASSWORD", "secret")
    tokens = iter(["first", "second"])

    def script(request: Any) -> bytes:
        if request.path == "/auth/login":
            token = next(tokens)
            return http_response({"access_token": token, "token_type": "bearer", "user_id": "u", "username": "n"})
        return (
            http_response({"detail": "expired"}, 401)
            if request["Authorization"] == "Bearer first"
            else http_response({"a": 1})
        )

    server.script = script
    client = make_client(username="ann", password_env="QDASH_PASSWORD")
    assert client.request("POST", "/x").data == {"a": 1}
    assert [request.path for request in server.requests] == ["/auth/login", "/x", "/auth/login", "/x"]


# --- ApiClient -------------------------------------------------------------------------------------------------------


def test_names_of_the_layer() -> None:
    assert set(rest.__all__) == {"ApiClient", "ApiException", "ApiResponse", "Configuration"}


def test_configuration_is_plain_data() -> None:
    configuration = Configuration("http://localhost")
    assert configuration == Configuration(host="http://localhost", timeout=30.0, verify_tls=True, proxy=None)
    assert [field.name for field in dataclasses.fields(Configuration)] == ["host", "timeout", "verify_tls", "proxy"]
    assert not hasattr(configuration, "__dict__")
    configuration.timeout = 5.0
    assert Configuration("http://localhost", 5.0) == configuration


def test_response_is_plain_data() -> None:
    response = ApiResponse(200, {"a": 1}, {})
    assert response == ApiResponse(status_code=200, data={"a": 1}, headers={})
    assert not hasattr(response, "__dict__")


def test_api_client_keeps_its_configuration(server: FaultServer) -> None:
    configuration = Configuration(server.url)
    client = ApiClient(configuration)
    assert client.configuration is configuration
    client.request("GET", "/x")
    client.close()
    client.close()
    with pytest.raises((ApiException, QDashApiError), match="closed"):
        client.request("GET", "/x")


def test_api_client_has_no_credentials_but_those_it_is_given(server: FaultServer, api: ApiClient) -> None:
    api.request("GET", "/x")
    api.request("GET", "/x", headers={"Authorization": "Bearer mine"})
    assert [request["Authorization"] for request in server.requests] == [None, "Bearer mine"]


@pytest.mark.parametrize("status", [301, 400, 401, 404, 422, 500, 503, 599])
def test_status_is_no_exception_unless_asked_for(server: FaultServer, api: ApiClient, status: int) -> None:
    server.play(http_response({"detail": "because"}, status))
    response = api.request("GET", "/x")
    assert (response.status_code, response.data) == (status, {"detail": "because"})
    if status < 400:
        assert api.request("GET", "/x", raise_on_status=True).status_code == status
        return
    with pytest.raises(ApiException) as caught:
        api.request("GET", "/x", raise_on_status=True)
    error = caught.value
    assert (error.status, error.body) == (status, {"detail": "because"})
    assert str(error) == f"HTTP {status}: {error.reason}"
    assert error.reason
    assert not isinstance(error, QDashApiError)
    assert len(server.requests) == 2  # and nothing is repeated


def test_exception_as_it_is_made_elsewhere() -> None:
    error = ApiException(404, "Not Found")
    assert (error.status, error.reason, error.body, str(error)) == (404, "Not Found", None, "HTTP 404: Not Found")
    assert str(ApiException(None, "no route")) == "no route"
    assert str(ApiException(status=500, reason="r", body="b")) == "HTTP 500: r"


@pytest.mark.parametrize(
    "step", [RESET, Step(then="close"), Step(b"nonsense\r\n\r\n", "close")], ids=["reset", "close", "no HTTP"]
)
def test_no_response_is_an_exception(server: FaultServer, api: ApiClient, step: Step) -> None:
    server.play(step)
    with pytest.raises(ApiException) as caught:
        api.request("GET", "/x")
    assert caught.value.status is None
    assert str(caught.value) == caught.value.reason
    assert len(server.requests) == 1


def test_nobody_there_is_an_exception() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with ApiClient(Configuration(f"http://127.0.0.1:{port}")) as api, pytest.raises(ApiException) as caught:
        api.request("GET", "/x")
    assert caught.value.status is None


def test_timeout_of_the_configuration(server: FaultServer) -> None:
    server.play(HANG)
    with ApiClient(Configuration(server.url, timeout=0.2)) as api, pytest.raises(ApiException, match=r"0\.2 s"):
        api.request("GET", "/x")


@pytest.mark.parametrize("configuration", [Configuration("nowhere"), Configuration("http://h", timeout=0)], ids=repr)
def test_configuration_that_cannot_be_used_is_refused(configuration: Configuration) -> None:
    with pytest.raises(QDashConfigError):
        ApiClient(configuration)


def test_proxy_of_the_configuration(server: FaultServer) -> None:
    with ApiClient(Configuration("http://qdash.invalid", proxy=server.url)) as api:
        api.request("GET", "/x")
    assert server.requests[0].target == "http://qdash.invalid/x"


def test_binary_and_chunked_responses(server: FaultServer, api: ApiClient) -> None:
    content = gzip.compress(b"a" * 1000)
    server.play(chunked(content[:10], content[10:]))
    assert api.request("GET", "/x").data == content
    assert server.connections == 1


def test_login_form_by_hand(server: FaultServer, api: ApiClient) -> None:
    api.request("POST", "/auth/login", data={"username": "ann", "password": "é&="})
    assert dict(parse_qsl(server.requests[0].body.decode())) == {"username": "ann", "password": "é&="}


def test_basic_authorization_by_hand(server: FaultServer, api: ApiClient) -> None:
    token = base64.b64encode(b"a:b").decode()
    api.request("GET", "/x", headers={"Authorization": f"Basic {token}"})
    assert server.requests[0]["Authorization"] == f"Basic {token}"


class Odd:
    def __str__(self) -> str:
        raise RuntimeError


def deep(levels: int) -> Any:
    found: Any = "x"
    for _ in range(levels):
        found = [found]
    return found


# --- odd arguments ---------------------------------------------------------------------------------------------------

ODD: list[Any] = [
    None, True, 0, -1, 1.5, float("nan"), float("inf"), 10**400, 10**5000, "", "a", "/a", "/\ud800", "\0", "/\r\nX: y",
    "é", b"", b"\xff", bytearray(b"a"), memoryview(b"a"), (), [], [1], ["ab"], [("a",)], [("a", 1, 2)], [(1, 2)],
    [None], [("a", object())], [("\ud800", 1)], [("a", "\ud800")], {}, {1: 2}, {None: 1}, {"a": object()},
    {"a": {"b": 1}}, {"a": [[1]]}, {"\ud800": "a"}, {"a": "\ud800"}, {"a\r\nb": "c"}, {"a": "b\r\nc"}, {"a": b"b"},
    {"a": None}, {"a": 10**5000}, {"a": Fraction(10**400)}, {"a": float("nan")}, {"é": "a"}, {"": "a"},
    {"a": "x" * 100_000},
    {1}, object(), Odd(), Odd, int, print, datetime.max, NOON, NOON.replace(tzinfo=None), timedelta(1), Decimal("1.5"),
    Fraction(1, 3), Fraction(10**400), 1j, deep(50), deep(5_000), deep(100_000), {"a": deep(100_000)},
    range(3), iter([("a", 1)]),
    datetime.max.replace(tzinfo=timezone(-timedelta(hours=9))),
    datetime.min.replace(tzinfo=timezone(timedelta(hours=9))),
]  # fmt: skip


@pytest.mark.parametrize("name", ["method", "path", "params", "json", "data", "headers"])
def test_odd_argument_is_sent_or_refused(server: FaultServer, either: Any, name: str) -> None:
    """No exception from below comes through, whatever the argument is."""
    for odd in ODD:
        arguments: dict[str, Any] = {"method": "POST", "path": "/a"} | {name: odd}
        try:
            found = either.request(**arguments)
        except QDashValidationError as error:
            refused = error
        else:
            assert found.status_code == 200
            continue
        assert str(refused).startswith("request(): ")
        assert str(refused).isprintable()
        assert len(str(refused)) < 1000


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"method": None}, r"method: must be a text, not NoneType"),
        ({"path": b"/a"}, r"path: must be a text, not bytes"),
        ({"params": "a=1"}, r"params: must be a mapping or a list of pairs, not str"),
        ({"params": 5}, r"params: must be a mapping or a list of pairs, not int"),
        ({"params": ["ab"]}, r"params: must be a mapping or a list of pairs of a name and a value"),
        ({"params": {5: 1}}, r"params: the name 5 is not a text"),
        ({"data": {5: 1}}, r"data: the name 5 is not a text"),
        ({"data": 5}, r"data: must be bytes, text or a mapping, not int"),
        ({"headers": [("a", "b")]}, r"headers: must be a mapping, not list"),
        ({"headers": "a: b"}, r"headers: must be a mapping, not str"),
    ],
)
def test_odd_argument_is_refused_by_name(
    server: FaultServer, either: Any, arguments: dict[str, Any], says: str
) -> None:
    with pytest.raises(QDashValidationError, match=rf"^request\(\): {says}"):
        either.request(**{"method": "POST", "path": "/a"} | arguments)
    assert server.connections == 0
