"""Arguments become requests: the method, the path, the query, the body and the headers that the server sees."""

from __future__ import annotations

import asyncio
import enum
import inspect
import json
import math
import numbers
import re
import types
import typing
import warnings
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import api_document
import declared
import pytest
from declared import OPERATIONS
from fault_server import FaultServer, http_response

from qdash.client import (
    Download,
    EventStream,
    QDashClient,
    QDashConfigError,
    QDashNotFoundError,
    QDashValidationError,
)
from qdash.client.call.declare import UNSET, patch
from qdash.client.call.operation import Operation
from qdash.client.models import ReanalyzeQubitSpectroscopyParams

if TYPE_CHECKING:
    from conftest import MakeClient

TOKYO = timezone(timedelta(hours=9))

operations = pytest.mark.parametrize("name", OPERATIONS)


class Status(str, enum.Enum):
    ACTIVE = "active"


class Int64(numbers.Integral):
    """What NumPy's integers are to the client: not an int, but registered as a whole number."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __int__(self) -> int:
        return self.value

    def __repr__(self) -> str:
        return f"int64({self.value})"


def _abstract(self: Any, *others: Any) -> Any:
    raise NotImplementedError


for _name in Int64.__abstractmethods__:
    setattr(Int64, _name, _abstract)
Int64.__abstractmethods__ = frozenset()


class Float64(float):
    """What NumPy's float64 is: a float of another class."""


# --- every declared operation ----------------------------------------------------------------------------------------


@operations
def test_every_operation_sends_what_it_is_given(server: FaultServer, client: QDashClient, name: str) -> None:
    """The server refuses what the API document does not allow."""
    check_that_it_sends_what_it_is_given(server, client, name, "sync")


def test_every_async_operation_sends_what_it_is_given(
    server: FaultServer, client: QDashClient, subtests: pytest.Subtests
) -> None:
    for name in OPERATIONS:
        with subtests.test(name):
            server.requests.clear()
            check_that_it_sends_what_it_is_given(server, client, name, "async")


def check_that_it_sends_what_it_is_given(server: FaultServer, client: QDashClient, name: str, way: str) -> None:
    endpoint = OPERATIONS[name]
    answered = declared.hints(endpoint.signature)["return"]
    server.script = api_document.checked(lambda request: right_response(endpoint))
    sample = declared.sample_call(endpoint)

    result = call(client, name, way, sample.arguments)

    (request,) = server.requests
    assert request.method == endpoint.method
    assert request.path == declared.path_of(endpoint, sample.arguments)
    assert parse_qsl(request.query, keep_blank_values=True) == sample.query
    if endpoint.upload:
        assert api_document.parts(request)["file"][2] == sample.arguments["file"]
    elif endpoint.form:
        assert dict(parse_qsl(request.body.decode())) == sample.body
        assert request["Content-Type"] == "application/x-www-form-urlencoded"
    elif sample.body:
        assert json.loads(request.body) == sample.body
        assert request["Content-Type"] == "application/json"
    else:
        assert request.body == b""
        assert request["Content-Type"] is None
    assert request["Content-Length"] == (None if endpoint.method in ("GET", "DELETE") else str(len(request.body)))
    assert request["Authorization"] == (None if endpoint.anonymous else "Bearer token-of-the-tests")
    assert kind_of(result) == kind_of_hint(answered)


def test_what_is_left_out_is_not_sent(server: FaultServer, client: QDashClient, subtests: pytest.Subtests) -> None:
    for name, endpoint in OPERATIONS.items():
        with subtests.test(name):
            server.requests.clear()
            server.script = api_document.checked(lambda request, endpoint=endpoint: right_response(endpoint))
            optional = declared.defaults(endpoint)
            required = declared.sample_call(endpoint, all_of_them=False)
            nulls = {key: None for key, value in optional.items() if value is None}

            call(client, name, "sync", required.arguments)
            call(client, name, "sync", {**required.arguments, **nulls})

            assert len(server.requests) == 2
            for request in server.requests:
                assert parse_qsl(request.query) == required.query
                if not endpoint.upload:
                    body = dict(parse_qsl(request.body.decode())) if endpoint.form else json.loads(request.body or "{}")
                    assert body == required.body


