"""Streams of events: turned into objects, their end, and what can happen on the way. test_event_parser.py parses."""

from __future__ import annotations

import asyncio
import gc
import json
import pickle
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import declared
import pytest
from declared import OPERATIONS
from fault_server import HANG, FaultServer, Step, chunk, chunked, http_response

from qdash.client import (
    EventStream,
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.call.declare import get, post
from qdash.client.models import (
    AnalysisBlock,
    AnalysisEvent,
    CodexCompleteEvent,
    CodexStatusEvent,
    StatusEvent,
    UnknownEvent,
)

if TYPE_CHECKING:
    from conftest import MakeClient

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "recorded" / "errors"
STREAMS = [name for name, endpoint in OPERATIONS.items() if endpoint.events]
SSE = "text/event-stream; charset=utf-8"

streams = pytest.mark.parametrize("name", STREAMS)
ways = pytest.mark.parametrize("way", ["sync", "async"])


# --- over a socket ---------------------------------------------------------------------------------------------------


def event(name: str, data: Any) -> bytes:
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return (f"event: {name}\n" if name else "").encode() + f"data: {text}\n\n".encode()


STATUS = event("status", {"step": "load_config", "message": "設定を読み込み中..."})
RESULT = event("result", {"blocks": [{"type": "text", "content": "T1 is fine", "chart": None}], "assessment": "good"})
LOADING = StatusEvent(step="load_config", message="設定を読み込み中...")


ANSWER = AnalysisEvent(blocks=[AnalysisBlock(type="text", content="T1 is fine")], assessment="good")
OUTCOME_UNKNOWN = "; the server may have acted on the request or not, and it is not sent again"


def sse(*parts: bytes, end: bool = True) -> bytes:
    return chunked(*parts, content_type=SSE, end=end)


def leaves_outcome_unknown(error: QDashApiError) -> bool:
    """Tell what an exception says of the outcome: its text and its attribute, which must agree."""
    unknown: bool = getattr(error, "outcome_unknown", False)
    assert str(error).count(OUTCOME_UNKNOWN) == unknown
    return unknown


def start(client: QDashClient, name: str = "stream_copilot_chat") -> Any:
    return getattr(client, name)(**declared.sample_call(OPERATIONS[name], all_of_them=False).arguments)


def drain(client: QDashClient, way: str, name: str = "stream_copilot_chat", into: list[Any] | None = None) -> list[Any]:
    """Take a stream to its end."""
    events = [] if into is None else into
    arguments = declared.sample_call(OPERATIONS[name], all_of_them=False).arguments

    async def main() -> None:
        async with await getattr(client, f"{name}_async")(**arguments) as stream:
            async for entry in stream:
                events.append(entry)

    if way == "async":
        asyncio.run(main())
    else:
        with getattr(client, name)(**arguments) as stream:
            for entry in stream:
                events.append(entry)
    return events


@ways
@streams
def test_events_become_what_was_declared(server: FaultServer, client: QDashClient, name: str, way: str) -> None:
    kinds = [getattr(declared.models, model) for model in OPERATIONS[name].events.values()]
    documents = [declared.sample_document(kind) for kind in kinds]
    events = [event(label, document) for label, document in zip(OPERATIONS[name].events, documents, strict=True)]
    server.play(sse(b":\n\n", *events, b":\n\n"))
    got = drain(client, way, name)
    assert [type(entry) for entry in got] == kinds
    assert [entry.to_dict() for entry in got] == documents
    assert server.requests[0]["Accept"] == "text/event-stream"


@ways
def test_cuts_anywhere_make_no_difference(server: FaultServer, client: QDashClient, way: str) -> None:
    whole = STATUS.replace(b"\n", b"\r\n") + b":\r\n\r\n" + RESULT
    server.play(sse(*(whole[place : place + 1] for place in range(len(whole)))))
    first, last = drain(client, way)
    assert first == LOADING
    assert type(last) is AnalysisEvent
    assert last.blocks[0].content == "T1 is fine"


def test_events_come_as_soon_as_they_are_sent(server: FaultServer, client: QDashClient) -> None:
    seen = threading.Event()

    def pieces() -> Iterator[bytes]:
        yield chunk(STATUS)
        assert seen.wait(5)
        yield chunk(RESULT) + b"0\r\n\r\n"

    server.play(Step(sse(end=False), pieces=pieces()))
    stream = start(client)
    assert next(stream) == LOADING
    seen.set()
    assert [type(entry) for entry in stream] == [AnalysisEvent]


def test_events_of_the_workflow_agent_are_named_inside(server: FaultServer, client: QDashClient) -> None:
    documents: list[dict[str, Any]] = [
        {"type": "status", "stage": "s", "message": "m"},
        {"type": "complete", "code": "c", "summary": "", "diff": "", "command": ["a", "b"]},
        {"type": "later", "x": 1},
        {"x": 1},
    ]
    server.play(sse(*(event("", document) for document in documents)))
    assert drain(client, "sync", "stream_codex_flow_agent") == [
        CodexStatusEvent(stage="s", message="m"),
        CodexCompleteEvent(code="c", command=["a", "b"]),
        UnknownEvent(event="later", data={"type": "later", "x": 1}),
        UnknownEvent(event="message", data={"x": 1}),
    ]


@pytest.mark.parametrize("number", ["NaN", "1e999", "-1E400"])
@ways
def test_event_with_a_number_that_json_does_not_have_is_refused(
    server: FaultServer, client: QDashClient, way: str, number: str
) -> None:
    text = json.dumps({"blocks": [{"type": "chart", "chart": {"x": 0.5}}]}).replace("0.5", number)
    server.play(sse(event("result", text)))
    with pytest.raises(QDashValidationError, match=rf"event 'result': .*{number} is (not a JSON number|too large)"):
        drain(client, way)


@pytest.mark.parametrize(
    ("sent", "data"),
    [
        ('{"x": [1, null]}', {"x": [1, None]}),
        ("plain text", "plain text"),
        ("[" * 100_000, "[" * 100_000),
        ("", ""),
        *[(f'{{"x": {x}}}',) * 2 for x in ("NaN", "1e999")],
    ],
    ids=["object", "text", "nested too deeply", "empty", "NaN", "infinity by overflow"],
)
@ways
def test_unknown_event_is_there_as_it_came(
    server: FaultServer, client: QDashClient, way: str, sent: str, data: Any
) -> None:
    server.play(sse(event("news", sent), RESULT))
    first, last = drain(client, way)
    assert first == UnknownEvent(event="news", data=data)
    assert type(last) is AnalysisEvent


ERRORS: dict[str, tuple[Any, str]] = {
    "step and detail": ({"step": "run_chat", "detail": "Chat failed"}, "an error in step 'run_chat': Chat failed"),
    "detail": ({"detail": "Chat failed"}, "an error: Chat failed"),
    "message": ({"message": "Chat failed"}, "an error: Chat failed"),
    "nothing": ({}, "an error"),
    "text": ("Chat failed", "an error: Chat failed"),
    "list": (["a"], "an error"),
}


@ways
@pytest.mark.parametrize("case", ERRORS)
def test_error_event_is_an_exception(server: FaultServer, client: QDashClient, case: str, way: str) -> None:
    content, said = ERRORS[case]
    server.play(sse(STATUS, event("error", content)))
    events: list[Any] = []
    with pytest.raises(QDashTransportError, match=said) as caught:
        drain(client, way, into=events)
    assert events == [LOADING]
    error = caught.value
    assert (error.payload, error.status_code, error.method) == (content, 200, "POST")
    assert str(error).startswith("200 POST /copilot/chat/stream: ")
    assert error.request_id == server.requests[0]["X-Request-ID"]


def test_error_event_without_a_name_is_one_as_well(server: FaultServer, client: QDashClient) -> None:
    server.play(sse(event("", {"type": "error", "message": "the agent failed"})))
    with pytest.raises(QDashTransportError, match="the agent failed"):
        drain(client, "sync", "stream_codex_flow_agent")


WRONG = {
    "no JSON": ("status", "{", "not JSON"),
    "wrong type": ("status", {"step": 7}, "step: expected a text, got 7"),
    "list": ("result", [], r"expected an object \(AnalysisEvent\)"),
    "nested": ("result", {"blocks": [{}]}, r"blocks\[0\]\.type: expected a text, got nothing"),
}


@ways
@pytest.mark.parametrize("case", WRONG)
def test_event_that_is_not_as_declared_is_refused(
    server: FaultServer, client: QDashClient, case: str, way: str
) -> None:
    name, data, said = WRONG[case]
    server.play(sse(STATUS, event(name, data), RESULT))
    events: list[Any] = []
    with pytest.raises(QDashValidationError, match=f"event '{name}': {said}"):
        drain(client, way, into=events)
    assert events == [LOADING]


CUTS = {
    "no last chunk": Step(sse(STATUS, end=False), then="close"),
    "reset": Step(sse(STATUS, end=False), then="reset"),
    "in a chunk": Step(sse(STATUS, end=False) + b"ff\r\ndata:", then="close"),
    "wrong size": Step(sse(STATUS, end=False) + b"xyz\r\n", then="close"),
    "too short": Step(http_response(STATUS, content_type=SSE, length=len(STATUS) + 10), then="close"),
}


@ways
@pytest.mark.parametrize("cut", CUTS)
def test_stream_that_breaks_off_is_an_exception(
    server: FaultServer, make_client: MakeClient, cut: str, way: str
) -> None:
    server.play(CUTS[cut])
    events: list[Any] = []
    with pytest.raises(QDashTransportError) as caught:
        drain(make_client(retry={"max_attempts": 3}), way, into=events)
    if cut != "reset":  # which throws away what was not read yet
        assert events == [LOADING]
    assert "/copilot/chat/stream" in str(caught.value)
    assert len(server.requests) == 1  # it is not sent again


def test_stream_that_falls_silent_is_too_slow(server: FaultServer, make_client: MakeClient) -> None:
    server.play(Step(sse(STATUS, end=False), then=HANG.then))
    events: list[Any] = []
    with pytest.raises(QDashTimeoutError):
        drain(make_client(timeout_sec=0.2, retry={"max_attempts": 3}), "sync", into=events)
    assert events == [LOADING]
    assert len(server.requests) == 1


@streams
@pytest.mark.parametrize(
    "step", [Step(then="reset"), Step(then="close"), http_response({}, 503), http_response({}, 429)]
)
def test_stream_is_asked_for_once(server: FaultServer, make_client: MakeClient, name: str, step: bytes | Step) -> None:
    server.play(step)
    with pytest.raises(QDashTransportError):
        start(make_client(retry={"max_attempts": 3}), name)
    assert len(server.requests) == 1


@ways
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"blocks": []}', "application/json"),
        (b"<html><title>QDash</title>", "text/html"),
        (STATUS, "text/plain"),
        (STATUS, None),
        (b"", None),
    ],
    ids=["JSON", "HTML", "text", "no type", "nothing"],
)
def test_what_is_no_stream_is_refused(
    server: FaultServer, client: QDashClient, body: bytes, content_type: str | None, way: str
) -> None:
    server.play(http_response(body, content_type=content_type))
    with pytest.raises(QDashValidationError, match="200 POST /copilot/chat/stream: ") as caught:
        drain(client, way)
    assert caught.value.status_code == 200


