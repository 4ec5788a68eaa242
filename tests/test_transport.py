"""How requests get through: kept connections, and what the fault matrix does not say about the rest."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import CLOSE, FaultServer, Step, http_response

from qdash.client import (
    QDashApiError,
    QDashClient,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.models import NoteModel

if TYPE_CHECKING:
    from conftest import MakeClient

OK = http_response({"chip_id": "c"})

Call = Callable[[QDashClient], Any]
GETS: dict[str, Call] = {"GET": lambda client: client.get_chip("c")}
WRITES: dict[str, Call] = {
    "POST": lambda client: client.create_chip("c"),
    "PUT": lambda client: client.upsert_chip_note("c", content="x"),
    "PATCH": lambda client: client.update_chip("c", note="x"),
    "DELETE": lambda client: client.delete_chip("c"),
}
RIGHT = {
    "GET": OK,
    "POST": OK,
    "PATCH": OK,
    "PUT": http_response(NoteModel().to_dict()),
    "DELETE": http_response({"message": "done"}),
}

writes = pytest.mark.parametrize("method", WRITES)


def test_refusal_is_seen_while_the_server_takes_no_more(make_client: MakeClient) -> None:
    done = threading.Event()

    def refuse() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(http_response({"detail": "too large"}, 413, [("Connection", "close")]))
            done.wait(60)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=refuse)
        thread.start()
        client = make_client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout_sec=60)
        start = time.monotonic()
        with pytest.raises(QDashTransportError, match=r"^413 POST /x: too large$") as caught:
            client.request("POST", "/x", data=bytes(50_000_000))
        assert time.monotonic() - start < 30
        assert not caught.value.outcome_unknown
        done.set()
        thread.join()


# --- kept connections ------------------------------------------------------------------------------------------------


def test_calls_share_a_connection(server: FaultServer, client: QDashClient) -> None:
    server.script = lambda request: RIGHT[request.method]
    for call in [*GETS.values(), *WRITES.values()] * 5:
        call(client)
    assert len(server.requests) == 25
    assert server.connections == 1


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422])
def test_connection_serves_on_after_an_error(server: FaultServer, client: QDashClient, status: int) -> None:
    server.play(http_response({"detail": "x" * 300_000}, status), OK)
    with pytest.raises(QDashApiError):
        client.get_chip("c")
    client.get_chip("c")
    assert server.connections == 1


def test_connection_serves_on_after_a_wrong_response(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response([]), OK)
    with pytest.raises(QDashValidationError):
        client.get_chip("c")
    client.get_chip("c")
    assert server.connections == 1


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    head = http_response(None, headers=[("Transfer-Encoding", "chunked")], length=-1)
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def test_chunked_response(server: FaultServer, client: QDashClient) -> None:
    server.play(chunked(b'{"chip', b'_id": "c"', b"}"), chunked(b'{"chip_id": "d"}', end=b"0\r\nA: b\r\n\r\n"), OK)
    assert [client.get_chip("c").chip_id for _ in range(3)] == ["c", "d", "c"]
    assert server.connections == 1


def test_get_does_not_notice_that_idle_connections_are_closed(
    server: FaultServer, client: QDashClient, sleeps: list[float]
) -> None:
    server.play(Step(OK, then="close"))
    for _ in range(20):  # sometimes the end of the connection is there before the next call, sometimes not
        client.get_chip("c")
    assert len(server.requests) == 20
    assert sleeps == []


@writes
def test_write_takes_a_new_connection_if_the_kept_one_has_ended(
    server: FaultServer, client: QDashClient, method: str
) -> None:
    server.play(Step(OK, then="close"), RIGHT[method])
    client.get_chip("c")
    server.wait_for_ends(1)
    WRITES[method](client)
    assert [request.method for request in server.requests] == ["GET", method]


# --- attempts --------------------------------------------------------------------------------------------------------


def test_error_without_a_response_knows_its_call(server: FaultServer, make_client: MakeClient) -> None:
    server.play(CLOSE)
    with pytest.raises(QDashTransportError, match=rf"GET /chips/c: .*127\.0\.0\.1:{server.port}") as caught:
        make_client().get_chip("c")
    assert (caught.value.status_code, caught.value.payload) == (None, None)
    assert caught.value.method == "GET"
    assert caught.value.url == f"{server.url}/chips/c"
    assert caught.value.request_id == server.requests[0]["X-Request-ID"]
    assert caught.value.__cause__ is not None
    assert len({request["X-Request-ID"] for request in server.requests}) == 1


# --- redirects -------------------------------------------------------------------------------------------------------


def test_redirect_with_backslashes_stays_where_it_is(server: FaultServer, client: QDashClient) -> None:
    with FaultServer() as other:  # where a browser would go
        location = f"\\\\127.0.0.1:{other.port}/"
        server.play(http_response(b"moved", 302, [("Location", location)]), http_response({}, 404))
        with pytest.raises((QDashTransportError, QDashNotFoundError)):
            client.get_chip("c")
        assert other.connections == 0


# --- looking a host up -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["qdash.invalid", "qdash-1", "lab.node2"])
def test_host_that_is_looked_up_for_ever(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait(20))
    client = make_client(base_url=f"http://{host}", timeout_sec=0.1, retry={"max_attempts": 2})
    start = time.monotonic()
    try:
        with pytest.raises(QDashTimeoutError, match=rf"no connection to {host}:80 within 0\.1 s") as caught:
            client.create_chip("c")
    finally:
        over.set()
    assert 0.2 <= time.monotonic() - start < 2
    assert "may have acted" not in str(caught.value)


def test_host_is_looked_up_where_no_thread_can_be_started(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_client(base_url=f"http://localhost:{server.port}")
    server.play(OK)

    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name == "qdash-client-dns":
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert client.get_chip("c").chip_id == "c"