def test_every_operation_has_an_async_variant() -> None:
    for name in OPERATIONS:
        variant, method = getattr(QDashClient, f"{name}_async"), getattr(QDashClient, name)
        assert inspect.iscoroutinefunction(variant)
        assert variant.__name__ == f"{name}_async"
        assert variant.__doc__ == method.__doc__
        assert inspect.signature(variant) == inspect.signature(method), name


def test_declarations_agree_with_the_api_document() -> None:
    """Read differently from `check_compatibility`, which says the same."""
    document = api_document.document()
    if not document:
        pytest.skip("the API document is not here")
    for name, endpoint in OPERATIONS.items():
        declaration = document["paths"][endpoint.path][endpoint.method.lower()]
        assert declaration["operationId"] == endpoint.operation, name
        assert bool(declaration.get("x-undocumented")) == endpoint.undocumented, name
        parameters = {p["name"]: p for p in declaration.get("parameters", []) if p["in"] in ("path", "query")}
        body = _body_schema(document, declaration)

        names = {key for key in declared.hints(endpoint.signature) if key not in (*endpoint.local, "return")}
        required = {key for key, p in parameters.items() if p.get("required")} | set(body.get("required", []))
        assert {key for key, p in parameters.items() if p["in"] == "query"} == set(endpoint.query), name
        assert names - {endpoint.spread} == parameters.keys() | body.get("properties", {}).keys(), name
        assert names - declared.defaults(endpoint).keys() == required, name
        for key in names & declared.defaults(endpoint).keys() - {endpoint.spread}:
            default = declared.defaults(endpoint)[key]
            schema = parameters[key]["schema"] if key in parameters else body["properties"][key]
            assert default in (None, UNSET) or default == schema["default"], (name, key)


def _body_schema(document: dict[str, Any], declaration: dict[str, Any]) -> dict[str, Any]:
    for media in declaration.get("requestBody", {}).get("content", {}).values():
        schema: dict[str, Any] = media["schema"]
        name = schema.get("$ref", "").rpartition("/")[2]
        return document["components"]["schemas"][name] if name else schema
    return {}