@ways
@pytest.mark.parametrize(("status", "kind"), [(401, QDashAuthError), (403, QDashAuthError), (404, QDashNotFoundError)])
def test_refusal_is_the_usual_one(
    server: FaultServer, client: QDashClient, status: int, kind: type[QDashApiError], way: str
) -> None:
    server.play(http_response({"detail": "not for you"}, status))
    with pytest.raises(kind, match="not for you"):
        drain(client, way)


# --- the end ---------------------------------------------------------------------------------------------------------


def test_end_is_the_end(server: FaultServer, client: QDashClient) -> None:
    server.play(sse(STATUS, RESULT))
    stream = start(client)
    assert isinstance(stream, EventStream)
    assert iter(stream) is stream
    assert list(stream) == [LOADING, ANSWER]
    assert list(stream) == []
    assert next(stream, None) is None
    stream.close()
    stream.close()


@streams
def test_each_declared_stream_has_a_final_event(name: str) -> None:
    declaration = OPERATIONS[name]
    assert declaration.final
    assert set(declaration.final) < declaration.events.keys()
    assert "error" not in declaration.events


def last_event_of(name: str) -> tuple[str, bytes]:
    """Return the name of the final event of a stream, and the event."""
    (label,) = OPERATIONS[name].final
    kind = getattr(declared.models, OPERATIONS[name].events[label])
    return label, event(label, declared.sample_document(kind))


