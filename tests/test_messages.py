"""What messages show of responses: a bounded piece, in one line, without control characters."""

from __future__ import annotations

import json
import logging
import pickle
from collections.abc import Callable
from typing import Any

import declared
import pytest
from fault_server import FaultServer, Step, http_response

from qdash.client import QDashApiError, QDashClient, QDashConfig, RequestRecord
from qdash.client.models import ForumPostResponse

ODD = "a\x1b[31mred\r\nINFO forged line\x00\x07\x85\u2028\u202eb"
LONG = ODD + "x" * 1_000_000
HEADER = "a\x1b[31mred\x07\x85\xa0b"

Call = Callable[[QDashClient], Any]
READ: Call = lambda client: client.get_chip("c")  # noqa: E731
WRITE: Call = lambda client: client.create_chip("c")  # noqa: E731
CHAT: Call = lambda client: list(client.stream_issue_ai_reply("a" * 24, user_message="?"))  # noqa: E731
METRICS: Call = lambda client: client.get_chip_metrics("c")  # noqa: E731


def deep(inner: str, levels: int = 600) -> bytes:
    return b'{"detail": ' + b"[" * levels + json.dumps(inner).encode() + b"]" * levels + b"}"


def problem(**members: Any) -> dict[str, Any]:
    return {"type": "t", "loc": ["body"], "msg": "bad", **members}


def events(*frames: tuple[str, Any]) -> bytes:
    text = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in frames)
    return http_response(text.encode(), content_type="text/event-stream")


def broken(head: str) -> Step:
    return Step(head.encode("latin-1"), then="close")


ANSWERS: list[tuple[str, bytes | Step, Call]] = [
    ("detail", http_response({"detail": LONG}, 500), WRITE),
    ("detail of a write that was lost", http_response({"detail": LONG}, 502), WRITE),
    ("detail that is an object", http_response({"detail": {ODD: LONG}}, 400), READ),
    ("detail that is nested", http_response(deep(LONG), 400), READ),
    ("text", http_response(LONG.encode(), 500, content_type="text/plain"), WRITE),
    ("another document", http_response([LONG] * 3, 404), READ),
    ("many problems", http_response({"detail": [problem(msg="a problem of a request")] * 5000}, 422), READ),
    ("long problem", http_response({"detail": [problem(msg=LONG)] * 3}, 422), READ),
    ("long place", http_response({"detail": [problem(loc=["body", LONG, *range(5000)])]}, 422), READ),
    ("nested place", http_response({"detail": [problem(loc=[[LONG]])]}, 422), READ),
    ("message that is no text", http_response({"detail": [problem(msg={ODD: [LONG]})]}, 422), READ),
    ("problems that are texts", http_response({"detail": [LONG, LONG]}, 422), READ),
    ("title", http_response(f"<title>{LONG}</title>".encode(), 500, content_type="text/html"), WRITE),
    ("place of a redirect", http_response(b"", 302, [("Location", "https://x/" + HEADER + "y" * 60_000)]), READ),
    ("media type of a stream", http_response(b"", 200, content_type="a/" + HEADER + "y" * 60_000), CHAT),
    ("coding", http_response(b"", 200, [("Content-Encoding", HEADER + "y" * 60_000)]), READ),
    ("transfer coding", broken(f"HTTP/1.1 200 OK\r\nTransfer-Encoding: {HEADER}{'y' * 60_000}\r\n\r\n"), READ),
    ("status line", broken(f"{HEADER}{'y' * 60_000}\r\n\r\n"), READ),
    ("name of a field", broken(f"HTTP/1.1 200 OK\r\n{HEADER}{'y' * 60_000}: 1\r\n\r\n"), READ),
    ("request id", http_response({"detail": "no"}, 404, [("X-Request-Id", HEADER)]), READ),
    ("key of a mismatch", http_response({"qubit_metrics": {LONG: {ODD: 5}}, "chip_id": "c", "username": "u",
                                               "qubit_count": 1, "coupling_metrics": {}}), METRICS),
    ("value of what is not as declared", http_response({"chip_id": [LONG]}), READ),
    ("JSON that is none", http_response(LONG.encode()), READ),
    ("error event", events(("error", {"step": LONG, "detail": LONG})), CHAT),
    ("error event that is a text", events(("error", LONG)), CHAT),
    ("error event that is nested", events(("error", json.loads(deep(ODD, 300)))), CHAT),
    ("event that is not as declared", events(("result", {LONG: 1})), CHAT),
    ("event that ends in the middle", Step(events(("status", {}))[:-4], then="close"), CHAT),
]  # fmt: skip


