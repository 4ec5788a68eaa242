"""`MockTransport`: a client for users' own tests, without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashConfig,
    QDashConflictError,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
    RequestRecord,
)
from qdash.client.testing import MockRequest, MockTransport, NotSent
from qdash.client.transport.message import Attempt, Response

CHIP: dict[str, Any] = {"chip_id": "c"}
CONFIG = QDashConfig(base_url="http://qdash.test/api", api_token="token")


def no_network(*args: Any, **options: Any) -> None:
    raise AssertionError("a MockTransport opens no connection")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket.connect", no_network)


def client_of(handler: Callable[[MockRequest], Any], **options: Any) -> QDashClient:
    options = {"config": CONFIG, "sleep_fn": lambda seconds: None} | options
    return QDashClient(transport=MockTransport(handler), **options)


def test_the_handler_gets_the_request() -> None:
    seen: list[MockRequest] = []

    def handler(request: MockRequest) -> Any:
        seen.append(request)
        return 200, {}, CHIP

    with client_of(handler, default_headers={"X-Lab": "3"}) as client:
        client.create_chip("c", size=64)
        client.request("GET", "/chips/a b", params={"tag": ["x", "y"], "empty": ""})
    post, get = seen
    assert (post.method, post.path, post.query) == ("POST", "/api/chips", [])
    assert post.json() == {"chip_id": "c", "size": 64}
    assert post.header("content-type") == "application/json"
    assert post.header("Authorization") == "Bearer token"
    assert post.header("x-lab") == "3"
    assert post.header("X-None") is None
    assert (get.method, get.path, get.body, get.json()) == ("GET", "/api/chips/a b", b"", None)
    assert get.url == "http://qdash.test/api/chips/a%20b?tag=x&tag=y&empty="
    assert get.query == [("tag", "x"), ("tag", "y"), ("empty", "")]


def test_a_request_shows_no_token() -> None:
    transport = MockTransport(lambda request: (200, {}, CHIP))
    with QDashClient(CONFIG, transport=transport) as client:
        client.get_chip("c")
    assert [repr(request) for request in transport.requests] == ["<MockRequest GET /api/chips/c>"]
    assert "token" not in repr(vars(transport.requests[0]))


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (CHIP, None),
        (json.dumps(CHIP), "application/json"),
        (json.dumps(CHIP).encode(), "application/json"),
        (iter([b'{"chip_id":', b' "c"}']), "application/json"),
    ],
    ids=["dict", "text", "bytes", "iterator"],
)
def test_content_comes_in_several_forms(content: Any, media_type: str | None) -> None:
    headers = {} if media_type is None else {"Content-Type": media_type}
    with client_of(lambda request: (200, headers, content)) as client:
        assert client.get_chip("c").chip_id == "c"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, QDashAuthError),
        (404, QDashNotFoundError),
        (409, QDashConflictError),
        (422, QDashValidationError),
        (500, QDashTransportError),
    ],
)
def test_a_status_is_the_exception_that_it_always_is(status: int, kind: type[Exception]) -> None:
    client = client_of(lambda request: (status, {"X-Request-ID": "r-1"}, {"detail": "no"}))
    with pytest.raises(kind, match=f"^{status} GET /api/chips/c: no$") as caught:
        client.get_chip("c")
    assert type(caught.value) is kind
    assert (caught.value.status_code, caught.value.payload) == (status, {"detail": "no"})  # type: ignore[attr-defined]
    assert caught.value.request_id == "r-1"  # type: ignore[attr-defined]


def test_reads_are_retried_and_the_exception_knows_the_earlier_attempts() -> None:
    responses: Iterator[Any] = iter(
        [OSError("cable"), (503, {"Retry-After": "2"}, None), (404, {}, {"detail": "gone"})]
    )

    def handler(request: MockRequest) -> Any:
        response = next(responses)
        if isinstance(response, Exception):
            raise response
        return response

    pauses: list[float] = []
    records: list[RequestRecord] = []
    client = client_of(handler, sleep_fn=pauses.append, on_request=records.append)
    with pytest.raises(QDashNotFoundError) as caught:
        client.get_chip("c")
    assert pauses[1:] == [2.0]
    assert [record.status_code for record in records] == [None, 503, 404]
    assert list(caught.value.attempts) == records[:2]
    assert "cable" in str(caught.value.attempts[0].error)


@pytest.mark.parametrize(
    ("failure", "unknown"),
    [(ConnectionResetError("cable"), True), (TimeoutError("late"), True), (NotSent(OSError("no route")), False)],
    ids=["reset", "timeout", "not sent"],
)
def test_a_failure_of_a_write_says_what_is_known_of_the_outcome(failure: Exception, unknown: bool) -> None:
    def handler(request: MockRequest) -> Any:
        raise failure

    with client_of(handler) as client, pytest.raises(QDashTransportError) as caught:
        client.create_chip("c")
    assert caught.value.outcome_unknown is unknown
    assert ("may have acted" in str(caught.value)) is unknown
    assert isinstance(caught.value, QDashTimeoutError) is isinstance(failure, TimeoutError)


def test_whatever_else_the_handler_raises_ends_the_call() -> None:
    def handler(request: MockRequest) -> Any:
        assert request.method == "POST", "the wrong method"
        return 200, {}, CHIP

    with client_of(handler) as client, pytest.raises(AssertionError, match="the wrong method"):
        client.get_chip("c")


def test_redirects_and_logins_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_PASSWORD", "open sesame")
    seen: list[tuple[str, str | None]] = []

    def handler(request: MockRequest) -> Any:
        seen.append((request.path, request.header("authorization")))
        if request.path == "/auth/login":
            return 200, {}, {"access_token": "mine", "token_type": "bearer", "user_id": "u", "username": "alice"}
        return (200, {}, CHIP) if request.path.endswith("/there") else (307, {"Location": "/chips/there"}, None)

    config = QDashConfig(base_url="http://qdash.test", username="alice", password_env="LAB_PASSWORD")
    with client_of(handler, config=config) as client:
        assert client.get_chip("c").chip_id == "c"
    assert seen == [("/auth/login", None), ("/chips/c", "Bearer mine"), ("/chips/there", "Bearer mine")]


def test_files_are_written(tmp_path: Path) -> None:
    pieces = [b"first ", b"second"]
    progress: list[tuple[int, int | None]] = []
    with client_of(lambda request: (200, {"Content-Type": "application/zip"}, iter(pieces))) as client:
        path = client.download_file(path="/x.zip", to=tmp_path / "x.zip", progress=lambda *now: progress.append(now))
    assert Path(str(path)).read_bytes() == b"first second"
    assert progress == [(6, None), (12, None)]


def test_events_come_piece_by_piece() -> None:
    given: list[str] = []

    def pieces() -> Iterator[bytes]:
        for event, data in [("status", '{"step": "a", "message": "m"}'), ("result", "{}")]:
            given.append(event)
            yield f"event: {event}\ndata: {data}\n\n".encode()

    client = client_of(lambda request: (200, {"Content-Type": "text/event-stream"}, pieces()))
    with client.stream_issue_ai_reply("i", user_message="why?") as stream:
        assert next(stream).step == "a"
        assert given == ["status"]


def test_async_calls_work() -> None:
    async def call() -> str:
        async with client_of(lambda request: (200, {}, CHIP)) as client:
            return str((await client.get_chip_async("c")).chip_id)

    assert asyncio.run(call()) == "c"


def test_close_ends_it() -> None:
    transport = MockTransport(lambda request: (200, {}, CHIP))
    QDashClient(CONFIG, transport=transport).close()
    with (
        QDashClient(CONFIG, transport=transport) as client,
        pytest.raises(QDashApiError, match="this MockTransport"),
    ):
        client.get_chip("c")


# --- a transport of one's own ----------------------------------------------------------------------------------------


class Own:
    """Gives the same response to each request."""

    def __init__(self, content: Any, media_type: str) -> None:
        self._content = content
        self._media_type = media_type

    def send(self, request: Attempt, /) -> Response:
        return Response(200, {"content-type": self._media_type}, self._content)

    def close(self) -> None:
        pass


class Source:
    """A stream of one's own."""

    def __init__(self, *pieces: bytes) -> None:
        self.left = None
        self.closed = 0
        self._pieces = list(pieces)

    def read(self, size: int) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(
    "content", [b"%PDF-1", bytearray(b"%PDF-1"), Source(b"%PDF", b"-1")], ids=["bytes", "bytearray", "stream"]
)
def test_content_of_ones_own_transport_is_written_to_a_file(content: Any, tmp_path: Path) -> None:
    with QDashClient(CONFIG, transport=Own(content, "application/pdf")) as client:
        path = client.download_metrics_pdf("c", to=tmp_path / "m.pdf")
    assert Path(str(path)).read_bytes() == b"%PDF-1"