@ways
@streams
def test_connection_of_a_good_end_is_used_again(server: FaultServer, client: QDashClient, name: str, way: str) -> None:
    server.play(sse(STATUS, last_event_of(name)[1], b":\n\n"))
    for _ in range(3):
        assert len(drain(client, way, name)) == 2
    assert server.connections == 1


def test_connection_of_a_good_end_is_closed_where_the_server_says_so(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response(RESULT, content_type=SSE, headers=[("Connection", "close")]))
    for _ in range(3):
        assert drain(client, "sync") == [ANSWER]
    assert server.connections == 3


def test_final_event_is_given_before_the_stream_ends(server: FaultServer, client: QDashClient) -> None:
    seen = threading.Event()

    def pieces() -> Iterator[bytes]:
        yield chunk(RESULT)
        assert seen.wait(10)
        yield b"0\r\n\r\n"

    server.play(Step(sse(end=False), pieces=pieces()))
    stream = start(client)
    assert next(stream) == ANSWER
    seen.set()
    assert list(stream) == []


EARLY: dict[str, bytes] = {
    "nothing": sse(),
    "no body": http_response(b"", content_type=SSE),
    "heartbeats": sse(b":\n\n", b":\n\n"),
    "status": sse(STATUS),
    "status, with a length": http_response(STATUS, content_type=SSE),
    "status, HTTP/1.0": http_response(STATUS, content_type=SSE, version="HTTP/1.0"),
    "unknown event": sse(event("later", {})),
    "final event without its blank line": sse(STATUS, b"event: result\ndata: {}\n"),
    "final event without data": sse(STATUS, b"event: result\n\n"),
    "error without its blank line": sse(STATUS, b"event: error\ndata: {}\n"),
}


