"""Requests that are sent once, and requests that are repeated."""

from __future__ import annotations

import gzip
import re
import socket
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import declared
import pytest
from fault_server import CLOSE, HANG, RESET, FaultServer, Received, Step, chunked, http_response

from qdash.client import (
    QDashApiError,
    QDashClient,
    QDashConfig,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.models import NoteModel, ReanalyzeResponse
from qdash.client.transport import pool

from .cases import CHIP, GET, TOKEN, WRITES, Bench, Call, Fault, Scenario, Section, Sees

UNKNOWN = "the server may have acted on the request or not, and it is not sent again"
NO_DOUBT = r" failed \(.*\)$"
"""The end of a message without a note on the outcome."""

SAFE_POSTS: dict[str, Call] = {
    "reanalyze_qubit_spectroscopy": lambda client: type(client.reanalyze_qubit_spectroscopy("c", "0")),
    "download_metrics_pdf": lambda client: client.download_metrics_pdf("c"),
}
RIGHT = {
    "GET": CHIP,
    "POST": CHIP,
    "PUT": http_response(NoteModel().to_dict()),
    "PATCH": CHIP,
    "DELETE": http_response({"message": "done"}),
    "reanalyze_qubit_spectroscopy": http_response(declared.sample_document(ReanalyzeResponse)),
    "download_metrics_pdf": http_response(b"%PDF", content_type="application/pdf"),
}
RETURNED = {"GET": "c", "reanalyze_qubit_spectroscopy": ReanalyzeResponse, "download_metrics_pdf": b"%PDF"}

BODY = b'{"chip_id": "c"}'
LOST = {
    "closes the connection without a response": CLOSE,
    "resets the connection": RESET,
    "closes within the header": Step(CHIP[:30], then="close"),
    "closes within the body": Step(http_response(BODY, length=50), then="close"),
    "resets within the body": Step(http_response(BODY, length=50), then="reset"),
    "answers something that is not HTTP": Step(b"SSH-2.0-OpenSSH_9.6\r\n", then="close"),
    "closes within a chunk": Step(chunked(BODY, end=False)[:-9], then="close"),
}
SILENT = {
    "says nothing": HANG,
    "stops sending within the header": Step(CHIP[:30], then="hang"),
    "stops sending within the body": Step(http_response(BODY, length=50), then="hang"),
}
ENDS = {"closes the kept connection, and does not answer": CLOSE, "resets the kept connection": RESET}
LOGIN = {"api_token": None, "username": "alice", "password_env": "LAB_PASSWORD"}
PASSWORD = {"LAB_PASSWORD": "open sesame"}


def token(text: str) -> bytes:
    """Return the response to a login."""
    return http_response({"access_token": text, "token_type": "bearer", "user_id": "u", "username": "alice"})


DENIED = http_response({"detail": "unknown token"}, 401)


def after_a_get(call: Call) -> Call:
    """Make a call on the connection that another one has used."""
    return lambda client: (client.get_chip("c"), call(client))[1]


def failure_of(call: Call, client: QDashClient) -> QDashApiError:
    """Make a call and return its failure."""
    with pytest.raises(QDashApiError) as caught:
        call(client)
    return caught.value


def is_never_sent(call: Call, base_url: str, where: str) -> None:
    pauses: list[float] = []
    config = QDashConfig(base_url=base_url, api_token=TOKEN)
    with QDashClient(config, sleep_fn=pauses.append) as client, pytest.raises(QDashTransportError) as caught:
        call(client)
    assert type(caught.value) is QDashTransportError
    assert re.search(rf": cannot connect to {re.escape(where)} \(.*\)$", str(caught.value)), str(caught.value)
    assert len(pauses) == 2


def nobody_listens(call: Call) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        with socket.socket() as reserved:
            reserved.bind(("127.0.0.1", 0))
            where = f"127.0.0.1:{reserved.getsockname()[1]}"
            is_never_sent(call, f"http://{where}", where)

    return test


def host_is_unknown(call: Call) -> Callable[[Bench], None]:
    def fail(*args: Any, **options: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def test(bench: Bench) -> None:
        bench.monkeypatch.setattr(socket, "getaddrinfo", fail)
        is_never_sent(call, "http://qdash.invalid", "qdash.invalid:80")

    return test


def host_is_known_in_the_end(method: str) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        with FaultServer() as server:
            server.play(RIGHT[method])
            failures = [socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")] * 2
            address = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", server.port))

            def look_up(*args: Any, **options: Any) -> Any:
                if failures:
                    raise failures.pop()
                return [address]

            config = QDashConfig(base_url="http://qdash.invalid", api_token=TOKEN)
            client = QDashClient(config, sleep_fn=lambda pause: None)
            with client, bench.monkeypatch.context() as patches:
                patches.setattr(socket, "getaddrinfo", look_up)
                ({"GET": GET} | WRITES)[method](client)
            assert [request.method for request in server.requests] == [method]

    return test


def pauses_differ(bench: Bench) -> None:
    pauses: list[float] = []
    with FaultServer() as server:
        server.play(http_response({}, 503))
        config = QDashConfig(base_url=server.url, api_token=TOKEN, retry={"max_attempts": 2, "base_delay_sec": 0.2})
        for _ in range(40):
            with QDashClient(config, sleep_fn=pauses.append) as client, pytest.raises(QDashTransportError):
                client.get_chip("c")
    assert len(pauses) == 40
    assert all(0.1 <= pause <= 0.2 for pause in pauses)
    assert len(set(pauses)) > 20
    assert max(pauses) - min(pauses) > 0.04


# --- connections that are kept ---------------------------------------------------------------------------------------


class Kept:
    """A client with a clock of its own, and what becomes of its connections."""

    def __init__(self, bench: Bench, server: FaultServer, **settings: Any) -> None:
        self._now = 1000.0
        self._server = server
        self._gate: threading.Barrier | None = None
        self.headers: list[tuple[str, str]] = []
        server.script = self._response
        bench.monkeypatch.setattr(pool, "monotonic", lambda: self._now)
        self._client = QDashClient(QDashConfig(base_url=server.url, api_token=TOKEN, **settings))

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._client.close()

    def _response(self, request: Received) -> bytes:
        if self._gate is not None:
            self._gate.wait(30)
        return http_response({"chip_id": "c"}, headers=self.headers)

    def call(self, call: Call = GET, *, after: float = 0) -> int:
        """Make a call after so many seconds, and return the number of its connection."""
        self._now += after
        call(self._client)
        return self._server.requests[-1].connection

    def together(self, count: int, *, after: float = 0) -> set[int]:
        """Make calls at the same time, and return the numbers of their connections."""
        self._now += after
        self._gate = threading.Barrier(count)
        before = len(self._server.requests)
        with ThreadPoolExecutor(count) as threads:
            assert [*threads.map(lambda _: GET(self._client), range(count))] == ["c"] * count
        self._gate = None
        return {request.connection for request in self._server.requests[before:]}


POST = WRITES["POST"]


def kept(test: Callable[[Kept], None], **settings: Any) -> Callable[[Bench], None]:
    def on_bench(bench: Bench) -> None:
        with FaultServer() as server, Kept(bench, server, **settings) as client:
            test(client)

    return on_bench


def keep_alive(value: str, test: Callable[[Kept], None]) -> Callable[[Bench], None]:
    def with_header(client: Kept) -> None:
        client.headers = [("Keep-Alive", value)]
        test(client)

    return kept(with_header)


def is_used_for(call: Call, least: float, most: float) -> Callable[[Kept], None]:
    """See a connection be used again after `least` seconds, and not after `most`."""

    def test(client: Kept) -> None:
        assert client.call() == 1
        assert client.call(call, after=least) == 1
        assert client.call(call, after=most) == 2

    return test


def is_left_to_reads(client: Kept) -> None:
    assert len(client.together(8)) == 8
    assert client.call(POST, after=3) == 9
    assert client.together(8) <= {*range(1, 10)}


def is_closed_in_the_end(bench: Bench) -> None:
    with FaultServer() as server, Kept(bench, server) as client:
        assert client.together(2) == {1, 2}
        for _ in range(7):
            client.call(after=10)
        server.wait_for_ends(1)
        assert server.connections == 2


def is_limited(bench: Bench) -> None:
    with FaultServer() as server, Kept(bench, server) as client:
        assert len(client.together(40)) == 40
        server.wait_for_ends(8)


def is_large(client: Kept) -> None:
    assert len(client.together(40)) == 40
    assert client.together(32) <= {*range(1, 41)}


def is_as_large_as_said(client: Kept) -> None:
    assert client.together(40) == client.together(40)


def taken_by_another_thread(bench: Bench) -> None:
    taken: list[Any] = []

    class Taken(deque[Any]):
        def append(self, connection: Any) -> None:
            taken.append(connection)  # another thread is faster than the next statement of this one

    bench.monkeypatch.setattr(pool, "deque", Taken)
    kept(lambda client: client.call() and None)(bench)
    taken.pop().close()


UNSAID = "fails without a word"


def closes_after_an_error(status: int) -> Callable[[Received], bytes | Step]:
    """Answer the first request with an error, and close its connection without having said so."""

    def script(request: Received) -> bytes | Step:
        if request.method == "GET":
            return http_response({"detail": UNSAID}, status)
        return CLOSE if request.connection == 1 else CHIP

    return script


PAGE = b"<html><head><title>Sign in</title></head></html>"


def page(status: int) -> bytes:
    return http_response(PAGE, status, content_type="text/html")


OF_A_GATEWAY = (408, 502, 504, *range(520, 528), 530)
NOT_UNDERSTOOD = {
    "of another shape": http_response([]),
    "that is not JSON": http_response(b"ok", content_type="text/plain"),
    "of nothing": http_response(b""),
}
UNUSABLE = {
    "that is too large": http_response({"chip_id": "c" * 20_000}),
    "that is compressed, and broken": http_response(b"\x1f\x8b" + bytes(20), headers=[("Content-Encoding", "gzip")]),
    "with an encoding that nobody knows": http_response(b"x", headers=[("Content-Encoding", "br")]),
    "that is a bomb": http_response(gzip.compress(bytes(100_000)), headers=[("Content-Encoding", "gzip")]),
}

SECTION = Section(
    "Sent once",
    "A write is sent once. If it was sent and no response of the API came that can be understood, the error says "
    "that the outcome is unknown, also as `error.outcome_unknown`. An error response that the server sends before "
    "it has read the whole request is received. A request that was never sent, because no connection was made, is "
    "repeated, and so is a read: with growing pauses of random length, three attempts in all unless `retry` says "
    "otherwise.",
    {
        "writes are not repeated": [
            (
                "transport/retry.py",
                "if is_permanent(outcome.cause) or (outcome.sent and not safe):",
                "if is_permanent(outcome.cause):",
            )
        ],
        "an error without a response says that the outcome is unknown": [
            ("transport/errors.py", "unclear=failure.sent)", "unclear=False)")
        ],
        "an error of a gateway says that the outcome is unknown": [
            ("transport/errors.py", "unclear = success or response.status in _LOST or", "unclear = success or"),
            # A page of a gateway says the same once more, because it is no error of the API.
            ("transport/errors.py", "(response.status >= 500 and not _is_explained(payload))", "False"),
        ],
        "an error that is not of the API says that the outcome is unknown": [
            ("transport/errors.py", "(response.status >= 500 and not _is_explained(payload))", "False")
        ],
        "a page that is no error says that the outcome is unknown": [
            ("transport/errors.py", "unclear = success or", "unclear =")
        ],
        "a response that is not understood says that the outcome is unknown": [
            ("transport/message.py", "self._is_success if unclear is None else unclear", "unclear or False")
        ],
        "an unknown outcome sets the attribute outcome_unknown": [
            ("transport/message.py", "error.outcome_unknown = unknown", "")
        ],
        "an error of the API itself leaves the outcome known": [
            ("transport/errors.py", "unclear = success or response.status in _LOST or", "unclear = True or")
        ],
        "a write is not repeated when its kept connection ends": [
            (
                "transport/retry.py",
                "outcome.is_of_idle_connection and outcome.attempt.request.safe",
                "outcome.is_of_idle_connection",
            )
        ],
        "a read is repeated when its kept connection ends": [
            ("transport/retry.py", "return isinstance(outcome, Failure) and", "return False and")
        ],
        "a partial response does not count as the end of an idle connection": [
            ("transport/retry.py", "connection.reused and not connection.received", "connection.reused")
        ],
        "a request that was never sent is repeated": [("transport/pool.py", "raise NotSent(failure)", "raise failure")],
        "reads are repeated": [("transport/retry.py", "if number >= self.max_attempts:", "if True:")],
        "the number of attempts is limited": [
            ("transport/retry.py", "if number >= self.max_attempts:", "if number >= 50:")
        ],
        "POSTs that change nothing are marked": [
            ("api/chips.py", '/reanalyze/qubit-spectroscopy", effect="read")', '/reanalyze/qubit-spectroscopy")'),
            ("api/metrics.py", 'effect="read",', ""),
        ],
        "pauses grow exponentially": [("transport/retry.py", "self._base * 2.0 ** (number - 1)", "self._base")],
        "pauses are limited": [("transport/retry.py", "min(self._longest, ", "max(0.0, ")],
        "pauses are random": [("transport/retry.py", "random.uniform(0.5, 1)", "1")],
        "a refused token is replaced": [("transport/transport.py", "if outcome.status == 401 and", "if False and")],
        "no connection is kept after an error of the server": [
            ("transport/network.py", "and head.status < 500 and", "and")
        ],
        "a write needs a connection that was idle for a short time": [
            ("transport/pool.py", "IDLE_LIMIT_FOR_WRITES = 2.0", "IDLE_LIMIT_FOR_WRITES = 60.0")
        ],
        "a write uses a connection that was idle for a short time": [
            ("transport/pool.py", "IDLE_LIMIT_FOR_WRITES = 2.0", "IDLE_LIMIT_FOR_WRITES = 0.2")
        ],
        "a write needs a connection with half of its keep-alive time left": [
            ("transport/pool.py", "min(IDLE_LIMIT_FOR_WRITES, connection.idle_limit / 2)", "IDLE_LIMIT_FOR_WRITES")
        ],
        "a write returns older connections to the pool": [
            (
                "transport/pool.py",
                "idle.append(connection)  # only reads may use it; all others have been idle for longer\n",
                "connection.close()\n                continue\n",
            )
        ],
        "a connection is not used after a minute of idleness": [
            ("transport/pool.py", "IDLE_LIMIT = 60.0", "IDLE_LIMIT = 600.0")
        ],
        "a connection is used within a minute of idleness": [
            ("transport/pool.py", "IDLE_LIMIT = 60.0", "IDLE_LIMIT = 6.0")
        ],
        "unused connections are closed": [
            ("transport/pool.py", " or _oldest(idle) <= connection.idle_since - IDLE_LIMIT", "")
        ],
        "the timeout of Keep-Alive is applied": [
            (
                "transport/pool.py",
                "if seconds >= min(IDLE_LIMIT, connection.idle_limit) or",
                "if seconds >= IDLE_LIMIT or",
            )
        ],
        "the number of idle connections is limited": [("transport/pool.py", "len(idle) > self._size or ", "")],
        "idle connections up to the limit are kept": [
            ("transport/transport.py", "size=max(32, config.max_workers)", "size=1")
        ],
        "another thread may take the last idle connection": [
            (
                "transport/pool.py",
                "except IndexError:  # another thread has taken the last one",
                "except ZeroDivisionError:",
            )
        ],
    },
    [
        *[
            Fault(
                what=f"{method}: the server {what}",
                server=[step],
                call=call,
                sees=Sees(QDashTransportError, rf"^{method} /chips\S*: .*{UNKNOWN}$"),
                guard="writes are not repeated",
            )
            for method, call in WRITES.items()
            for what, step in LOST.items()
        ],
        *[
            Fault(
                what=f"{method}: the server {what}",
                server=[step],
                call=call,
                settings={"timeout_sec": 0.05},
                sees=Sees(QDashTimeoutError, rf"no response within 0.05 s \(timeout_sec\); {UNKNOWN}$"),
                guard="an error without a response says that the outcome is unknown",
            )
            for method, call in WRITES.items()
            for what, step in SILENT.items()
        ],
        *[
            Fault(
                what=f"{method}: the server {what}",
                server=[CHIP, step],
                call=after_a_get(call),
                sees=Sees(QDashTransportError, UNKNOWN),
                reached=2,
                guard="a write is not repeated when its kept connection ends",
            )
            for method, call in WRITES.items()
            for what, step in ENDS.items()
        ],
        *[
            Fault(
                what=f"{method}: a gateway answers {status}, in JSON",
                server=[http_response({"detail": "nobody home"}, status)],
                call=call,
                sees=Sees(QDashTransportError, rf"^{status} {method} /chips\S*: nobody home.*; {UNKNOWN}$", status),
                guard="an error of a gateway says that the outcome is unknown",
            )
            for method, call in WRITES.items()
            for status in (OF_A_GATEWAY if method == "POST" else (408, 502, 504, 524))
        ],
        Fault(
            what="POST: a gateway answers 408 with a page",
            server=[page(408)],
            call=POST,
            sees=Sees(QDashTransportError, f"^408 POST /chips: an HTML page .*; {UNKNOWN}$", 408),
            guard="an error of a gateway says that the outcome is unknown",
        ),
        *[
            Fault(
                what=f"{method}: {status} {what}",
                server=[step],
                call=call,
                sees=Sees(QDashTransportError, rf"^{status} {method} /chips\S*{said}; {UNKNOWN}$", status),
                guard="an error that is not of the API says that the outcome is unknown",
            )
            for method, call in WRITES.items()
            for status in ((500, 503, 599) if method == "POST" else (500,))
            for what, step, said in [
                ("with a page", page(status), ": an HTML page .*"),
                ("in plain text", http_response(b"No", status, content_type="text/plain"), ": No"),
                ("with nothing", http_response(None, status), ""),
            ]
        ],
        *[
            Fault(
                what=f"{method}: 200 with a page for signing in",
                server=[page(200)],
                call=call,
                sees=Sees(
                    QDashValidationError,
                    rf"^200 {method} /chips\S*: an HTML page \('Sign in'\) instead of JSON; check .*; {UNKNOWN}$",
                    200,
                ),
                guard="a page that is no error says that the outcome is unknown",
            )
            for method, call in WRITES.items()
        ],
        *[
            Fault(
                what=f"{method}: a response {what}",
                server=[step],
                call=call,
                sees=Sees(QDashValidationError, rf"^200 {method} /chips\S*: .*; {UNKNOWN}$", 200),
                guard="a response that is not understood says that the outcome is unknown",
            )
            for method, call in WRITES.items()
            for what, step in NOT_UNDERSTOOD.items()
        ],
        *[
            Fault(
                what=f"{method}: a response {what}",
                server=[step],
                call=call,
                settings={"max_response_bytes": 10_000},
                sees=Sees(QDashTransportError, rf"^{method} /chips\S*: .*; {UNKNOWN}$", 200),
                guard="an error without a response says that the outcome is unknown",
            )
            for method, call in WRITES.items()
            for what, step in UNUSABLE.items()
        ],
        *[
            Fault(
                what=f"POST: the outcome is unknown after {what}",
                server=[step],
                call=lambda client: failure_of(POST, client).outcome_unknown,
                sees=True,
                guard="an unknown outcome sets the attribute outcome_unknown",
            )
            for what, step in {
                "a closed connection": CLOSE,
                "a page with 502": page(502),
                "a page for signing in": page(200),
                "a response of another shape": NOT_UNDERSTOOD["of another shape"],
            }.items()
        ],
        *[
            Fault(
                what=f"POST: {what}, which leaves no doubt",
                server=[step],
                call=lambda client: failure_of(POST, client).outcome_unknown,
                sees=False,
                guard="an error of the API itself leaves the outcome known",
            )
            for what, step in {
                **{
                    f"{status} in JSON": http_response({"detail": "no"}, status)
                    for status in (400, 401, 403, 404, 409, 422, 429, 500, 503)
                },
                **{f"{status} with a page": page(status) for status in (400, 401, 403, 404, 405, 413, 429)},
                "a redirect": http_response(None, 302, [("Location", "https://sso.example.com/login")]),
            }.items()
        ],
        *[
            Scenario(
                what=f"{method}: {what}",
                sees="`QDashTransportError`: cannot connect, after three attempts; nothing about an unknown outcome",
                reached="0",
                test=fault(call),
                guard="a request that was never sent is repeated",
            )
            for method, call in ({"GET": GET} | WRITES).items()
            for what, fault in {
                "the connection is refused": nobody_listens,
                "the host is not found": host_is_unknown,
            }.items()
        ],
        *[
            Scenario(
                what=f"{method}: the host is found at the third attempt only",
                sees="its response",
                reached="1",
                test=host_is_known_in_the_end(method),
                guard="reads are repeated",
            )
            for method in ("GET", *WRITES)
        ],
        *[
            Fault(
                what=f"GET: the server {what}, twice",
                server=[step, step, CHIP],
                sees="c",
                reached=3,
                pauses=[(0.1, 0.2), (0.2, 0.4)],
                guard="reads are repeated",
            )
            for what, step in LOST.items()
        ],
        *[
            Fault(
                what=f"GET: the server {what}, twice",
                server=[step, step, CHIP],
                settings={"timeout_sec": 0.2},
                sees="c",
                reached=3,
                pauses=2,
                within=3,
                guard="reads are repeated",
            )
            for what, step in SILENT.items()
        ],
        *[
            Fault(
                what=f"GET: the server {what}, every time",
                server=[step],
                sees=Sees(QDashTransportError, rf"^GET /chips/c: the connection to 127\.0\.0\.1:\d+{NO_DOUBT}"),
                reached=3,
                pauses=2,
                guard="the number of attempts is limited",
            )
            for what, step in LOST.items()
        ],
        *[
            Fault(
                what=f"POST that changes nothing ({name}): the server {what}, twice",
                server=[step, step, RIGHT[name]],
                call=call,
                sees=RETURNED[name],
                reached=3,
                pauses=2,
                guard="POSTs that change nothing are marked",
            )
            for name, call in SAFE_POSTS.items()
            for what, step in LOST.items()
        ],
        *[
            Fault(
                what=f"{name}: the server {what}",
                server=[CHIP, step, RIGHT[name]],
                call=after_a_get(call),
                sees=RETURNED[name],
                reached=3,
                pauses=0,
                guard="a read is repeated when its kept connection ends",
            )
            for name, call in ({"GET": GET} | SAFE_POSTS).items()
            for what, step in ENDS.items()
        ],
        Fault(
            what="GET: the server closes the connection without a response, and max_attempts is 1",
            server=[CLOSE, CHIP],
            settings={"retry": {"max_attempts": 1}},
            sees=Sees(QDashTransportError, NO_DOUBT),
            guard="the number of attempts is limited",
        ),
        Fault(
            what="GET: the server closes the connection without a response, five times of six",
            server=[CLOSE] * 5 + [CHIP],
            settings={"retry": {"max_attempts": 6, "base_delay_sec": 0.5, "max_delay_sec": 60}},
            sees="c",
            reached=6,
            pauses=[(0.25, 0.5), (0.5, 1), (1, 2), (2, 4), (4, 8)],
            guard="pauses grow exponentially",
        ),
        Fault(
            what="GET: the same, with pauses of 1.5 s at most",
            server=[CLOSE] * 5 + [CHIP],
            settings={"retry": {"max_attempts": 6, "base_delay_sec": 0.5, "max_delay_sec": 1.5}},
            sees="c",
            reached=6,
            pauses=[(0.25, 0.5), (0.5, 1), *[(0.75, 1.5)] * 3],
            guard="pauses are limited",
        ),
        Scenario(
            what="GET: 40 clients get 503 at the same time",
            sees="no two of them come back at the same time",
            reached="80",
            test=pauses_differ,
            guard="pauses are random",
        ),
        *[
            Fault(
                what=f"{method} with username and password: the token is refused with 401",
                server=[token("old"), DENIED, token("new"), RIGHT[method]],
                call=lambda client, call=call: call(client) and None,
                settings=LOGIN,
                environment=PASSWORD,
                sees=None,
                reached=4,
                guard="a refused token is replaced",
            )
            for method, call in ({"GET": GET} | WRITES).items()
        ],
        Fault(
            what="GET: the server resets a kept connection within the body",
            server=[CHIP, LOST["resets within the body"], CHIP],
            call=after_a_get(GET),
            sees="c",
            reached=3,
            pauses=1,
            guard="a partial response does not count as the end of an idle connection",
        ),
        *[
            Fault(
                what=f"a GET is answered with {status}, and the server closes the connection without saying so; a POST",
                server=closes_after_an_error(status),
                call=lambda client: (failure_of(GET, client), POST(client).chip_id)[1],
                settings={"retry": {"max_attempts": 1}},
                sees="c",
                reached=2,
                guard="no connection is kept after an error of the server",
            )
            for status in (500, 502, 503, 599)
        ],
        *[
            Scenario(what=what, sees=sees, test=test, within=60, guard=guard)
            for what, sees, test, guard in [
                (
                    "a connection has been idle for 1.75 s, and then for 2 s, before a write",
                    "it is used again, and then it is not",
                    kept(is_used_for(POST, 1.75, 2)),
                    "a write needs a connection that was idle for a short time",
                ),
                (
                    "a connection has been idle for 1.75 s before a write",
                    "it is used again",
                    kept(is_used_for(POST, 1.75, 60)),
                    "a write uses a connection that was idle for a short time",
                ),
                (
                    "a connection that is kept for 3 s has been idle for 1.25 s, and then for 1.5 s, before a write",
                    "it is used again, and then it is not",
                    keep_alive("timeout=3", is_used_for(POST, 1.25, 1.5)),
                    "a write needs a connection with half of its keep-alive time left",
                ),
                (
                    "eight connections have been idle for 3 s, and a write comes before eight reads",
                    "the reads use the connections that there are",
                    kept(is_left_to_reads),
                    "a write returns older connections to the pool",
                ),
                (
                    "a connection has been idle for 59 s, and then for 60 s, before a read",
                    "it is used again, and then it is not",
                    kept(is_used_for(GET, 59, 60)),
                    "a connection is not used after a minute of idleness",
                ),
                (
                    "a connection has been idle for 59 s before a read",
                    "it is used again",
                    kept(is_used_for(GET, 59, 600)),
                    "a connection is used within a minute of idleness",
                ),
                *[
                    (
                        f"a connection with {value!r} has been idle for 4 s, and then for 5 s, before a read",
                        "it is used again, and then it is not",
                        keep_alive(value, is_used_for(GET, 4, 5)),
                        "the timeout of Keep-Alive is applied",
                    )
                    for value in ("timeout=5", "max=100, Timeout=5")
                ],
                (
                    "two connections, one of which nobody uses for a minute",
                    "it is closed",
                    is_closed_in_the_end,
                    "unused connections are closed",
                ),
                (
                    "40 calls at the same time, of a client with fewer threads",
                    "32 connections are kept, the others are closed",
                    is_limited,
                    "the number of idle connections is limited",
                ),
                (
                    "40 calls at the same time, and then 32",
                    "32 connections are used again",
                    kept(is_large),
                    "idle connections up to the limit are kept",
                ),
                (
                    "40 calls at the same time, and 40 again, of a client with 40 threads",
                    "40 connections are used again",
                    kept(is_as_large_as_said, max_workers=40),
                    "idle connections up to the limit are kept",
                ),
                (
                    "a call gives its connection back, and another thread takes it at once",
                    "its response",
                    taken_by_another_thread,
                    "another thread may take the last idle connection",
                ),
            ]
        ],
    ],
)