def test_content_of_ones_own_transport_is_read_as_events() -> None:
    events = b"event: result\ndata: {}\n\n"
    with QDashClient(CONFIG, transport=Own(events, "text/event-stream")) as client:
        assert len(list(client.stream_copilot_chat(message="m"))) == 1


def test_a_stream_is_read_as_a_whole_where_that_is_due() -> None:
    source = Source(b'{"chip_id"', b': "c"}')
    with QDashClient(CONFIG, transport=Own(source, "application/json")) as client:
        assert client.get_chip("c").chip_id == "c"
    assert source.closed == 1


def test_a_stream_is_no_larger_than_it_may_be() -> None:
    config = CONFIG.replace(max_response_bytes=10)
    client = QDashClient(config, transport=Own(Source(b"x" * 6, b"x" * 6), "application/json"))
    with client, pytest.raises(QDashTransportError, match="more than 10 bytes"):
        client.get_chip("c")


def test_content_that_is_neither_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^Response\(\): content: must be bytes or have a method read, not str$"):
        Response(200, {}, "text")  # type: ignore[arg-type]


@pytest.mark.parametrize("response", [None, (200, {}, b""), mock.MagicMock()], ids=["none", "tuple", "mock"])
def test_a_transport_must_return_a_response(response: Any) -> None:
    transport = mock.Mock(**{"send.return_value": response})
    kind = type(response).__name__
    text = f"^transport: send\\(\\) must return a Response, not {kind}$"
    with QDashClient(CONFIG, transport=transport) as client, pytest.raises(TypeError, match=text):
        client.get_chip("c")