@ways
@streams
def test_end_before_the_final_event_is_an_error(
    server: FaultServer, make_client: MakeClient, name: str, way: str
) -> None:
    server.play(sse(STATUS, b":\n\n"))
    client = make_client(retry={"max_attempts": 3})
    label, final = last_event_of(name)
    events: list[Any] = []
    with pytest.raises(QDashTransportError) as caught:
        drain(client, way, name, into=events)
    assert len(events) == 1
    error = caught.value
    path = server.requests[0].path
    assert str(error).startswith(
        f"200 POST {path}: the stream ended without its final event ({label} or error): the server's log may say why "
        f"(request id {server.requests[0]['X-Request-ID']})"
    )
    assert type(error) is QDashTransportError
    assert (error.status_code, error.method, error.payload) == (200, "POST", None)
    assert error.request_id == server.requests[0]["X-Request-ID"]
    assert leaves_outcome_unknown(error)
    assert len(server.requests) == 1  # it is not sent again
    server.play(sse(final))
    assert len(drain(client, way, name)) == 1
    assert server.connections == 2  # the first one was not used again


@pytest.mark.parametrize("case", EARLY)
def test_early_end_is_an_error_after_any_other_event(server: FaultServer, client: QDashClient, case: str) -> None:
    server.play(EARLY[case])
    stream = start(client)
    with pytest.raises(QDashTransportError, match="the stream ended without its final event"):
        list(stream)
    assert list(stream) == []  # it is told once
    server.wait_for_ends(1)


def test_early_end_can_be_pickled(server: FaultServer, client: QDashClient) -> None:
    server.play(sse(STATUS))
    with pytest.raises(QDashTransportError) as caught:
        drain(client, "sync")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert str(copy) == str(caught.value)
    assert leaves_outcome_unknown(copy)


@ways
@pytest.mark.parametrize("when", ["before the first event", "after an event"])
def test_closing_before_the_final_event_is_no_error(
    server: FaultServer, client: QDashClient, when: str, way: str
) -> None:
    server.play(sse(STATUS))

    async def main() -> None:
        async with await chat(client) as stream:
            if when == "after an event":
                assert await stream.__anext__() == LOADING
        assert [entry async for entry in stream] == []

    if way == "async":
        asyncio.run(main())
    else:
        with start(client) as stream:
            if when == "after an event":
                assert next(stream) == LOADING
        assert list(stream) == []
    server.wait_for_ends(1)


AFTER: dict[str, tuple[bytes, str]] = {
    "no last chunk": (b"", "close"),
    "reset": (b"", "reset"),
    "in a chunk": (b"ff\r\ndata:", "close"),
    "wrong size": (b"xyz\r\n", "close"),
    "read timeout": (b"", "hang"),
    "half an event": (chunk(b"event: status\ndata: {}"), "close"),
}


@ways
@pytest.mark.parametrize("case", AFTER)
def test_connection_that_fails_after_the_final_event_is_no_error(
    server: FaultServer, make_client: MakeClient, case: str, way: str
) -> None:
    """The response is complete. The connection is not used again."""
    data, then = AFTER[case]
    taken = threading.Event()

    def pieces() -> Iterator[bytes]:
        assert taken.wait(10)  # because a reset throws away what was not read yet
        yield data

    client = make_client(timeout_sec=0.3, retry={"max_attempts": 3})
    server.play(Step(sse(STATUS, RESULT, end=False), then, pieces=pieces()), sse(RESULT))

    async def main() -> list[Any]:
        stream = await chat(client)
        events = [await stream.__anext__(), await stream.__anext__()]
        taken.set()
        return events + [entry async for entry in stream]

    if way == "async":
        events = asyncio.run(main())
    else:
        stream = start(client)
        events = [next(stream), next(stream)]
        taken.set()
        events += stream
    assert events == [LOADING, ANSWER]
    server.wait_for_ends(1)
    assert drain(client, way) == [ANSWER]
    assert server.connections == 2