def call(client: QDashClient, name: str, way: str, arguments: dict[str, Any]) -> Any:
    """Make a call to its end; a stream becomes the list of its events."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return _call(client, name, way, arguments)


def _call(client: QDashClient, name: str, way: str, arguments: dict[str, Any]) -> Any:
    if way == "sync":
        result = getattr(client, name)(**arguments)
        return list(result) if isinstance(result, EventStream) else result

    async def main() -> Any:
        result = await getattr(client, f"{name}_async")(**arguments)
        return [event async for event in result] if isinstance(result, EventStream) else result

    return asyncio.run(main())


def right_response(endpoint: Operation) -> bytes:
    """Return a response as the operation is declared."""
    answered = declared.hints(endpoint.signature)["return"]
    if answered is NoneType:
        return http_response(None, 204, content_type=None, length=-1)
    if declared.is_stream(answered):
        kinds = declared.members(typing.get_args(answered)[0])
        texts = [json.dumps(declared.sample_document(kind)) for kind in kinds]
        lines = [f"event: {name}\ndata: {text}\n\n" for name, text in zip(endpoint.events, texts, strict=True)]
        return http_response("".join(lines).encode(), content_type="text/event-stream")
    if declared.decoded_shape(endpoint) is not None:
        return http_response(declared.sample_document(declared.decoded_shape(endpoint)))
    return http_response("text") if answered is str else http_response(declared.PNG, content_type="image/png")


def kind_of(result: Any) -> Any:
    if isinstance(result, list):
        return [kind_of(entry) for entry in result]
    return type(result)


def kind_of_hint(hint: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint == bytes | Path:
        return Download
    if origin is EventStream:
        return [kind_of_hint(member) for member in declared.members(arguments[0])]
    if origin is list:
        return [kind_of_hint(arguments[0])]
    return dict if origin is dict or typing.is_typeddict(hint) else hint


# --- a table of calls ------------------------------------------------------------------------------------------------

Call = Callable[[QDashClient], Any]

CHIP = declared.sample_document(declared.models.ChipResponse)
NOON = datetime(2026, 7, 1, 12, tzinfo=TOKYO)
CALLS: list[tuple[Call, str, Any]] = [
    (lambda c: c.get_chip("64Qv3"), "GET /chips/64Qv3", None),
    (lambda c: c.get_chip_qubit("64Qv3", qid="3"), "GET /chips/64Qv3/qubits/3", None),
    (lambda c: c.get_chip_mux("64Qv3", 0), "GET /chips/64Qv3/muxes/0", None),
    (lambda c: c.get_chip_mux("64Qv3", Int64(12)), "GET /chips/64Qv3/muxes/12", None),
    (lambda c: c.list_chip_qubits("c"), "GET /chips/c/qubits", None),
    (lambda c: c.list_chip_qubits("c", qids=None, limit=50), "GET /chips/c/qubits?limit=50", None),
    (lambda c: c.list_chip_qubits("c", qids=["0", "1"]), "GET /chips/c/qubits?qids=0&qids=1", None),
    (lambda c: c.list_chip_qubits("c", qids=("0", "a&b")), "GET /chips/c/qubits?qids=0&qids=a%26b", None),
    (lambda c: c.list_chip_qubits("c", offset=Int64(3)), "GET /chips/c/qubits?offset=3", None),
    (lambda c: c.delete_chip("c", force=True), "DELETE /chips/c?force=true", None),
    (lambda c: c.delete_chip("c", force=False), "DELETE /chips/c?force=false", None),
    (lambda c: c.get_chip_note("c", start_at=NOON), "GET /chips/c/note?start_at=2026-07-01T03%3A00%3A00Z", None),
    (
        lambda c: c.get_chip_note("c", start_at=NOON.replace(microsecond=5)),
        "GET /chips/c/note?start_at=2026-07-01T03%3A00%3A00.000005Z",
        None,
    ),
    (
        lambda c: c.get_chip_note("c", end_at="2026-07-01T12:00:00+09:00"),
        "GET /chips/c/note?end_at=2026-07-01T12%3A00%3A00%2B09%3A00",
        None,
    ),
    (lambda c: c.get_chip_note("c", cooldown_id=""), "GET /chips/c/note?cooldown_id=", None),
    (lambda c: c.get_chip_metrics("c", selection_mode="a"), "GET /metrics/chips/c/metrics?selection_mode=a", None),
    (lambda c: c.update_chip("c", activity_status="active"), "PATCH /chips/c", {"activity_status": "active"}),
    (lambda c: c.update_chip("c", activity_status=Status.ACTIVE), "PATCH /chips/c", {"activity_status": "active"}),
    (lambda c: c.update_chip("c"), "PATCH /chips/c", {}),
    (lambda c: c.update_chip("c", note="改行\n\"é\" 🧊"), "PATCH /chips/c", {"note": "改行\n\"é\" 🧊"}),
    (lambda c: c.create_chip("c"), "POST /chips", {"chip_id": "c"}),
    (lambda c: c.create_chip("c", size=Int64(64)), "POST /chips", {"chip_id": "c", "size": 64}),
    (
        lambda c: c.upsert_chip_note("c", content="x", cooldown_id="a/b", start_at=NOON),
        "PUT /chips/c/note?cooldown_id=a%2Fb&start_at=2026-07-01T03%3A00%3A00Z",
        {"content": "x"},
    ),
    (lambda c: c.delete_chip_note("c", cooldown_id="k"), "DELETE /chips/c/note?cooldown_id=k", None),
    (
        lambda c: c.download_metrics_pdf("c", within_hours=24),
        "POST /metrics/chips/c/metrics/pdf?within_hours=24",
        None,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("call", "request_line", "body"), CALLS, ids=[line for _, line, _ in CALLS])
def test_call_makes_this_request(
    server: FaultServer, make_client: MakeClient, call: Call, request_line: str, body: Any
) -> None:
    server.play(http_response({}, 404))  # what comes back does not matter here
    with pytest.raises(QDashNotFoundError):
        call(make_client())
    (request,) = server.requests
    assert f"{request.method} {request.target}" == request_line
    assert (json.loads(request.body) if request.body else None) == body


def test_path_comes_after_that_of_the_base_url(server: FaultServer, make_client: MakeClient) -> None:
    server.play(http_response({"chips": [], "total": 0}))
    for prefix in ("/api", "/api/", "/a%20b/v1"):
        make_client(base_url=server.url + prefix).list_chips()
    assert [request.target for request in server.requests] == ["/api/chips", "/api/chips", "/a%20b/v1/chips"]


NESTED: list[tuple[str, Any, dict[str, Any]]] = [
    ("dict", {"top_power": 1, "retry_with_trim": False}, {"top_power": 1, "retry_with_trim": False}),
    ("null in a dict", {"top_power": None}, {"top_power": None}),
    ("empty", {}, {}),
    ("read-only mapping", types.MappingProxyType({"top_power": 1.5}), {"top_power": 1.5}),
    ("float of another class", {"top_power": Float64(1.5)}, {"top_power": 1.5}),
    ("whole number of another class", {"top_power": Int64(2)}, {"top_power": 2}),
]


@pytest.mark.parametrize(("value", "sent"), [row[1:] for row in NESTED], ids=[row[0] for row in NESTED])
def test_mapping_stands_for_a_nested_object(
    server: FaultServer, client: QDashClient, value: Any, sent: dict[str, Any]
) -> None:
    server.play(http_response(declared.sample_document(declared.models.ReanalyzeResponse)))
    client.reanalyze_qubit_spectroscopy("c", "0", parameters=value)
    assert json.loads(server.requests[0].body) == {"parameters": sent}


def test_model_stands_for_a_nested_object(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response(declared.sample_document(declared.models.ReanalyzeResponse)))
    client.reanalyze_qubit_spectroscopy("c", "0", parameters=ReanalyzeQubitSpectroscopyParams(top_power=1.5))
    sent = json.loads(server.requests[0].body)["parameters"]
    assert {key: value for key, value in sent.items() if value is not None} == {"top_power": 1.5}


class Lab(QDashClient):
    @patch("/profile/{user_id}")
    def update_profile(self, user_id: str, *, nickname: str | None = UNSET, city: str | None = None) -> dict[str, Any]:
        """Show a parameter for which null and absent differ."""


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        ({}, {}),
        ({"nickname": None, "city": None}, {"nickname": None}),
        ({"nickname": "n", "city": "c"}, {"nickname": "n", "city": "c"}),
    ],
    ids=str,
)
def test_none_is_sent_where_null_and_absent_differ(
    server: FaultServer, make_client: MakeClient, arguments: dict[str, Any], sent: dict[str, Any]
) -> None:
    make_client(Lab).update_profile("u", **arguments)
    assert json.loads(server.requests[0].body) == sent


# --- path parts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["64Qv3", "...", "~-_."])
def test_path_part_arrives_as_it_is(server: FaultServer, client: QDashClient, part: str) -> None:
    server.play(http_response(CHIP))
    client.get_chip(part)
    assert server.requests[0].target == f"/chips/{part}"


def test_text_of_another_class_is_a_path_part(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response(CHIP))
    client.get_chip(Status.ACTIVE)
    assert server.requests[0].target == "/chips/active"


@pytest.mark.parametrize("part", [None, True, 1.5, b"a", ["a"]], ids=repr)
def test_path_part_that_is_no_text_is_refused(server: FaultServer, client: QDashClient, part: Any) -> None:
    with pytest.raises(QDashValidationError, match=r"get_chip_qubit\(\): qid: ") as caught:
        client.get_chip_qubit("64Qv3", part)
    assert caught.value.status_code is None
    assert caught.value.method == "GET"
    assert server.connections == 0


# --- what cannot be sent ---------------------------------------------------------------------------------------------

LOOP: list[Any] = []
LOOP.append(LOOP)
UNSENDABLE: list[tuple[Call, str]] = [
    (lambda c: c.get_chip_note("c", start_at=datetime(2026, 7, 1)), "start_at"),
    (lambda c: c.upsert_chip_note("c", content="x", end_at=datetime(2026, 7, 1)), "end_at"),
    (lambda c: c.list_chip_qubits("c", limit=float("nan")), "limit"),
    (lambda c: c.list_chip_qubits("c", limit=float("inf")), "limit"),
    (lambda c: c.list_chip_qubits("c", limit=1j), "limit"),
    (lambda c: c.list_chip_qubits("c", limit={"a": 1}), "limit"),
    (lambda c: c.list_chip_qubits("c", qids=[["0"]]), "qids"),
    (lambda c: c.list_chip_qubits("c", qids=[None]), "qids"),
    (lambda c: c.list_chip_qubits("c", qids=[b"0"]), "qids"),
    (lambda c: c.list_chip_qubits("c", qids=(q for q in "01")), "qids"),
    (lambda c: c.list_chip_qubits("c", qids=["\udfff"]), "qids"),
    (lambda c: c.create_chip("c", size=object()), "size"),
    (lambda c: c.create_chip("c", size=float("nan")), "size"),
    (lambda c: c.create_chip("c", size=Float64("nan")), "size"),
    (lambda c: c.create_chip(b"c"), "chip_id"),
    (lambda c: c.create_chip(None), "chip_id"),
    (lambda c: c.upsert_chip_note("c", content=None), "content"),
    (lambda c: c.upsert_chip_note("c", content="\ud800"), "content"),
    (lambda c: c.upsert_chip_note("c", content={"a", "b"}), "content"),
    (lambda c: c.upsert_chip_note("c", content=LOOP), "content"),
    (lambda c: c.reanalyze_qubit_spectroscopy("c", "0", parameters={"top_powr": 1.0}), "parameters.top_powr"),
    (lambda c: c.reanalyze_qubit_spectroscopy("c", "0", parameters={"top_power": math.nan}), "parameters.top_power"),
    (lambda c: c.reanalyze_qubit_spectroscopy("c", "0", parameters={"top_power": object()}), "parameters.top_power"),
    (lambda c: c.reanalyze_qubit_spectroscopy("c", "0", parameters={1: 1.0}), "parameters"),
    (
        lambda c: c.reanalyze_qubit_spectroscopy(
            "c", "0", parameters=ReanalyzeQubitSpectroscopyParams(top_power=float("inf"))
        ),
        "parameters.top_power",
    ),
    (lambda c: c.get_chip_metrics("c", within_hours=timedelta), "within_hours"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "parameter"), UNSENDABLE, ids=[f"{row}-{parameter}" for row, (_, parameter) in enumerate(UNSENDABLE)]
)
def test_what_cannot_be_sent_is_refused_by_name(
    server: FaultServer, client: QDashClient, call: Call, parameter: str
) -> None:
    with pytest.raises(QDashValidationError, match=rf"^\w+\(\): {re.escape(parameter)}: "):
        call(client)
    assert server.connections == 0


def test_unknown_member_is_refused_with_what_there_is(client: QDashClient) -> None:
    with pytest.raises(QDashValidationError, match=r"top_powr.* top_power\b"):
        client.reanalyze_qubit_spectroscopy("c", "0", parameters={"top_powr": 1.0})


def test_naive_date_time_is_refused_with_what_to_do(client: QDashClient) -> None:
    with pytest.raises(QDashValidationError, match=r"time zone.*timezone\.utc"):
        client.get_chip_note("c", start_at=datetime(2026, 7, 1))


# --- wrong calls -----------------------------------------------------------------------------------------------------

WRONG_CALLS: list[tuple[Call, str, str]] = [
    (lambda c: c.get_chip_qubit("c"), "get_chip_qubit", "qid"),
    (lambda c: c.get_chip_qubit("c", qld="3"), "get_chip_qubit", "qld"),
    (lambda c: c.get_chip_qubit("c", "3", chip_id="d"), "get_chip_qubit", "chip_id"),
    (lambda c: c.list_chip_qubits("c", ["0"]), "list_chip_qubits", "positional"),
    (lambda c: c.list_chip_qubits("c", limits=3), "list_chip_qubits", "limits"),
    (lambda c: c.upsert_chip_note("c"), "upsert_chip_note", "content"),
    (lambda c: c.get_task_results_timeseries(chip_id="c", parameter="t1"), "get_task_results_timeseries", "start_at"),
    (lambda c: asyncio.run(c.get_chip_qubit_async("c")), "get_chip_qubit", "qid"),
    (lambda c: asyncio.run(c.get_chip_qubit_async("c", qld="3")), "get_chip_qubit", "qld"),
]


@pytest.mark.parametrize(("call", "method", "parameter"), WRONG_CALLS, ids=[f"{m}-{p}" for _, m, p in WRONG_CALLS])
def test_wrong_call_is_a_type_error_that_names_it(
    server: FaultServer, client: QDashClient, call: Call, method: str, parameter: str
) -> None:
    with pytest.raises(TypeError, match=rf"{method}\(\).*{parameter}"):
        call(client)
    assert server.connections == 0


# --- headers ---------------------------------------------------------------------------------------------------------


def test_headers_of_a_request(server: FaultServer, make_client: MakeClient) -> None:
    client = make_client(
        api_token="the-token",
        project_id="the-project",
        cf_access_client_id="the-id.access",
        cf_access_client_secret="the-secret",
        user_agent="lab/1.0",
    )
    client.get_metrics_config()
    client.get_metrics_config()
    first, second = server.requests
    assert first["Host"] == f"127.0.0.1:{server.port}"
    assert first["Authorization"] == "Bearer the-token"
    assert first["X-Project-Id"] == "the-project"
    assert first["CF-Access-Client-Id"] == "the-id.access"
    assert first["CF-Access-Client-Secret"] == "the-secret"
    assert first["User-Agent"] == "lab/1.0"
    assert first["Accept"] == "application/json"
    assert re.fullmatch(r"[\w-]{8,}", first["X-Request-ID"] or "")
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_headers_of_what_is_not_configured_are_not_sent(server: FaultServer, client: QDashClient) -> None:
    client.get_metrics_config()
    (request,) = server.requests
    for header in ("X-Project-Id", "CF-Access-Client-Id", "CF-Access-Client-Secret", "Content-Type", "Cookie"):
        assert request[header] is None
    assert (request["User-Agent"] or "").startswith("qdash-client/")


def test_binary_operation_accepts_anything(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response(b"%PDF-1.7 \0\xff", content_type="application/pdf"))
    assert client.download_metrics_pdf("c") == b"%PDF-1.7 \0\xff"
    assert "*/*" in (server.requests[0]["Accept"] or "")


@pytest.mark.parametrize(
    "name",
    ["Authorization", "X-Project-Id", "CF-Access-Client-Id", "User-Agent", "X-Request-ID", "Accept", "X-New-Header"],
)
@pytest.mark.parametrize("spell", [str, str.lower, str.upper, str.title], ids=["as it is", "lower", "upper", "title"])
def test_default_headers_go_before_those_of_the_client(
    server: FaultServer, make_client: MakeClient, name: str, spell: Callable[[str], str]
) -> None:
    make_client(
        project_id="p", cf_access_client_id="i", cf_access_client_secret="s", default_headers={spell(name): "mine"}
    ).get_metrics_config()
    assert server.requests[0][name] == "mine"  # and it is there once


@pytest.mark.parametrize(
    ("name", "value"), [("X-A", "a\r\nX-B: b"), ("X-A", "\0"), ("X A", "a"), ("X-A:", "a"), ("", "a"), ("X-A", "量")]
)
def test_default_header_that_cannot_be_sent_is_refused(make_client: MakeClient, name: str, value: str) -> None:
    with pytest.raises(QDashConfigError, match="default_headers"):
        make_client(base_url="http://localhost", default_headers={name: value})
