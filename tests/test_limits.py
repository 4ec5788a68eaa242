"""Limits: how long a call may take in all, and how large an answer may become."""

from __future__ import annotations

import gzip
import itertools
import json
import socket
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import CLOSE, HANG, FaultServer, Received, Step, answer, chunk, chunked

from qdash.client import (
    QDashApiError,
    QDashClient,
    QDashConfig,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
)
from qdash.client.transport.deadline import Deadline, TimedSocket

if TYPE_CHECKING:
    from conftest import MakeClient

CHIP = b'{"chip_id": "c"}'
WHOLE = gzip.compress(CHIP)
OK = answer(CHIP)
TOTAL = 0.3
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
IN_ALL = r"no complete answer within 0\.3 s in all \(total_timeout_sec\)"


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


def drip(data: bytes, pause: float = 0.01) -> Iterator[bytes]:
    for number in range(len(data)):
        yield data[number : number + 1]
        time.sleep(pause)


def late(*pieces: bytes, pause: float) -> Iterator[bytes]:
    for piece in pieces:
        time.sleep(pause)
        yield piece


# --- time ------------------------------------------------------------------------------------------------------------

LONG = 1_000
DRIPS: dict[str, tuple[bytes, bytes]] = {
    "status line": (b"", b"HTTP/1.1 200 " + b"x" * LONG),
    "header name": (b"HTTP/1.1 200 OK\r\n", b"X" * LONG),
    "header": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 90),
    "informational answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 15),
    "body": (answer(b"", length=LONG), b"x" * LONG),
    "body without a length": (answer(b"", length=-1), b"x" * LONG),
    "body of an error": (answer(b"", 404, length=LONG), b"x" * LONG),
    "size of a chunk": (CHUNKED, b"0" * LONG),
    "chunk extension": (CHUNKED, b"5;" + b"x" * LONG),
    "chunk": (CHUNKED + b"3e8\r\n", b"x" * LONG),
    "chunks": (CHUNKED, chunk(b"x") * 200),
    "trailer": (CHUNKED + b"0\r\n", b"X: y\r\n" * 200),
    "compressed body": (answer(b"", headers=[("Content-Encoding", "gzip")], length=LONG), WHOLE[:10] * 99),
}


@pytest.mark.parametrize("place", DRIPS)
def test_server_that_sends_a_byte_now_and_then(
    server: FaultServer, make_waiting: Callable[..., QDashClient], place: str
) -> None:
    start, rest = DRIPS[place]
    server.script = lambda request: Step(start, pieces=drip(rest)) if len(server.requests) == 1 else OK
    client = make_waiting()
    with taking(TOTAL, 1), pytest.raises(QDashTimeoutError, match=f"GET /chips/c: {IN_ALL}") as caught:
        client.get_chip("c")
    assert isinstance(caught.value, TimeoutError)
    assert (caught.value.method, caught.value.url) == ("GET", f"{server.url}/chips/c")
    assert caught.value.request_id == server.requests[0]["X-Request-Id"]
    assert len(server.requests) == 1  # there was no time for another
    assert client.get_chip("c").chip_id == "c"
    assert server.connections == 2


def test_write_whose_answer_comes_too_slowly(server: FaultServer, make_waiting: Callable[..., QDashClient]) -> None:
    server.script = lambda request: Step(b"HTTP/1.1 201 Created\r\n", pieces=drip(b"X: y\r\n" * 90))
    with taking(TOTAL, 1), pytest.raises(QDashTimeoutError, match=f"{IN_ALL}; the server may have acted"):
        make_waiting().create_chip("c")
    assert len(server.requests) == 1


def test_silence_that_outlasts_the_call_is_told_as_such(
    server: FaultServer, make_waiting: Callable[..., QDashClient]
) -> None:
    server.play(HANG)
    with taking(TOTAL, 1), pytest.raises(QDashTimeoutError, match=IN_ALL):
        make_waiting(timeout_sec=30).get_chip("c")
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", [HANG, Step(OK[:20], then="hang"), CLOSE, answer({}, 503)])
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


