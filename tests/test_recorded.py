"""What a real QDash answered decodes through the method of its operation, and nothing in it gets lost."""

from __future__ import annotations

import base64
import dataclasses
import json
import pickle
import re
import typing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

import declared
import pytest
from declared import BY_OPERATION_ID, OPERATIONS
from pytest_httpserver import HTTPServer

from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashConflictError,
    QDashNotFoundError,
    QDashTransportError,
    QDashValidationError,
)

if TYPE_CHECKING:
    from conftest import MakeClient

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "recorded"
RECORDS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(RECORDED.glob("*.json"))}
RESPONSES = [stem for stem, record in RECORDS.items() if record["status"] < 300]
# What the recorded deployment could not do: it had neither a Git repository nor a language model.
REFUSED = [stem for stem, record in RECORDS.items() if record["status"] >= 300]
ERRORS = [
    *(
        f"errors/{path.stem}"
        for path in sorted(RECORDED.glob("errors/*.json"))
        if json.loads(path.read_text("utf-8"))["status"] >= 300
    ),
    *REFUSED,
]
NOTHING = [pytest.param("", marks=pytest.mark.skip("there are no recorded responses here"))]
# The free-form members that only QDash writes, whose date-times are completed.
COMPLETED = {
    "AgentCampaignCommitResponse": ("before_snapshot", "after_snapshot"),
    "AgentCandidateCommitResponse": ("before_snapshot", "after_snapshot"),
    "CouplingResponse": ("data",),
    "MetricHistoryItem": ("output_parameters",),
    "MuxTask": ("output_parameters",),
    "QubitResponse": ("data",),
    "Task": ("output_parameters",),
    "TaskResult": ("output_parameters",),
    "TaskResultResponse": ("output_parameters",),
}
CLASSES = {
    401: QDashAuthError,
    403: QDashAuthError,
    404: QDashNotFoundError,
    409: QDashConflictError,
    422: QDashValidationError,
}


def _id(stem: str) -> str:
    record = RECORDS.get(stem, {})
    is_cut = "body_base64_truncated" in record or _is_cut(record)
    return f"{stem}, which was cut when it was recorded" if is_cut else stem


def _is_cut(record: dict[str, Any]) -> bool:
    """Tell whether JSON was recorded as text because it was too long, and not because it is a text."""
    body = record.get("body")
    return isinstance(body, str) and record["content_type"] == "application/json" and body[:1] in "[{"


responses = pytest.mark.parametrize("stem", RESPONSES or NOTHING, ids=_id)


@dataclasses.dataclass
class Recorded:
    """One recorded call."""

    method: str
    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    document: Any
    name: str
    """The method of the client."""
    arguments: dict[str, Any]
    answered: Any
    """What the method is declared to return."""
    shape: Any
    """What its JSON is decoded as."""
    member: str
    """The member of that which is returned, or ""."""

    def serve(self, httpserver: HTTPServer, body: bytes | None = None) -> None:
        httpserver.expect_request(unquote(urlsplit(self.url).path), method=self.method).respond_with_data(
            self.body if body is None else body, self.status, self.headers
        )


def load(stem: str) -> Recorded:
    record = json.loads((RECORDED / f"{stem}.json").read_text("utf-8"))
    name = BY_OPERATION_ID.get(record["operation_id"], "get_chip")
    endpoint = OPERATIONS[name]
    hints = declared.hints(endpoint.signature)
    body = _bytes(record)
    is_json = record.get("content_type", "").startswith("application/json") and body
    headers = record.get("response_headers", {})
    headers = {key: value for key, value in headers.items() if key not in ("content-length", "transfer-encoding")}
    return Recorded(
        record["method"],
        record["url"],
        record["status"],
        headers,
        body,
        json.loads(body) if is_json else body.decode("utf-8", "replace") or None,
        name,
        _arguments(record, endpoint.path, hints),
        hints["return"],
        declared.decoded_shape(endpoint),
        endpoint.unwrap.partition(".")[2],
    )


def _bytes(record: dict[str, Any]) -> bytes:
    if "body_base64" in record:
        return base64.b64decode(record["body_base64"])
    body = record["body"]
    if body is None:
        return b""
    if _is_cut(record):
        return _mended(body).encode()
    return (json.dumps(body) if record["content_type"] == "application/json" else body).encode()