def test_events_after_the_final_one_are_given(server: FaultServer, client: QDashClient) -> None:
    server.play(sse(RESULT, STATUS, event("later", 1)))
    assert drain(client, "sync") == [ANSWER, LOADING, UnknownEvent(event="later", data=1)]


class Lab(QDashClient):
    @post("/endless", events={"status": "StatusEvent"})
    def stream_endless(self) -> EventStream[StatusEvent]:
        """Declare a stream without a final event."""

    @get("/watch", events={"status": "StatusEvent", "result": "AnalysisEvent"}, final=("result",))
    def stream_watch(self) -> EventStream[StatusEvent | AnalysisEvent]:
        """Declare a stream that may be asked for again."""

    @post("/two", events={"status": "StatusEvent", "result": "AnalysisEvent"}, final=("result", "status"))
    def stream_two(self) -> EventStream[StatusEvent | AnalysisEvent]:
        """Declare a stream that may end with one of two events."""


def test_stream_without_a_known_final_event_may_end_anyhow(server: FaultServer, make_client: MakeClient) -> None:
    lab = make_client(Lab)
    for parts in ([STATUS], [], [STATUS, STATUS]):
        server.play(sse(*parts))
        assert list(lab.stream_endless()) == [LOADING] * len(parts)  # type: ignore[attr-defined]
    assert server.connections == 1
    server.play(Step(sse(STATUS, end=False), then="close"))
    with pytest.raises(QDashTransportError) as caught:  # but it may not break off
        list(lab.stream_endless())  # type: ignore[attr-defined]
    assert leaves_outcome_unknown(caught.value)


def test_stream_may_have_several_final_events(server: FaultServer, make_client: MakeClient) -> None:
    lab = make_client(Lab)
    for parts in ([STATUS], [RESULT], [STATUS, RESULT]):
        server.play(sse(*parts))
        assert len(list(lab.stream_two())) == len(parts)  # type: ignore[attr-defined]
    assert server.connections == 1
    server.play(sse())
    with pytest.raises(QDashTransportError, match=r"its final event \(result or status or error\)"):
        list(lab.stream_two())  # type: ignore[attr-defined]


# --- what an exception says of the outcome ---------------------------------------------------------------------------

# response, class of the exception, whether the outcome of a write is unknown
OUTCOMES: dict[str, tuple[bytes | Step, type[QDashApiError], bool]] = {
    "early end": (sse(STATUS), QDashTransportError, True),
    "no last chunk": (Step(sse(STATUS, end=False), "close"), QDashTransportError, True),
    "reset": (Step(sse(end=False), "reset"), QDashTransportError, True),
    "read timeout": (Step(sse(STATUS, end=False), "hang"), QDashTimeoutError, True),
    "error event": (sse(STATUS, event("error", {"detail": "no"})), QDashTransportError, False),
    "error event without JSON": (sse(STATUS, event("error", "no")), QDashTransportError, False),
    "wrong event": (sse(event("status", {"step": 7}), RESULT), QDashValidationError, True),
    "wrong final event": (sse(event("result", {"blocks": 7})), QDashValidationError, True),
    "wrong event after the final one": (sse(RESULT, event("status", {"step": 7})), QDashValidationError, False),
    "long event": (sse(b"data: " + b"x" * 1000), QDashValidationError, True),
    "long event after the final one": (sse(RESULT, b"data: " + b"x" * 1000), QDashValidationError, False),
    "no stream": (http_response({}), QDashValidationError, True),
}


@ways
@pytest.mark.parametrize("case", OUTCOMES)
def test_outcome_is_unknown_unless_the_server_has_told_it(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, case: str, way: str
) -> None:
    monkeypatch.setattr("qdash.client.call.events._MAX_SIZE", 500)
    step, kind, unknown = OUTCOMES[case]
    server.play(step)
    with pytest.raises(kind) as caught:
        drain(make_client(timeout_sec=0.3), way)
    assert leaves_outcome_unknown(caught.value) is unknown


