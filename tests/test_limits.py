"""Limits: how long a call may take in all, and how large a response may become."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import CLOSE, HANG, FaultServer, Step, chunked, http_response

from qdash.client import (
    QDashApiError,
    QDashClient,
    QDashConfig,
    QDashTimeoutError,
    QDashTransportError,
)

if TYPE_CHECKING:
    from conftest import MakeClient

CHIP = b'{"chip_id": "c"}'
OK = http_response(CHIP)
TOTAL = 0.3
IN_ALL = r"no complete response within 0\.3 s in all \(total_timeout_sec\)"


@pytest.fixture
def make_waiting(server: FaultServer) -> Iterator[Callable[..., QDashClient]]:
    """Make a client that really waits between attempts."""
    made: list[QDashClient] = []

    def make(**settings: Any) -> QDashClient:
        settings = {"base_url": server.url, "total_timeout_sec": TOTAL, "timeout_sec": 0.2, **settings}
        if "username" not in settings:
            settings["api_token"] = "t"
        made.append(QDashClient(QDashConfig(**settings)))
        return made[-1]

    yield make
    for client in made:
        client.close()


@contextmanager
def taking(least: float, most: float) -> Iterator[None]:
    start = time.monotonic()
    yield
    assert least - 0.02 <= time.monotonic() - start < most


# --- time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [HANG, Step(OK[:20], then="hang"), CLOSE, http_response({}, 503)])
def test_attempts_and_pauses_count(
    server: FaultServer, make_waiting: Callable[..., QDashClient], fault: bytes | Step
) -> None:
    server.play(fault)
    client = make_waiting(timeout_sec=0.07, retry={"max_attempts": 100, "base_delay_sec": 0.04, "max_delay_sec": 0.04})
    with taking(0.2, 1), pytest.raises(QDashTransportError) as caught:
        client.get_chip("c")
    assert 2 < len(server.requests) < 20
    if isinstance(fault, Step) and fault.then == "hang":
        assert isinstance(caught.value, QDashTimeoutError)
    elif isinstance(caught.value, QDashTimeoutError):  # the last attempt began when there was hardly any time left
        assert IN_ALL.replace("\\", "") in str(caught.value)


def test_write_that_was_never_sent_has_no_unknown_outcome(
    server: FaultServer, make_waiting: Callable[..., QDashClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qdash.client.transport.deadline.Deadline.left", lambda deadline: 0.0)
    with pytest.raises(QDashTimeoutError, match=IN_ALL) as caught:
        make_waiting().create_chip("c")
    assert "may have acted" not in str(caught.value)
    assert server.connections == 0


def test_second_address_of_a_host_is_tried(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as nobody, monkeypatch.context() as patch:
        nobody.bind(("127.0.0.1", 0))
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))
            for port in (nobody.getsockname()[1], server.port)
        ]
        patch.setattr(socket, "getaddrinfo", lambda *args: found)
        server.play(OK)
        assert make_client(base_url="http://qdash.example.com").get_chip("c").chip_id == "c"


# --- size ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "encode"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_connection_serves_on_after_a_compressed_response(
    server: FaultServer, client: QDashClient, encoding: str, encode: Callable[[bytes], bytes]
) -> None:
    server.play(http_response(encode(CHIP), headers=[("Content-Encoding", encoding)]))
    for _ in range(3):
        assert client.get_chip("c").chip_id == "c"
    assert server.connections == 1


@pytest.mark.parametrize("status", [204, 404])
def test_empty_body_may_call_itself_compressed(server: FaultServer, client: QDashClient, status: int) -> None:
    server.play(http_response(b"", status, [("Content-Encoding", "gzip")], length=None if status == 404 else -1))
    with pytest.raises(QDashApiError) as caught:
        client.get_chip("c")
    assert "encod" not in str(caught.value)
    assert "compress" not in str(caught.value)


def test_events_may_be_many(server: FaultServer, make_client: MakeClient) -> None:
    events = [*[b'event: status\ndata: {"n": 1}\n\n'] * 50, b"event: result\ndata: {}\n\n"]
    server.play(chunked(*events, content_type="text/event-stream"))
    with make_client(max_response_bytes=100).stream_copilot_chat(message="x") as stream:
        assert len(list(stream)) == 51


def test_header_of_ones_own_goes_first(server: FaultServer, make_client: MakeClient) -> None:
    server.play(OK)
    make_client(default_headers={"accept-encoding": "identity"}).get_chip("c")
    assert server.requests[0]["Accept-Encoding"] == "identity"