def _mended(text: str) -> str:
    """Close the brackets of JSON that was cut off when it was recorded."""
    open_brackets: list[str] = []
    whole = ""
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[][{},]', text):
        if token[0] in "[{":
            open_brackets.append("]" if token[0] == "[" else "}")
        elif token[0] in "]}":
            open_brackets.pop()
        elif token[0] == ",":
            whole = text[: token.start()] + "".join(reversed(open_brackets))
    return whole if open_brackets else text


def _arguments(record: dict[str, Any], template: str, hints: dict[str, Any]) -> dict[str, Any]:
    """Find the arguments of a call in its URL and its body."""
    url = urlsplit(record["url"])
    match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template), url.path)
    texts: dict[str, Any] = {key: [unquote(value)] for key, value in (match.groupdict() if match else {}).items()}
    texts.update(parse_qs(url.query))
    arguments = {}
    for key, values in texts.items():
        if key in hints:
            kinds = declared.members(hints[key])
            convert = int if int in kinds else (lambda text: text == "true") if bool in kinds else str
            converted = [convert(value) for value in values]
            arguments[key] = converted if any(typing.get_origin(kind) is list for kind in kinds) else converted[0]
    return arguments | (record.get("request_body") or {})


def test_every_recording_is_of_an_operation() -> None:
    assert [stem for stem, record in RECORDS.items() if record["operation_id"] not in BY_OPERATION_ID] == []
    assert set(REFUSED) <= {"extractIssueKnowledge", "gitPullConfig", "gitPushConfig"}


@responses
def test_recorded_response_decodes_without_loss_and_survives_pickling(
    httpserver: HTTPServer, make_client: MakeClient, stem: str
) -> None:
    recorded = load(stem)
    recorded.serve(httpserver)
    result = _call(httpserver, make_client, recorded)
    assert pickle.loads(pickle.dumps(result)) == result
    assert repr(result)
    if isinstance(result, bytes):
        assert result == recorded.body
    else:
        sent = recorded.document[recorded.member] if recorded.member else recorded.document
        for name in OPERATIONS[recorded.name].adds:
            assert name not in sent
            sent[name] = str(recorded.arguments[name])
        assert_same(sent, _as_json(result), recorded.answered)
    if recorded.shape is not None:
        # Members that nobody knows change nothing.
        httpserver.clear()
        planted = planted_everywhere(load(stem).document, recorded.shape)
        recorded.serve(httpserver, json.dumps(planted).encode())
        assert _call(httpserver, make_client, recorded) == result


@pytest.mark.parametrize("stem", REFUSED or NOTHING)
def test_recorded_refusal_is_an_exception(httpserver: HTTPServer, make_client: MakeClient, stem: str) -> None:
    recorded = load(stem)
    recorded.serve(httpserver)
    with pytest.raises(QDashTransportError) as caught:
        _call(httpserver, make_client, recorded)
    assert caught.value.status_code == recorded.status
    assert recorded.document["detail"] in str(caught.value)


@pytest.mark.parametrize("stem", ERRORS or NOTHING)
def test_recorded_error_becomes_its_exception(httpserver: HTTPServer, make_client: MakeClient, stem: str) -> None:
    recorded = load(stem)
    httpserver.expect_request("/chips/64Qv3", method="GET").respond_with_data(
        recorded.body, recorded.status, recorded.headers
    )
    client = make_client(base_url=httpserver.url_for("").rstrip("/"))
    with pytest.raises(QDashApiError) as caught:
        client.get_chip("64Qv3")
    error = caught.value
    assert type(error) is CLASSES.get(recorded.status, QDashTransportError)
    assert error.status_code == recorded.status
    assert error.payload == recorded.document
    assert error.method == "GET"
    assert error.url == httpserver.url_for("/chips/64Qv3")
    assert error.request_id == httpserver.log[0][0].headers["X-Request-ID"]
    assert f"{recorded.status} GET /chips/64Qv3" in str(error)
    for text in _details(recorded.document):
        assert text in str(error)
    same = pickle.loads(pickle.dumps(error))
    assert (type(same), str(same), vars(same)) == (type(error), str(error), vars(error))