# --- mistakes of handlers --------------------------------------------------------------------------------------------


def wrong_key(request: MockRequest) -> Any:
    return {"x": 1}["nope"]


def no_number(request: MockRequest) -> Any:
    return int("x")


@pytest.mark.parametrize(("handler", "kind"), [(wrong_key, KeyError), (no_number, ValueError)])
def test_an_exception_of_the_handler_keeps_its_place(handler: Any, kind: type[Exception]) -> None:
    records: list[RequestRecord] = []
    client = client_of(handler, on_request=records.append)
    with pytest.raises(kind) as caught:
        client.create_chip("c")
    assert [entry.name for entry in caught.traceback][-1] == handler.__name__
    assert [record.error for record in records] == [kind.__name__]


@pytest.mark.parametrize(
    ("response", "says"),
    [
        (None, "three values"),
        ((200, {}), "three values"),
        ((200, {}, 5), "content must be .* not int"),
        ((200, {}, iter(["text"])), "piece .* bytes, not str"),
        (("200", {}, None), "status must be an integer, not str"),
        ((200, [], None), "headers must be a mapping or None, not list"),
    ],
)
def test_a_response_that_is_none_is_refused(response: Any, says: str) -> None:
    with client_of(lambda request: response) as client, pytest.raises(TypeError, match=says):
        client.get_chip("c")


def test_usual_values_are_taken() -> None:
    responses: Iterator[Any] = iter([(503, {"Retry-After": 5}, None), (200, None, bytearray(b'{"chip_id": "c"}'))])
    pauses: list[float] = []
    with client_of(lambda request: next(responses), sleep_fn=pauses.append) as client:
        assert client.get_chip("c").chip_id == "c"
    assert pauses == [5.0]


@pytest.mark.parametrize("cause", ["no route", None, OSError])
def test_what_was_not_sent_needs_a_reason(cause: Any) -> None:
    with pytest.raises(TypeError, match=r"^NotSent\(\) takes an exception"):
        NotSent(cause)