@pytest.mark.parametrize("case", OUTCOMES)
def test_outcome_of_a_safe_request_does_not_matter(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setattr("qdash.client.call.events._MAX_SIZE", 500)
    step, kind, _ = OUTCOMES[case]
    server.play(step)
    lab = make_client(Lab, timeout_sec=0.3)
    with pytest.raises(kind) as caught:
        list(lab.stream_watch())  # type: ignore[attr-defined]
    assert not leaves_outcome_unknown(caught.value)


# --- streams that are given up ---------------------------------------------------------------------------------------


def test_nothing_comes_after_close(server: FaultServer, client: QDashClient) -> None:
    """Also what is here already: these events come in one segment."""
    server.play(Step(sse(STATUS * 3, end=False), then="hang"))
    stream = start(client)
    assert next(stream) == LOADING
    stream.close()
    assert list(stream) == []
    server.wait_for_ends(1)


def test_close_before_the_first_event(server: FaultServer, client: QDashClient) -> None:
    server.play(Step(sse(STATUS, end=False), then="hang"))
    stream = start(client)
    stream.close()
    assert list(stream) == []
    server.wait_for_ends(1)


def test_leaving_a_with_block_closes(server: FaultServer, client: QDashClient) -> None:
    server.play(Step(sse(STATUS * 2, end=False), then="hang"))
    with start(client) as stream:
        assert next(stream) == LOADING
    assert list(stream) == []
    server.wait_for_ends(1)

    async def main() -> None:
        async with await client.stream_copilot_chat_async(message="m") as stream:  # type: ignore[attr-defined]
            async for entry in stream:
                assert entry == LOADING
                break
        assert [entry async for entry in stream] == []

    asyncio.run(main())
    server.wait_for_ends(2)


def test_exception_in_a_with_block_closes(server: FaultServer, client: QDashClient) -> None:
    server.play(Step(sse(STATUS * 2, end=False), then="hang"))
    stream = start(client)
    with pytest.raises(ZeroDivisionError), stream:
        1 // (next(stream) != LOADING)
    server.wait_for_ends(1)


def _while_waiting(stream: Any, act: Callable[[], object]) -> list[Any]:
    """Do something while another thread waits for the next event; return what that thread saw."""
    seen: list[Any] = []
    waiting = threading.Event()

    def read() -> None:
        seen.append(next(stream))
        waiting.set()
        try:
            seen.extend(stream)
            seen.append("end")
        except BaseException as error:
            seen.append(error)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    assert waiting.wait(5)
    late = time.monotonic() + 5
    while time.monotonic() < late and sys._current_frames()[thread.ident or 0].f_code.co_name != "receive":
        time.sleep(0.001)
    act()
    thread.join(5)
    assert not thread.is_alive()
    return seen


def test_close_from_another_thread_ends_the_wait(server: FaultServer, client: QDashClient) -> None:
    server.play(Step(sse(STATUS, end=False), then="hang"))
    stream = start(client)
    started = time.monotonic()
    assert _while_waiting(stream, stream.close) == [LOADING, "end"]
    assert time.monotonic() - started < 3
    server.wait_for_ends(1)
    assert list(stream) == []


def test_close_from_another_task_ends_the_wait(server: FaultServer, client: QDashClient) -> None:
    server.play(Step(sse(STATUS, end=False), then="hang"))

    async def main() -> list[Any]:
        stream = await client.stream_copilot_chat_async(message="m")  # type: ignore[attr-defined]
        first = await stream.__anext__()

        async def rest() -> list[Any]:
            return [entry async for entry in stream]

        task = asyncio.create_task(rest())
        await asyncio.sleep(0.05)
        stream.close()
        return [first, *await asyncio.wait_for(task, 5)]

    assert asyncio.run(main()) == [LOADING]
    server.wait_for_ends(1)


def test_closing_the_client_leaves_a_stream_alone(server: FaultServer, client: QDashClient) -> None:
    going_on = threading.Event()

    def pieces() -> Iterator[bytes]:
        yield chunk(STATUS)
        assert going_on.wait(5)
        yield chunk(RESULT) + b"0\r\n\r\n"

    server.play(Step(sse(end=False), pieces=pieces()))
    stream = start(client)
    next(stream)
    client.close()
    going_on.set()
    assert list(stream) == [ANSWER]
    server.wait_for_ends(1)


@pytest.mark.parametrize("how", ["error event", "wrong event", "break off", "close", "no stream"])
def test_no_socket_is_left_open(server: FaultServer, make_client: MakeClient, how: str) -> None:
    client = make_client(retry={"max_attempts": 1})
    server.play(
        {
            "error event": Step(sse(event("error", {}), end=False), then="hang"),
            "wrong event": Step(sse(event("status", "{"), end=False), then="hang"),
            "break off": Step(sse(STATUS, end=False), then="close"),
            "close": Step(sse(STATUS, end=False), then="hang"),
            "no stream": Step(chunked(b"{}", content_type="application/json", end=False), then="hang"),
        }[how]
    )
    try:
        stream = start(make_client(timeout_sec=0.3, retry={"max_attempts": 1}) if how == "no stream" else client)
        next(stream)
        stream.close()
    except QDashApiError:
        pass
    else:
        assert how in ("close", "break off")
        with pytest.raises(StopIteration):
            next(stream)
    server.wait_for_ends(1)
    gc.collect()  # a ResourceWarning would be an error


def test_stream_that_is_forgotten_leaves_no_socket(server: FaultServer, client: QDashClient) -> None:
    server.play(Step(sse(STATUS, end=False), then="hang"))
    stream = start(client)
    next(stream)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # as for a file that nobody closed
        del stream
        gc.collect()
    server.wait_for_ends(1)


def test_other_calls_go_on_meanwhile(server: FaultServer, client: QDashClient) -> None:
    def script(request: Any) -> bytes | Step:
        return (
            http_response({"chips": [], "total": 0})
            if request.method == "GET"
            else Step(sse(STATUS, end=False), "hang")
        )

    server.script = script
    with start(client) as stream:
        assert next(stream) == LOADING
        assert client.list_chips().chips == []
    assert server.connections == 2


# --- reads that are given up, and readers that meet ------------------------------------------------------------------


def numbered(count: int) -> list[bytes]:
    return [event("status", {"step": f"{number}", "message": "m"}) for number in range(count)]


class Gate:
    """A stream that sends the next event when a test says so, and the final one after the last of them."""

    def __init__(self, server: FaultServer, events: list[bytes]) -> None:
        self._open = threading.Semaphore(0)
        self._events = events
        server.play(Step(sse(end=False), pieces=self._pieces()))

    def _pieces(self) -> Iterator[bytes]:
        for entry in self._events:
            assert self._open.acquire(timeout=10)
            yield chunk(entry)
        yield chunk(RESULT) + b"0\r\n\r\n"

    def send(self) -> None:
        self._open.release()


async def give_up(stream: Any, seconds: float = 0.01) -> None:
    """Begin to read what does not come, and give up."""
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(stream.__anext__(), seconds)


async def chat(client: QDashClient) -> Any:
    return await client.stream_copilot_chat_async(message="m")  # type: ignore[attr-defined]


def steps(events: list[Any]) -> list[str]:
    """Return the steps of a stream that has come to its end."""
    assert events[-1] == ANSWER
    return [entry.step for entry in events[:-1]]


def test_read_that_is_cancelled_loses_no_event(server: FaultServer, client: QDashClient) -> None:
    gate = Gate(server, numbered(5))

    async def main() -> list[Any]:
        got = []
        async with await chat(client) as stream:
            for _ in range(5):
                await give_up(stream)
                await give_up(stream)
                gate.send()
                got.append(await stream.__anext__())
            got += [entry async for entry in stream]
        return got

    assert steps(asyncio.run(main())) == list("01234")


def test_event_that_comes_while_nobody_waits_is_the_next_one(server: FaultServer, client: QDashClient) -> None:
    gate = Gate(server, numbered(3))

    async def main() -> list[Any]:
        async with await chat(client) as stream:
            await give_up(stream)
            gate.send()
            await asyncio.sleep(0.05)
            gate.send()
            gate.send()
            return [entry async for entry in stream]

    assert steps(asyncio.run(main())) == list("012")


@pytest.mark.parametrize("way", ["another loop", "sync", "sync in a thread"])
def test_pending_read_is_taken_over(server: FaultServer, client: QDashClient, way: str) -> None:
    gate = Gate(server, numbered(2))

    async def begin() -> Any:
        stream = await chat(client)
        await give_up(stream)
        return stream

    stream = asyncio.run(begin())
    gate.send()
    gate.send()
    if way == "another loop":

        async def go_on() -> list[Any]:
            return [entry async for entry in stream]

        got = asyncio.run(go_on())
    elif way == "sync":
        got = list(stream)
    else:
        got = []
        thread = threading.Thread(target=lambda: got.extend(stream))
        thread.start()
        thread.join(10)
    assert steps(got) == list("01")


def test_read_may_begin_before_a_cancelled_one_has_ended(server: FaultServer, client: QDashClient) -> None:
    gate = Gate(server, numbered(1))

    async def main() -> Any:
        async with await chat(client) as stream:
            first = asyncio.create_task(stream.__anext__())
            await asyncio.sleep(0.02)
            first.cancel()
            gate.send()
            got = await stream.__anext__()
            assert first.cancelled()
            return got

    assert asyncio.run(main()).step == "0"


def test_pending_read_that_fails_is_told_to_the_next_one(server: FaultServer, make_client: MakeClient) -> None:
    server.play(Step(sse(end=False), then="hang"))

    async def main() -> None:
        async with await chat(make_client(timeout_sec=0.2)) as stream:
            await give_up(stream)
            with pytest.raises(QDashTimeoutError):
                await stream.__anext__()
            with pytest.raises(StopAsyncIteration):
                await stream.__anext__()

    asyncio.run(main())


def test_two_tasks_cannot_read_at_once(server: FaultServer, client: QDashClient) -> None:
    gate = Gate(server, numbered(2))

    async def main() -> None:
        async with await chat(client) as stream:
            first = asyncio.create_task(stream.__anext__())
            await asyncio.sleep(0.02)
            for _ in range(3):
                with pytest.raises(QDashApiError, match="another task or thread is reading this stream"):
                    await stream.__anext__()
            with pytest.raises(QDashApiError, match="another task or thread is reading this stream"):
                next(stream)
            gate.send()
            assert (await first).step == "0"
            gate.send()
            assert (await stream.__anext__()).step == "1"

    asyncio.run(main())


@ways
def test_two_threads_cannot_read_at_once(server: FaultServer, client: QDashClient, way: str) -> None:
    server.play(Step(sse(STATUS, end=False), then="hang"))
    stream = start(client)

    async def read() -> None:
        await stream.__anext__()

    def act() -> None:
        with pytest.raises(QDashApiError, match="another task or thread is reading this stream"):
            next(stream) if way == "sync" else asyncio.run(read())
        stream.close()

    assert _while_waiting(stream, act) == [LOADING, "end"]


@pytest.mark.parametrize("way", ["task", "thread", "nobody waits", "event is there"])
def test_close_ends_a_pending_read(server: FaultServer, client: QDashClient, way: str) -> None:
    gate = Gate(server, numbered(1))

    async def main() -> None:
        stream = await chat(client)
        await give_up(stream)
        if way == "nobody waits":
            stream.close()
        if way == "event is there":
            gate.send()
            await asyncio.sleep(0.05)
            stream.close()
        rest = asyncio.create_task(stream.__anext__())
        await asyncio.sleep(0.02)
        if way == "task":
            stream.close()
        elif way == "thread":
            await asyncio.to_thread(stream.close)
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(rest, 10)

    asyncio.run(main())
    gate.send()
    server.wait_for_ends(1)


def test_streams_take_no_threads_from_each_other_or_from_calls(server: FaultServer, client: QDashClient) -> None:
    count = 40

    def script(request: Any) -> bytes | Step:
        return http_response({"chip_id": "c"}) if request.method == "GET" else Step(sse(STATUS, end=False), "hang")

    server.script = script

    async def main() -> None:
        streams = await asyncio.gather(*(chat(client) for _ in range(count)))
        assert await asyncio.gather(*(stream.__anext__() for stream in streams)) == [LOADING] * count
        waiting = [asyncio.create_task(stream.__anext__()) for stream in streams]
        await asyncio.sleep(0)
        assert (await asyncio.wait_for(client.get_chip_async("c"), 10)).chip_id == "c"
        for stream in streams:
            stream.close()
        ends = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(end) for end in ends] == [StopAsyncIteration] * count

    asyncio.run(main())