def _call(httpserver: HTTPServer, make_client: MakeClient, recorded: Recorded) -> Any:
    client: QDashClient = make_client(base_url=httpserver.url_for("").rstrip("/"))
    return getattr(client, recorded.name)(**recorded.arguments)


def _details(document: Any) -> list[str]:
    detail = document.get("detail") if isinstance(document, dict) else document
    if isinstance(detail, list):
        return [text for entry in detail for text in (".".join(map(str, entry["loc"])), entry["msg"])]
    return [detail[:200]] if detail else []


def _as_json(result: Any) -> Any:
    if isinstance(result, list):
        return [_as_json(entry) for entry in result]
    return result.to_dict() if hasattr(result, "to_dict") else result


# --- comparing -------------------------------------------------------------------------------------------------------


def planted_everywhere(document: Any, hint: Any) -> Any:
    """Add members that nobody knows to all objects that stand for a model."""
    for kind in declared.members(hint):
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if declared.is_model(kind) and isinstance(document, dict):
            for name, of in declared.hints(kind).items():
                if name in document:
                    planted_everywhere(document[name], of)
            document["planted_1"] = {"data": [None], "note": 1}
            document["planted-2"] = None
        elif origin in (list, dict) and isinstance(document, origin):
            for entry in document.values() if origin is dict else document:
                planted_everywhere(entry, arguments[-1])
    return document


def assert_same(sent: Any, got: Any, hint: Any, path: str = "") -> None:
    """Compare JSON of a shape: date-times and durations by meaning, absent members with their defaults."""
    if sent is None:
        assert got is None, path
        assert NoneType in declared.members(hint) or hint is Any, path
        return
    kind = _member_for(sent, hint)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if declared.is_model(kind):
        for field in dataclasses.fields(kind):
            where, of = f"{path}.{field.name}", declared.hints(kind)[field.name]
            if field.name in sent:
                is_completed = field.name in COMPLETED.get(kind.__name__, ())
                assert_same(
                    _completed(sent[field.name]) if is_completed else sent[field.name], got[field.name], of, where
                )
            else:
                assert got[field.name] == _default(field), where
    elif origin is dict:
        assert list(sent) == list(got), path
        for key in sent:
            assert_same(sent[key], got[key], arguments[1], f"{path}[{key!r}]")
    elif origin is list:
        assert len(sent) == len(got), path
        for index, pair in enumerate(zip(sent, got, strict=True)):
            assert_same(*pair, arguments[0], f"{path}[{index}]")
    elif kind is datetime:
        assert _moment(sent) == _moment(got), path
        assert got.endswith("Z"), path
    elif kind is timedelta:
        assert _duration(sent) == _duration(got), path
    else:
        assert got == sent, path
        assert kind is not float or type(got) in (float, int), path


def _completed(sent: Any) -> Any:
    """Append the offset of UTC to the naive date-times in a free-form object."""
    if not isinstance(sent, dict):
        return sent
    naive = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?"
    return {
        key: f"{value}+00:00"
        if key.endswith("_at") and isinstance(value, str) and re.fullmatch(naive, value)
        else _completed(value)
        for key, value in sent.items()
    }


def _member_for(sent: Any, hint: Any) -> Any:
    """Choose what JSON is of the alternatives of a union."""
    members = [member for member in declared.members(hint) if member is not NoneType]
    fitting = [member for member in members if declared.fits(sent, member)]
    return (fitting or members)[0]


def _default(field: dataclasses.Field[Any]) -> Any:
    value = field.default if field.default_factory is dataclasses.MISSING else field.default_factory()
    return _as_json(value)


def _moment(text: str) -> datetime:
    """Read what QDash sends, which is less than ISO 8601."""
    match = re.fullmatch(r"(.{19})(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?", text)
    assert match, text
    moment = datetime.fromisoformat(f"{match[1]}.{(match[2] or '')[:6]:0<6}")
    offset = match[3] or "Z"
    hours, minutes = (0, 0) if offset == "Z" else (int(offset[:3]), int(offset[0] + offset[4:]))
    return moment.replace(tzinfo=timezone(timedelta(hours=hours, minutes=minutes)))


def _duration(text: str) -> timedelta:
    hours, minutes, seconds = map(float, text.split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