@pytest.mark.parametrize("retry_after", ["1", "30"])
def test_nobody_waits_for_what_would_be_too_late(
    server: FaultServer, make_waiting: Callable[..., QDashClient], retry_after: str
) -> None:
    server.play(answer({"detail": "busy"}, 503, [("Retry-After", retry_after)]), OK)
    with taking(0, 0.3), pytest.raises(QDashTransportError, match="503 GET /chips/c: busy"):
        make_waiting().get_chip("c")
    assert len(server.requests) == 1


def test_redirects_count(server: FaultServer, make_waiting: Callable[..., QDashClient]) -> None:
    moved = answer(b"", 302, [("Location", "/chips/c")])
    server.script = lambda request: Step(pieces=late(moved, pause=0.1))
    with taking(TOTAL, 1), pytest.raises(QDashTimeoutError, match=IN_ALL):
        make_waiting().get_chip("c")
    assert 3 <= len(server.requests) <= 4


TOKEN = answer({"access_token": "t"})


def test_login_counts(
    server: FaultServer, make_waiting: Callable[..., QDashClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_PASSWORD", "p")
    server.script = lambda request: Step(pieces=late(TOKEN if request.path == "/auth/login" else OK, pause=0.18))
    client = make_waiting(username="alice", password_env="LAB_PASSWORD", timeout_sec=30)
    with taking(TOTAL, 0.7), pytest.raises(QDashTimeoutError, match=f"GET /chips/c: {IN_ALL}"):
        client.get_chip("c")
    assert client.get_chip("c").chip_id == "c"  # the token is there now
    assert [request.path for request in server.requests] == ["/auth/login", "/chips/c", "/chips/c"]


def test_login_that_takes_all_the_time(
    server: FaultServer, make_waiting: Callable[..., QDashClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_PASSWORD", "p")
    server.script = lambda request: Step(pieces=drip(b"HTTP/1.1 200 " + b"x" * LONG))
    client = make_waiting(username="alice", password_env="LAB_PASSWORD")
    with taking(TOTAL, 0.7), pytest.raises(QDashTimeoutError, match=f"POST /auth/login: {IN_ALL}"):
        client.delete_chip("c")
    assert len(server.requests) == 1


def test_second_login_counts(
    server: FaultServer, make_waiting: Callable[..., QDashClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_PASSWORD", "p")

    def script(request: Received) -> Step:
        return Step(pieces=late(TOKEN if request.path == "/auth/login" else answer({}, 401), pause=0.09))

    server.script = script
    client = make_waiting(username="alice", password_env="LAB_PASSWORD")
    with taking(TOTAL, 0.7), pytest.raises(QDashTimeoutError, match=IN_ALL):
        client.create_chip("c")
    assert [request.path for request in server.requests] == ["/auth/login", "/chips", "/auth/login", "/chips"]


def test_write_that_was_never_sent_has_no_unknown_outcome(
    server: FaultServer, make_waiting: Callable[..., QDashClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qdash.client.transport.deadline.Deadline.left", lambda deadline: 0.0)
    with pytest.raises(QDashTimeoutError, match=IN_ALL) as caught:
        make_waiting().create_chip("c")
    assert "may have acted" not in str(caught.value)
    assert server.connections == 0


def test_request_that_is_taken_too_slowly(make_client: MakeClient) -> None:
    with slow_reader(pause=0.02) as port:
        client = make_client(base_url=f"http://127.0.0.1:{port}", total_timeout_sec=TOTAL, retry={"max_attempts": 1})
        with taking(TOTAL, 1), pytest.raises(QDashTimeoutError, match=IN_ALL):
            client.request("POST", "/x", data=b"x" * 50_000_000)


def test_request_may_be_taken_slowly_as_long_as_it_is_taken() -> None:
    ours, theirs = socket.socketpair()
    taken = 0

    def take() -> None:
        nonlocal taken
        while data := theirs.recv(50_000):
            taken += len(data)
            time.sleep(0.005)

    with ours, theirs:
        thread = threading.Thread(target=take)
        thread.start()
        with taking(0.2, 5):
            TimedSocket(ours, Deadline(0.15, 0)).send_all(b"x" * 4_000_000)
        ours.shutdown(socket.SHUT_WR)
        thread.join()
    assert taken == 4_000_000


@contextmanager
def slow_reader(pause: float) -> Iterator[int]:
    """Take 130 kB of a POST at a time, and answer it at its end."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            taken = b""
            while b"\r\n\r\n" not in taken:
                taken += connection.recv(1000)
            head, _, body = taken.partition(b"\r\n\r\n")
            left = int(head.lower().partition(b"content-length: ")[2].split()[0]) - len(body)
            while left > 0 and (data := connection.recv(130_000)):
                left -= len(data)
                time.sleep(pause)
            if left == 0:
                connection.sendall(answer({}))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def test_zero_lifts_the_limit(server: FaultServer, make_waiting: Callable[..., QDashClient]) -> None:
    server.script = lambda request: Step(pieces=drip(OK, 0.005))
    with taking(TOTAL, 5):
        assert make_waiting(total_timeout_sec=0).get_chip("c").chip_id == "c"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a full queue refuses")
def test_addresses_that_do_not_answer_count(
    make_waiting: Callable[..., QDashClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as queue:
        address = full.getsockname()
        for _ in range(3):
            waiting = queue.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(address)
        found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", address)] * 5
        patch = queue.enter_context(monkeypatch.context())  # because the server ends with a connection to itself
        patch.setattr(socket, "getaddrinfo", lambda *args: found)
        with taking(TOTAL, 0.6), pytest.raises(QDashTimeoutError, match=IN_ALL):
            make_waiting(base_url="http://qdash.example.com").create_chip("c")


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


def test_silence_is_limited_as_well(server: FaultServer, make_waiting: Callable[..., QDashClient]) -> None:
    server.play(Step(OK[:30], then="hang"))
    with taking(0.05, 0.5), pytest.raises(QDashTimeoutError, match=r"no answer within 0\.05 s \(timeout_sec\)"):
        make_waiting(timeout_sec=0.05, total_timeout_sec=10, retry={"max_attempts": 1}).get_chip("c")


def test_each_call_has_its_own_time(server: FaultServer, make_waiting: Callable[..., QDashClient]) -> None:
    server.script = lambda request: Step(pieces=late(OK, pause=0.1))
    client = make_waiting()
    with taking(0.5, 2):
        for _ in range(5):
            client.get_chip("c")
    assert server.connections == 1


# --- time: what comes piece by piece ---------------------------------------------------------------------------------

PARTS = [b"x" * 100] * 5


def events(count: int, pause: float) -> Step:
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    event = chunk(b'event: status\ndata: {"n": 1}\n\n')
    return Step(start, pieces=late(*[event] * count, b"0\r\n\r\n", pause=pause))


def test_download_to_a_file_takes_its_time(
    server: FaultServer, make_waiting: Callable[..., QDashClient], tmp_path: Path
) -> None:
    for start, parts in (
        (answer(b"", content_type="application/pdf", length=500), PARTS),
        (chunked(content_type="application/pdf", end=False), [*map(chunk, PARTS), b"0\r\n\r\n"]),
    ):
        server.script = lambda request: Step(start, pieces=late(*parts, pause=0.08))  # noqa: B023
        with taking(0.4, 2):
            path = make_waiting().download_metrics_pdf("c", to=tmp_path / "m.pdf")
        assert path.read_bytes() == b"x" * 500


def test_silence_within_a_download_is_limited(
    server: FaultServer, make_waiting: Callable[..., QDashClient], tmp_path: Path
) -> None:
    server.play(Step(answer(b"x", content_type="application/pdf", length=9), then="hang"))
    with taking(0.2, 0.9), pytest.raises(QDashTimeoutError, match="broke off"):
        make_waiting(retry={"max_attempts": 1}).download_metrics_pdf("c", to=tmp_path / "m.pdf")
    assert list(tmp_path.iterdir()) == []


def test_download_to_memory_is_limited(server: FaultServer, make_waiting: Callable[..., QDashClient]) -> None:
    server.script = lambda request: Step(
        answer(b"", content_type="application/pdf", length=500), pieces=late(*PARTS, pause=0.12)
    )
    with taking(TOTAL, 1), pytest.raises(QDashTimeoutError, match=IN_ALL):
        make_waiting().download_metrics_pdf("c")


def test_events_take_their_time(server: FaultServer, make_waiting: Callable[..., QDashClient]) -> None:
    server.script = lambda request: events(5, 0.12)
    with taking(0.5, 2), make_waiting().stream_copilot_chat(message="x") as stream:
        assert len(list(stream)) == 5


def test_silence_between_events_is_limited(server: FaultServer, make_waiting: Callable[..., QDashClient]) -> None:
    server.script = lambda request: events(2, 0.5)
    with (
        taking(0.2, 0.45),
        pytest.raises(QDashTimeoutError),
        make_waiting(total_timeout_sec=10).stream_copilot_chat(message="x") as stream,
    ):
        list(stream)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX: ", answer(b"", 404, length=LONG)])
def test_what_comes_before_a_stream_is_limited(
    server: FaultServer, make_waiting: Callable[..., QDashClient], start: bytes
) -> None:
    server.script = lambda request: Step(start, pieces=drip(b"x" * LONG))
    with taking(TOTAL, 1), pytest.raises(QDashTimeoutError, match=IN_ALL):
        make_waiting().stream_copilot_chat(message="x")


# --- size ------------------------------------------------------------------------------------------------------------


def raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


def with_a_file_name(data: bytes) -> bytes:
    return b"\x1f\x8b\x08\x08" + bytes(6) + b"x.json\0" + gzip.compress(data)[10:]


def small_window(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=9)
    return deflater.compress(data) + deflater.flush()


ENCODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "GZip": ("GZip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "gzip in two members": ("gzip", lambda data: gzip.compress(data[:7]) + gzip.compress(data[7:])),
    "gzip with a file name": ("gzip", with_a_file_name),
    "deflate": ("deflate", zlib.compress),
    "deflate, small window": ("deflate", small_window),
    "raw deflate": ("deflate", raw_deflate),
    "stored raw deflate": ("deflate", lambda data: zlib.compress(data, 0)[2:-4]),
    "identity": ("identity", bytes),
    "none": ("", bytes),
}
encodings = pytest.mark.parametrize("encoding", ENCODINGS)


def framed(body: bytes, frame: str, encoding: str, status: int = 200) -> Step:
    headers = [("Content-Encoding", encoding)] if encoding else []
    if frame == "length":
        return Step(answer(body, status, headers))
    if frame == "close":
        return Step(answer(body, status, headers, length=-1), then="close")
    if frame == "chunks":
        head = answer(b"", status, [*headers, ("Transfer-Encoding", "chunked")], length=-1)
        parts = [body[start : start + 9] for start in range(0, min(len(body), 900), 9)] + [body[900:]]
        return Step(head + b"".join(map(chunk, filter(None, parts))) + b"0\r\n\r\n")
    return Step(answer(b"", status, headers, length=len(body)), pieces=drip(body, 0))


frames = pytest.mark.parametrize("frame", ["length", "close", "chunks", "bytes"])


@encodings
@frames
def test_compressed_answers(server: FaultServer, client: QDashClient, encoding: str, frame: str) -> None:
    name, encode = ENCODINGS[encoding]
    server.script = lambda request: framed(encode(CHIP), frame, name)
    for _ in range(3):
        assert client.get_chip("c").chip_id == "c"
    assert server.connections == (3 if frame == "close" else 1)
    assert {request["Accept-Encoding"] for request in server.requests} == {"gzip, deflate"}


@encodings
def test_compressed_errors(server: FaultServer, client: QDashClient, encoding: str) -> None:
    name, encode = ENCODINGS[encoding]
    server.play(framed(encode(b'{"detail": "no such chip"}'), "chunks", name, 404))
    with pytest.raises(QDashNotFoundError, match="404 GET /chips/c: no such chip") as caught:
        client.get_chip("c")
    assert caught.value.payload == {"detail": "no such chip"}


def test_large_answer_is_the_same_compressed(server: FaultServer, client: QDashClient) -> None:
    text = "".join(map(str, range(300_000)))
    for encode, name in ((gzip.compress, "gzip"), (raw_deflate, "deflate")):
        server.play(framed(encode(json.dumps({"chip_id": text}).encode()), "chunks", name))
        assert client.get_chip("c").chip_id == text


@pytest.mark.parametrize("status", [204, 404])
def test_empty_body_may_call_itself_compressed(server: FaultServer, client: QDashClient, status: int) -> None:
    server.play(answer(b"", status, [("Content-Encoding", "gzip")], length=None if status == 404 else -1))
    with pytest.raises(QDashApiError) as caught:
        client.get_chip("c")
    assert "encod" not in str(caught.value)
    assert "compress" not in str(caught.value)


LIMIT = 100_000
TOO_LARGE = rf"GET /chips/c: an answer of more than {LIMIT} bytes \(max_response_bytes\)$"


def of_size(size: int) -> bytes:
    return json.dumps({"chip_id": "c" * (size - len('{"chip_id": ""}'))}).encode()


@pytest.mark.parametrize("encoding", ["gzip", "gzip in two members", "deflate", "raw deflate", "none"])
@pytest.mark.parametrize("frame", ["length", "close", "chunks"])
@pytest.mark.parametrize("more", [0, 1])
def test_limit_is_exact(
    server: FaultServer, make_client: MakeClient, sleeps: list[float], encoding: str, frame: str, more: int
) -> None:
    name, encode = ENCODINGS[encoding]
    server.script = lambda request: framed(encode(of_size(LIMIT + more)), frame, name)
    client = make_client(max_response_bytes=LIMIT)
    if not more:
        assert len(client.get_chip("c").chip_id) > LIMIT - 20
        return
    with pytest.raises(QDashTransportError, match=TOO_LARGE) as caught:
        client.get_chip("c")
    assert caught.value.status_code == 200
    assert (len(server.requests), sleeps) == (1, [])
    server.play(OK)
    assert client.get_chip("c").chip_id == "c"
    assert server.connections == 2  # what is left of the answer goes with its connection


@pytest.mark.parametrize("status", [200, 404, 503])
def test_length_alone_is_enough(server: FaultServer, make_client: MakeClient, sleeps: list[float], status: int) -> None:
    server.play(Step(answer(b"{", status, length=LIMIT + 1), then="hang"))
    with taking(0, 1), pytest.raises(QDashTransportError, match=TOO_LARGE) as caught:
        make_client(max_response_bytes=LIMIT).get_chip("c")
    assert caught.value.status_code == status
    assert (len(server.requests), sleeps) == (1, [])


def endless(data: bytes) -> Iterator[bytes]:
    return itertools.repeat(data)


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (CHUNKED, chunk(b" " * 50_000)),
        (CHUNKED, b"ffffffffffff\r\n" + b" " * 50_000),
        (answer(b"", length=-1), b" " * 50_000),
        # What never becomes anything: empty blocks, and empty members.
        (answer(b"", length=-1, headers=[("Content-Encoding", "deflate")]), b"\0\0\0\xff\xff" * 10_000),
        (answer(b"", length=-1, headers=[("Content-Encoding", "gzip")]), gzip.compress(b"") * 500),
    ],
    ids=["chunks", "a chunk", "until it closes", "empty blocks", "empty members"],
)  # fmt: skip
def test_answer_without_an_end_is_stopped(
    server: FaultServer, make_client: MakeClient, sleeps: list[float], start: bytes, piece: bytes
) -> None:
    server.play(Step(start, pieces=endless(piece)))
    with taking(0, 2), pytest.raises(QDashTransportError, match=TOO_LARGE):
        make_client(max_response_bytes=LIMIT).get_chip("c")
    assert (len(server.requests), sleeps) == (1, [])


def test_write_with_a_large_answer_is_sent_once(server: FaultServer, make_client: MakeClient) -> None:
    server.play(answer(of_size(LIMIT + 1), 201))
    with pytest.raises(QDashTransportError, match="max_response_bytes") as caught:
        make_client(max_response_bytes=LIMIT).create_chip("c")
    assert (len(server.requests), caught.value.status_code) == (1, 201)


def bomb(start: bytes) -> bytes:
    """256 MiB of zeros, compressed, without the end that nobody will see."""
    deflater = zlib.compressobj(9, wbits=-15)
    return start + (deflater.compress(bytes(2**20)) + deflater.flush(zlib.Z_FULL_FLUSH)) * 256


BOMBS = {"gzip": bomb(gzip.compress(b"")[:10]), "deflate": bomb(zlib.compress(b"")[:2])}


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("status", [200, 503])
def test_bomb_is_stopped(
    server: FaultServer, make_client: MakeClient, sleeps: list[float], encoding: str, status: int
) -> None:
    client = make_client(max_response_bytes=1_000_000)
    client.get_chip_qubit  # noqa: B018 - so that what is made once is there
    server.play(answer(BOMBS[encoding], status, [("Content-Encoding", encoding)]))
    tracemalloc.start()
    try:
        with taking(0, 2), pytest.raises(QDashTransportError, match="more than 1000000 bytes"):
            client.get_chip("c")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(BOMBS[encoding]) < 300_000
    assert peak < 8_000_000
    assert (len(server.requests), sleeps) == (1, [])


def test_download_to_a_file_may_be_large(server: FaultServer, make_client: MakeClient, tmp_path: Path) -> None:
    client = make_client(max_response_bytes=LIMIT)
    server.play(answer(b"x" * 5 * LIMIT, content_type="application/pdf"))
    assert client.download_metrics_pdf("c", to=tmp_path / "m.pdf").stat().st_size == 5 * LIMIT
    with pytest.raises(QDashTransportError, match="max_response_bytes"):
        client.download_metrics_pdf("c")


def test_events_may_be_many(server: FaultServer, make_client: MakeClient) -> None:
    server.play(events(50, 0))
    with make_client(max_response_bytes=100).stream_copilot_chat(message="x") as stream:
        assert len(list(stream)) == 50


@pytest.mark.parametrize("status", [404, 500])
def test_errors_of_streams_are_limited(
    server: FaultServer, make_client: MakeClient, tmp_path: Path, status: int
) -> None:
    client = make_client(max_response_bytes=LIMIT)
    server.play(answer(of_size(LIMIT + 1), status))
    for call in (
        lambda: client.download_metrics_pdf("c", to=tmp_path / "m.pdf"),
        lambda: client.stream_copilot_chat(message="x"),
    ):
        with pytest.raises(QDashTransportError, match="max_response_bytes"):
            call()


# --- compression that is broken --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", CHIP),
        ("gzip", zlib.compress(CHIP)),
        ("gzip", raw_deflate(CHIP)),
        ("gzip", WHOLE[:12] + b"\xff\xff" + WHOLE[14:]),
        ("gzip", WHOLE[:-8] + bytes(8)),
        ("gzip", WHOLE + b"and more"),
        ("deflate", CHIP),
        ("deflate", WHOLE),
        ("deflate", zlib.compress(CHIP)[:-4] + bytes(4)),
        ("deflate", b"\xff" * 20),
    ],
    ids=lambda value: str(value[:12]),
)
def test_broken_compression(
    server: FaultServer, client: QDashClient, sleeps: list[float], encoding: str, body: bytes
) -> None:
    server.play(answer(body, headers=[("Content-Encoding", encoding)]), OK)
    with pytest.raises(QDashTransportError, match=r"GET /chips/c: the compression of the answer is broken$") as caught:
        client.get_chip("c")
    assert caught.value.status_code == 200
    assert (len(server.requests), sleeps) == (1, [])
    assert client.get_chip("c").chip_id == "c"
    assert server.connections == 2


@pytest.mark.parametrize("length", [1, 5, 10, 15, len(WHOLE) - 9, len(WHOLE) - 1])
@pytest.mark.parametrize("frame", ["length", "close", "chunks"])
def test_cut_compression_is_tried_again(
    server: FaultServer, client: QDashClient, sleeps: list[float], length: int, frame: str
) -> None:
    server.play(framed(WHOLE[:length], frame, "gzip"), framed(WHOLE, frame, "gzip"))
    assert client.get_chip("c").chip_id == "c"
    assert (len(server.requests), len(sleeps)) == (2, 1)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "?", "x" * 5000])
def test_unknown_encoding(server: FaultServer, client: QDashClient, sleeps: list[float], encoding: str) -> None:
    server.play(answer(CHIP, headers=[("Content-Encoding", encoding)]))
    with pytest.raises(QDashTransportError, match=r"the content encoding '.{1,60}' is not understood$"):
        client.get_chip("c")
    assert (len(server.requests), sleeps) == (1, [])


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_stream_must_not_be_compressed(server: FaultServer, client: QDashClient, tmp_path: Path, encoding: str) -> None:
    server.play(answer(WHOLE, headers=[("Content-Encoding", encoding)], content_type="application/pdf"))
    for call in (
        lambda: client.download_metrics_pdf("c", to=tmp_path / "m.pdf"),
        lambda: client.stream_copilot_chat(message="x"),
    ):
        with pytest.raises(QDashTransportError, match=f"the content encoding '{encoding}', where none was accepted"):
            call()
    assert {request["Accept-Encoding"] for request in server.requests} == {"identity"}
    assert list(tmp_path.iterdir()) == []


def test_header_of_ones_own_goes_first(server: FaultServer, make_client: MakeClient) -> None:
    server.play(OK)
    make_client(default_headers={"accept-encoding": "identity"}).get_chip("c")
    assert server.requests[0]["Accept-Encoding"] == "identity"


# --- chunks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["-1", "+10", "0x10", "1_0", " 10", "", "g", "10 10", "\u0661", "1" * 16, "10\r"])
def test_size_of_a_chunk_is_hexadecimal_and_nothing_else(
    server: FaultServer, make_client: MakeClient, size: str
) -> None:
    server.play(Step(CHUNKED + f"{size}\r\n".encode() + CHIP + b"\r\n0\r\n\r\n", then="close"))
    with pytest.raises(QDashTransportError):
        make_client(retry={"max_attempts": 1}).get_chip("c")


@pytest.mark.parametrize("line", ["10\r\n", "10\n", "010\r\n", "10 \r\n", "10;a=b\r\n", '10 ; a="b"\r\n'])
def test_lines_of_chunks(server: FaultServer, client: QDashClient, line: str) -> None:
    server.play(CHUNKED + line.encode() + CHIP + b"\r\n0;x\r\n\r\n")
    assert len(CHIP) == 0x10
    for _ in range(2):
        assert client.get_chip("c").chip_id == "c"
    assert server.connections == 1