def assert_shown(text: str) -> None:
    assert text.isprintable(), ascii(text)
    assert len(text) < 2000


def assert_error_shown(error: BaseException | None) -> None:
    while error is not None:
        assert_shown(str(error))
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize(("what", "step", "call"), ANSWERS, ids=[what for what, _, _ in ANSWERS])
def test_messages_show_a_bounded_line_of_a_response(
    server: FaultServer, caplog: pytest.LogCaptureFixture, what: str, step: bytes | Step, call: Call
) -> None:
    server.play(*[step] * 3)
    records: list[RequestRecord] = []
    config = QDashConfig(base_url=server.url, api_token="t")
    with (
        caplog.at_level(logging.DEBUG, "qdash.client"),
        QDashClient(config, on_request=records.append, sleep_fn=lambda seconds: None) as client,
        pytest.raises(QDashApiError) as caught,
    ):
        call(client)
    assert_error_shown(caught.value)
    assert_error_shown(pickle.loads(pickle.dumps(caught.value)))
    assert records
    for record in records:
        assert_shown(str(record))
    assert caplog.messages
    for message in caplog.messages:
        assert_shown(message)


@pytest.mark.parametrize(
    ("reason", "shown"),
    [("y" * 60_000, "the proxy refuses the tunnel: 403 yyy"), (HEADER, "not a status line of HTTP/1: 'HTTP/1.1 403 a")],
    ids=["long", "control characters"],
)
def test_reason_of_a_proxy_is_shown_as_a_bounded_line(server: FaultServer, reason: str, shown: str) -> None:
    server.script = lambda request: broken(f"HTTP/1.1 403 {reason}\r\nContent-Length: 0\r\n\r\n")
    records: list[RequestRecord] = []
    config = QDashConfig(base_url="https://qdash.example", api_token="t", proxy=server.url)
    with (
        QDashClient(config, on_request=records.append, sleep_fn=lambda seconds: None) as client,
        pytest.raises(QDashApiError, match=shown) as caught,
    ):
        client.get_chip("c")
    assert_error_shown(caught.value)
    for record in records:
        assert_shown(str(record))


def test_many_problems_are_counted(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"detail": [problem(loc=["query", number]) for number in range(5000)]}, 422))
    with pytest.raises(QDashApiError, match=r"query\.0: bad; query\.1: bad; .*; and 4995 more$") as caught:
        client.get_chip("c")
    assert len(caught.value.payload["detail"]) == 5000


def test_findings_show_a_bounded_line_of_a_document(server: FaultServer, client: QDashClient) -> None:
    schema = {"properties": {LONG: {"type": "string"}}}
    server.play(
        http_response(
            {
                "paths": {f"/{LONG}": {"get": {"operationId": LONG}}},
                "components": {"schemas": {LONG: schema, "ChipResponse": schema}},
            }
        )
    )
    for finding in client.check_compatibility().findings:
        assert_shown(finding.subject)
        assert_shown(finding.message)


def test_texts_in_other_scripts_are_shown(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"detail": "チップがありません　(μs) é"}, 404))
    with pytest.raises(QDashApiError, match=r"チップがありません \(μs\) é$"):
        client.get_chip("c")


def test_data_of_a_response_is_left_as_it_is(server: FaultServer, client: QDashClient) -> None:
    post = declared.sample_document(ForumPostResponse) | {"content": ODD}
    server.play(http_response(post), http_response({"detail": ODD}, 404))
    assert client.get_forum_post("p").content == ODD
    with pytest.raises(QDashApiError) as caught:
        client.get_forum_post("p")
    assert caught.value.payload == {"detail": ODD}