@pytest.mark.parametrize("end", ["end", "close", "error"])
def test_thread_of_a_stream_ends_with_it(server: FaultServer, client: QDashClient, end: str) -> None:
    server.play({"end": sse(RESULT), "close": sse(STATUS, end=False), "error": sse(event("error", {}))}[end])
    before = set(threading.enumerate())

    async def main() -> None:
        stream = await chat(client)
        try:
            async for _ in stream:
                if end == "close":
                    stream.close()
        except QDashTransportError:
            assert end == "error"

    asyncio.run(main())
    client.close()
    for thread in set(threading.enumerate()) - before:
        if thread.name == "qdash-client":
            thread.join(5)  # half of what an idle thread waits
            assert not thread.is_alive()


# --- recorded streams ------------------------------------------------------------------------------------------------


@ways
@pytest.mark.parametrize("stem", ["sse_chat", "sse_forum_ai_reply"])
def test_recorded_stream(server: FaultServer, client: QDashClient, stem: str, way: str) -> None:
    path = RECORDED / f"{stem}.json"
    if not path.exists():
        pytest.skip("there are no recorded responses here")
    record = json.loads(path.read_text("utf-8"))
    body = record["body"].encode()
    server.play(sse(*(body[place : place + 7] for place in range(0, len(body), 7))))
    name = {"sse_chat": "stream_copilot_chat", "sse_forum_ai_reply": "stream_forum_ai_reply"}[stem]
    events: list[Any] = []
    ends_badly = "event: error" in record["body"]
    if ends_badly:
        with pytest.raises(QDashTransportError, match="in step 'run_chat'"):
            drain(client, way, name, into=events)
    else:
        drain(client, way, name, into=events)
    assert len(events) == record["body"].count("\nevent: ") + 1 - ends_badly
    statuses = [entry for entry in events if type(entry) is StatusEvent]
    assert statuses
    assert all(entry.step and entry.message for entry in statuses)
    assert len(events) - len(statuses) == (0 if ends_badly else 1)
