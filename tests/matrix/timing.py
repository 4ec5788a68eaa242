"""The time limits of calls."""

from __future__ import annotations

import asyncio
import gzip
import os
import socket
import ssl
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from fault_server import HANG, FaultServer, Received, Step, chunk, chunked, http_response

from qdash.client import QDashClient, QDashConfig, QDashTimeoutError, QDashTransportError

from .cases import CHIP, GET, TOKEN, WRITES, Bench, Call, Fault, Scenario, Section, Sees

IN_ALL = r"no complete response within 0\.3 s in all \(total_timeout_sec\)$"
DOUBT = "; the server may have acted on the request or not"
TOTAL = {"total_timeout_sec": 0.3}
READ_TIMEOUT = {"timeout_sec": 0.1, "total_timeout_sec": 1.5}  # so that a client that forgets the one has the other
TUNNEL = {"proxy": "{server}", "base_url": "https://qdash.example.com"}
LOGIN = {"api_token": None, "username": "alice", "password_env": "PATH"}  # any variable will do
TOKENS = http_response({"access_token": "t"})
CHUNKED = chunked(content_type="application/json", end=False)
LENGTH = 150
ONES = b"x" * LENGTH
GZIPPED = gzip.compress(ONES, 0)[:LENGTH]  # and not compressed


def drip(data: bytes, pause: float = 0.01) -> Iterator[bytes]:
    """Bytes one by one, within 1.5 s for those of `LENGTH`."""
    for number in range(len(data)):
        yield data[number : number + 1]
        time.sleep(pause)


def late(*pieces: bytes, pause: float) -> Iterator[bytes]:
    for piece in pieces:
        time.sleep(pause)
        yield piece


def dripping(start: bytes, rest: bytes) -> Callable[[], Step]:
    return lambda: Step(start, pieces=drip(rest), then="close")


def after(seconds: float, what: bytes = CHIP) -> Callable[[], Step]:
    return lambda: Step(pieces=late(what, pause=seconds))


STOPS: dict[str, Step] = {
    "instead of a response": HANG,
    "within the header": Step(CHIP[:30], then="hang"),
    "within the body": Step(http_response(b'{"chip_id": "c"}', length=50), then="hang"),
    "within a chunk": Step(CHUNKED + b'ff\r\n{"chip_id": "c"}', then="hang"),
    "before the last chunk": Step(CHUNKED + chunk(b'{"chip_id": "c"}'), then="hang"),
    "within a body without a length": Step(http_response({"chip_id": "c"}, length=-1), then="hang"),
    "within the body of an error": Step(http_response(b"x", 404, length=50), then="hang"),
}
DRIPS: dict[str, Callable[[], Step]] = {
    "a status line": dripping(b"HTTP/1.1 200 ", ONES),
    "the name of a header field": dripping(b"HTTP/1.1 200 OK\r\n", ONES),
    "many header fields": dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 25),
    "informational responses": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 6),
    "a body": dripping(http_response(b"", length=LENGTH), ONES),
    "a body without a length": dripping(http_response(b"", length=-1), ONES),
    "the body of an error": dripping(http_response(b"", 404, length=LENGTH), ONES),
    "the size of a chunk": dripping(CHUNKED, b"0" * 10 + ONES),
    "the extension of a chunk": dripping(CHUNKED, b"5;" + ONES),
    "a chunk": dripping(CHUNKED + b"%x\r\n" % LENGTH, ONES),
    "many chunks": dripping(CHUNKED, chunk(b"x") * 25),
    "a trailer": dripping(CHUNKED + b"0\r\n", b"X: y\r\n" * 25),
    "a compressed body": dripping(http_response(b"", headers=[("Content-Encoding", "gzip")], length=LENGTH), GZIPPED),
}


def saved(client: QDashClient) -> int:
    """Download to a file, and return its size; or leave nothing behind."""
    with tempfile.TemporaryDirectory() as directory:
        try:
            return client.download_metrics_pdf("c", to=Path(directory, "f")).stat().st_size
        except QDashTransportError:
            assert os.listdir(directory) == []
            raise


def chat(client: QDashClient) -> int:
    """Read a stream of events, and return their number."""
    with client.stream_copilot_chat(message="x") as stream:
        return len(list(stream))


def events(count: int, pause: float) -> Step:
    status, result = chunk(b'event: status\ndata: {"n": 1}\n\n'), chunk(b"event: result\ndata: {}\n\n")
    return Step(
        chunked(content_type="text/event-stream", end=False),
        pieces=late(*[status] * (count - 1), result, b"0\r\n\r\n", pause=pause),
    )


# --- what needs more than a server that answers ----------------------------------------------------------------------


def too_late(bench: Bench, says: str, url: str, call: Call = GET, **settings: Any) -> None:
    """See a call fail as too late, and not as one whose outcome is unknown, unless `says` says so."""
    config = QDashConfig(base_url=url, api_token=TOKEN, ca_bundle=str(bench.ca), **settings)
    with QDashClient(config, sleep_fn=lambda seconds: None) as client:
        start = time.monotonic()
        with pytest.raises(QDashTimeoutError, match=says) as caught:
            call(client)
        assert time.monotonic() - start < 2.5
        assert type(caught.value) is QDashTimeoutError
        assert (DOUBT in str(caught.value)) == (DOUBT in says)


def mute(bench: Bench, says: str, call: Call = GET, **settings: Any) -> None:
    """Connect to what never sends TLS."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        too_late(bench, says, f"https://127.0.0.1:{listener.getsockname()[1]}", call, **settings)


def dripping_handshake(bench: Bench) -> None:
    """Connect to what sends one byte at a time of a record of TLS that never becomes complete."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            try:
                for piece in drip(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc" + bytes(200)):
                    connection.sendall(piece)
            except OSError:
                pass  # the client has gone away

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            too_late(bench, IN_ALL, f"https://127.0.0.1:{listener.getsockname()[1]}", WRITES["DELETE"], **TOTAL)
        finally:
            thread.join()


@contextmanager
def nobody_answers(bench: Bench, addresses: int, *ports: int) -> Iterator[str]:
    """A host with addresses that do not answer at all, because their queue is full, and with others after them."""
    if sys.platform != "linux":
        pytest.skip("elsewhere a full queue refuses")
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as queue:
        for _ in range(3):
            waiting = queue.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", full.getsockname())] * addresses
        found += [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port)) for port in ports]
        patch = queue.enter_context(bench.monkeypatch.context())
        patch.setattr(socket, "getaddrinfo", lambda *args, **options: found)
        yield "http://qdash.example.com"


def unconnected(bench: Bench, addresses: int, says: str, **settings: Any) -> None:
    with nobody_answers(bench, addresses) as url:
        too_late(bench, says, url, WRITES["POST"], **settings)


def one_answers(bench: Bench) -> None:
    with FaultServer(lambda request: CHIP) as server, nobody_answers(bench, 3, server.port) as url:
        config = QDashConfig(base_url=url, api_token=TOKEN, timeout_sec=5, retry={"max_attempts": 1})
        with QDashClient(config) as client:
            assert GET(client) == "c"


@contextmanager
def slow_reader(context: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that takes 130 kB of a request at a time, 16 kB with TLS, and answers at its end."""

    def serve() -> None:
        raw, _ = listener.accept()
        with context.wrap_socket(raw, server_side=True) if context else raw as connection:
            taken = b""
            while b"\r\n\r\n" not in taken:
                taken += connection.recv(1000)
            head, _, body = taken.partition(b"\r\n\r\n")
            left = int(head.lower().partition(b"content-length: ")[2].split()[0]) - len(body)
            try:
                while left > 0 and (data := connection.recv(130_000)):
                    left -= len(data)
                    time.sleep(0.0025 if context else 0.02)
                if left == 0:
                    connection.sendall(http_response({}))
            except OSError:
                pass  # the client has gone away

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"{'https' if context else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            thread.join()


LARGE = b"x" * 90_000_000


def taken_too_slowly(bench: Bench, context: ssl.SSLContext | None) -> None:
    with slow_reader(context) as url:
        says = IN_ALL[:-1].replace(r"0\.3", "1") + DOUBT
        # Longer than any read timeout, because the time for all of it is also that for each step.
        too_late(bench, says, url, lambda client: client.request("POST", "/x", data=LARGE), total_timeout_sec=1)


def taken_slowly(bench: Bench) -> None:
    with slow_reader() as url:
        config = QDashConfig(base_url=url, api_token=TOKEN, timeout_sec=1, total_timeout_sec=50)
        with QDashClient(config) as client:
            start = time.monotonic()
            client.request("POST", "/x", data=LARGE[::6])
            assert time.monotonic() - start > 1.2  # or it has shown nothing


def cancelled(bench: Bench, workers: int) -> None:
    half, released = threading.Event(), threading.Event()

    def rest() -> Iterator[bytes]:
        half.set()
        assert released.wait(10)
        yield CHIP[-5:]

    def script(request: Received) -> bytes | Step:
        asked = request.path.rpartition("/")[2]
        return Step(CHIP[:-5], pieces=rest()) if asked == "half" else http_response({"chip_id": asked})

    async def main() -> None:
        call = asyncio.create_task(client.get_chip_async("half"))
        while not half.is_set():
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.2)  # for the client to read what there is of the response
        start = time.monotonic()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert time.monotonic() - start < 1.5
        for turn in range(6):
            assert (await client.get_chip_async(f"own-{turn}")).chip_id == f"own-{turn}"
            if turn == 2:
                assert server.connections == 2
                released.set()

    with FaultServer(script) as server:
        config = QDashConfig(
            base_url=server.url, api_token=TOKEN, timeout_sec=2, max_workers=workers, retry={"max_attempts": 1}
        )
        with QDashClient(config) as client:
            try:
                asyncio.run(main())
            finally:
                released.set()


ANEW = "deadline = self._new_deadline()"

SECTION = Section(
    "Time",
    "`timeout_sec` bounds connecting, to all addresses of a host together, and each wait for the server. "
    "`total_timeout_sec` bounds the whole call: logins, redirects, retries and the pauses between them, including "
    "TLS and proxies, however slowly the server sends or receives. Downloads to a file and event streams that "
    "have begun are bounded by `timeout_sec` only. A cancelled async call returns at once, and its connection is "
    "not used for another call before its response has ended.",
    {
        "the read timeout is applied": [
            ("transport/deadline.py", "return min(self.wait, left)", "return min(3.0, left)")
        ],
        "the total timeout is applied": [
            ("transport/deadline.py", 'monotonic() + total if total else float("inf")', 'float("inf")')
        ],
        "each read is limited by the time left": [
            (
                "transport/connection.py",
                "self._set_timeout()\n        try:\n            data =",
                "try:\n            data =",
            )
        ],
        "each write is limited by the time left": [
            (
                "transport/connection.py",
                "self._set_timeout()\n            try:\n                count =",
                "self.sock.settimeout(self.deadline.wait)\n            try:\n                count =",
            ),
            ("transport/connection.py", "self.deadline.next_timeout(), to_send", "self.deadline.wait, to_send"),
            (
                "transport/connection.py",
                "            self._set_timeout()\n        return self.sock.send",
                "            self.sock.settimeout(self.deadline.wait)\n        return self.sock.send",
            ),
        ],
        "requests are sent in pieces": [
            (
                "transport/connection.py",
                "count = self._send(rest[:_PIECE])",
                "self.sock.sendall(rest)\n                count = len(rest)",
            )
        ],
        "a handshake is limited by the time left": [
            (
                "transport/tls.py",
                "end = monotonic() + deadline.next_timeout()",
                "end = monotonic() + 3",
            )
        ],
        "a tunnel is limited by the time left": [
            (
                "transport/connect.py",
                "Connection(_open_socket(*self._next_hop, deadline), deadline)",
                "Connection(_open_socket(*self._next_hop, deadline), type(deadline)(deadline.wait, 0))",
            )
        ],
        "connecting is limited by the time left": [
            ("transport/connect.py", "timeout = deadline.next_timeout()", "timeout = 3")
        ],
        "all addresses share one time limit": [
            (
                "transport/connect.py",
                "pending.append(_begin(waiting.pop(0)))\n",
                "pending.append(_begin(waiting.pop(0)))\n                    end = monotonic() + timeout\n",
            ),
            ("transport/connect.py", "min(left, head_start) if waiting else left", "timeout"),
            ("transport/connect.py", "if not ready and monotonic() >= end:", "if not ready and not waiting:"),
        ],
        "the next address is tried in parallel": [
            ("transport/connect.py", "min(left, head_start) if waiting else left", "left")
        ],
        "a login is limited by the time of its call": [
            (
                "transport/transport.py",
                "lambda login: self._log_in(login, deadline)",
                "lambda login: self._log_in(login, Deadline(self._config.timeout_sec, 0))",
            )
        ],
        "the time of a call includes its login": [
            (
                "transport/transport.py",
                "headers = self._headers(request, deadline)\n",
                f"headers = self._headers(request, deadline)\n        {ANEW}\n",
            )
        ],
        "the time of a call includes a second login": [
            (
                "transport/transport.py",
                "headers = self._headers(request, deadline, refused",
                f"{ANEW}\n                    headers = self._headers(request, deadline, refused",
            )
        ],
        "all attempts share one time limit": [
            (
                "transport/transport.py",
                "            yield pause\n",
                f"            yield pause\n            {ANEW}\n",
            )
        ],
        "all redirects share one time limit": [
            (
                "transport/transport.py",
                "url, redirects = target, redirects + 1\n",
                f"url, redirects = target, redirects + 1\n                        {ANEW}\n",
            )
        ],
        "a pause does not exceed the time left": [
            ("transport/transport.py", "pause is None or pause >= deadline.left()", "pause is None")
        ],
        "0 is no limit": [
            ("transport/deadline.py", 'monotonic() + total if total else float("inf")', "monotonic() + total")
        ],
        "each call has its own time limit": [
            (
                "transport/transport.py",
                "        return Deadline(",
                '        if "_once" in vars(self):\n            return self._once\n        self._once = Deadline(',
            ),
            (
                "transport/transport.py",
                "self._config.total_timeout_sec)\n",
                "self._config.total_timeout_sec)\n        return self._once\n",
            ),
        ],
        "downloads to files and streams may exceed the total timeout": [
            ("transport/deadline.py", 'self._end = float("inf")', "pass")
        ],
        "async calls run in threads": [
            (
                "call/steps.py",
                "over, outcome = await client._in_thread(_attempt, attempts)",
                "over, outcome = _attempt(attempts)",
            )
        ],
        "a connection is returned to the pool after its response": [
            (
                "transport/network.py",
                "attempt.connection = connection\n",
                "attempt.connection = connection\n        self._pool.give_back(connection)\n",
            )
        ],
    },
    [
        *[
            Fault(
                what=f"the server stops sending {where}",
                server=[step],
                settings=READ_TIMEOUT,
                sees=Sees(QDashTimeoutError, r"GET /chips/c: no response within 0\.1 s \(timeout_sec\)$"),
                reached=3,
                pauses=2,
                within=5,
                guard="the read timeout is applied",
            )
            for where, step in STOPS.items()
        ],
        *[
            Fault(
                what=f"the server stops sending {where} over TLS",
                server=[STOPS[where]],
                tls=True,
                settings={"timeout_sec": 0.5, "total_timeout_sec": 1.5, "retry": {"max_attempts": 1}},
                sees=Sees(QDashTimeoutError, r"GET /chips/c: no response within 0\.5 s \(timeout_sec\)$"),
                within=5,
                guard="the read timeout is applied",
            )
            for where in ("instead of a response", "within the body", "within a chunk")
        ],
        *[
            Fault(
                what=f"the server stops sending {where}, of a {method}",
                server=[STOPS[where]],
                call=call,
                settings=READ_TIMEOUT,
                sees=Sees(QDashTimeoutError, rf"{method} /.*: no response within 0\.1 s \(timeout_sec\){DOUBT}"),
                within=5,
                guard="the read timeout is applied",
            )
            for where in ("within the header", "within the body", "within a chunk")
            for method, call in WRITES.items()
        ],
        Fault(
            what="the server stops sending on a kept connection",
            server=[CHIP, HANG],
            call=lambda client: [GET(client), GET(client)],
            settings=READ_TIMEOUT,
            sees=Sees(QDashTimeoutError, r"no response within 0\.1 s \(timeout_sec\)$"),
            reached=4,
            pauses=2,
            within=5,
            guard="the read timeout is applied",
        ),
        Fault(
            what="the server stops sending within a download to a file",
            server=[Step(http_response(b"x", content_type="application/pdf", length=9), then="hang")],
            call=saved,
            settings={"timeout_sec": 0.4, "retry": {"max_attempts": 1}},
            within=2.5,
            sees=Sees(QDashTimeoutError, "the response broke off", 200),
            guard="the read timeout is applied",
        ),
        Fault(
            what="the server stops sending between two events",
            server=[lambda: events(2, 1.5)],
            call=chat,
            settings={"timeout_sec": 0.4, "total_timeout_sec": 10},
            within=5,
            sees=Sees(QDashTimeoutError, "the response broke off", 200),
            guard="the read timeout is applied",
        ),
        Fault(
            what="the proxy sends nothing instead of making the tunnel",
            server=[HANG],
            settings=TUNNEL | READ_TIMEOUT | {"retry": {"max_attempts": 2}},
            call=WRITES["DELETE"],
            sees=Sees(
                QDashTimeoutError,
                r"no connection to qdash\.example\.com:443 through .* within 0\.1 s \(timeout_sec\)$",
            ),
            reached=2,
            pauses=1,
            recovers=False,
            guard="the read timeout is applied",
        ),
        Fault(
            what="the server sends nothing for longer than the time of the call",
            server=[HANG],
            settings={"timeout_sec": 1.5} | TOTAL,
            within=5,
            sees=Sees(QDashTimeoutError, f"GET /chips/c: {IN_ALL}"),
            guard="the total timeout is applied",
        ),
        Fault(
            what="the proxy sends nothing for longer than the time of the call",
            server=[HANG],
            settings=TUNNEL | {"timeout_sec": 1.5} | TOTAL,
            within=5,
            sees=Sees(QDashTimeoutError, f"GET /chips/c: {IN_ALL}"),
            recovers=False,
            guard="the total timeout is applied",
        ),
        *[
            Fault(
                what=f"the server sends {what}, one byte at a time{' over TLS' * tls}",
                server=[step, CHIP],
                tls=tls,
                settings={"total_timeout_sec": 0.6} if tls else TOTAL,
                sees=Sees(QDashTimeoutError, f"GET /chips/c: {IN_ALL.replace('3', '6') if tls else IN_ALL}"),
                within=5,
                guard="each read is limited by the time left",
            )
            for tls in (False, True)
            for what, step in DRIPS.items()
            if not tls or what in ("a status line", "many header fields", "a body", "a chunk")
        ],
        *[
            Fault(
                what=f"the server sends {what}, one byte at a time, in response to a {method}",
                server=[dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 25)],
                call=call,
                settings=TOTAL,
                sees=Sees(QDashTimeoutError, IN_ALL[:-1] + DOUBT),
                within=5,
                guard="each read is limited by the time left",
            )
            for what in ("many header fields",)
            for method, call in WRITES.items()
        ],
        *[
            Fault(
                what=f"the server sends {what}, one byte at a time, where {due}",
                server=[DRIPS[what]],
                call=call,
                settings=TOTAL,
                sees=Sees(QDashTimeoutError, IN_ALL.replace("$", "")),
                within=5,
                guard="each read is limited by the time left",
            )
            for due, call, what in [
                ("a download in memory is due", lambda client: client.download_metrics_pdf("c"), "a body"),
                ("a download to a file is due", saved, "many header fields"),
                ("a stream of events is due", chat, "many header fields"),
                ("a stream of events is due", chat, "the body of an error"),
            ]
        ],
        *[
            Fault(
                what=f"the proxy sends {what} of its response, one byte at a time",
                server=[dripping(b"HTTP/1.1 200 Connection established", rest)],
                call=WRITES["DELETE"],
                settings=TUNNEL | TOTAL,
                sees=Sees(QDashTimeoutError, f"DELETE /chips/c: {IN_ALL}"),
                within=2,
                recovers=False,
                guard="a tunnel is limited by the time left",
            )
            for what, rest in {"the status line": ONES * 2, "the header": b"\r\n" + b"X: y\r\n" * 50}.items()
        ],
        Fault(
            what="the proxy makes a tunnel to a server that never sends TLS",
            server=[Step(b"HTTP/1.1 200 Connection established\r\n\r\n", then="hang")],
            call=WRITES["DELETE"],
            settings=TUNNEL | TOTAL,
            sees=Sees(QDashTimeoutError, f"DELETE /chips/c: {IN_ALL}"),
            within=2.5,
            recovers=False,
            guard="a handshake is limited by the time left",
        ),
        Scenario(
            what="the server never sends TLS",
            sees="`QDashTimeoutError`: no connection within 0.05 s (timeout_sec)",
            test=lambda bench: mute(
                bench,
                r"POST /chips: no connection to 127\.0\.0\.1:\d+ within 0\.05 s \(timeout_sec\)$",
                WRITES["POST"],
                timeout_sec=0.05,
            ),
            guard="a handshake is limited by the time left",
        ),
        Scenario(
            what="the server never sends TLS, and the time for the call is over",
            sees="`QDashTimeoutError`: no complete response within 0.3 s in all (total_timeout_sec)",
            test=lambda bench: mute(bench, f"GET /chips/c: {IN_ALL}", **TOTAL),
            guard="a handshake is limited by the time left",
        ),
        Scenario(
            what="the server sends its part of the TLS handshake one byte at a time",
            sees="`QDashTimeoutError`: no complete response within 0.3 s in all (total_timeout_sec)",
            test=dripping_handshake,
            guard="a handshake is limited by the time left",
        ),
        Scenario(
            what="the host does not answer at all",
            sees="`QDashTimeoutError`: no connection within 0.05 s (timeout_sec)",
            test=lambda bench: unconnected(
                bench, 1, r"no connection to qdash\.example\.com:80 within 0\.05 s \(timeout_sec\)$", timeout_sec=0.05
            ),
            guard="connecting is limited by the time left",
        ),
        Scenario(
            what="none of the five addresses of a host answers",
            sees="`QDashTimeoutError`: no complete response within 0.3 s in all (total_timeout_sec)",
            test=lambda bench: unconnected(bench, 5, f"POST /chips: {IN_ALL}", timeout_sec=2, **TOTAL),
            within=1.5,
            guard="connecting is limited by the time left",
        ),
        Scenario(
            what="none of the 40 addresses of a host answers",
            sees="`QDashTimeoutError`: no connection within 0.1 s (timeout_sec)",
            test=lambda bench: unconnected(
                bench,
                40,
                r"no connection to qdash\.example\.com:80 within 0\.1 s \(timeout_sec\)$",
                timeout_sec=0.1,
                retry={"max_attempts": 1},
            ),
            guard="all addresses share one time limit",
        ),
        Scenario(
            what="only the last of the four addresses of a host answers",
            sees="its response",
            test=one_answers,
            guard="the next address is tried in parallel",
        ),
        *[
            Scenario(
                what=f"the server takes a request too slowly{' over TLS' * tls}",
                sees="`QDashTimeoutError`: no complete response within 1 s in all (total_timeout_sec)",
                test=lambda bench, tls=tls: taken_too_slowly(bench, bench.context if tls else None),
                guard="each write is limited by the time left",
            )
            for tls in (False, True)
        ],
        Scenario(
            what="the server takes a request in a time longer than timeout_sec, but some of it now and then",
            sees="the response",
            test=taken_slowly,
            within=20,
            guard="requests are sent in pieces",
        ),
        Fault(
            what="the login arrives one byte at a time",
            server=[dripping(b"HTTP/1.1 200 ", ONES)],
            call=WRITES["DELETE"],
            settings=TOTAL | LOGIN,
            sees=Sees(QDashTimeoutError, f"POST /auth/login: {IN_ALL}"),
            within=5,
            recovers=False,
            guard="a login is limited by the time of its call",
        ),
        Fault(
            what="the login takes 0.3 s, and the call 0.5 s, of 0.6 s",
            server=[after(0.3, TOKENS), after(0.5)],
            settings={"total_timeout_sec": 0.6} | LOGIN,
            sees=Sees(QDashTimeoutError, r"GET /chips/c: no complete response within 0\.6 s in all"),
            reached=2,
            within=5,
            guard="the time of a call includes its login",
        ),
        Fault(
            what="the token is refused after 0.3 s, and the next login takes 0.6 s, of 0.7 s",
            server=[TOKENS, after(0.3, http_response({}, 401)), after(0.6, TOKENS)],
            settings={"total_timeout_sec": 0.7} | LOGIN,
            sees=Sees(QDashTimeoutError, r"POST /auth/login: no complete response within 0\.7 s in all"),
            reached=3,
            within=5,
            recovers=False,
            guard="the time of a call includes a second login",
        ),
        Fault(
            what="the first attempt takes 0.2 s, and the second one 0.5 s, of 0.6 s",
            server=[after(0.2, http_response({}, 503)), after(0.5)],
            settings={"total_timeout_sec": 0.6},
            sees=Sees(QDashTimeoutError, r"GET /chips/c: no complete response within 0\.6 s in all"),
            reached=2,
            pauses=1,
            within=5,
            guard="all attempts share one time limit",
        ),
        Fault(
            what="a redirect takes 0.2 s, and what it leads to 0.5 s, of 0.6 s",
            server=[after(0.2, http_response(b"", 302, [("Location", "/chips/d")])), after(0.5)],
            settings={"total_timeout_sec": 0.6},
            sees=Sees(QDashTimeoutError, r"GET /chips/d: no complete response within 0\.6 s in all"),
            reached=2,
            within=5,
            guard="all redirects share one time limit",
        ),
        *[
            Fault(
                what=f"the server asks for a pause of {seconds} s, which would outlast the call",
                server=[http_response({"detail": "busy"}, 503, [("Retry-After", seconds)]), CHIP],
                settings=TOTAL,
                sees=Sees(QDashTransportError, "503 GET /chips/c: busy", 503),
                guard="a pause does not exceed the time left",
            )
            for seconds in ("1", "30")
        ],
        Fault(
            what="the server takes 0.6 s, and total_timeout_sec is 0",
            server=[lambda: Step(pieces=drip(CHIP, 0.6 / len(CHIP)))],
            settings={"total_timeout_sec": 0},
            sees="c",
            within=5,
            guard="0 is no limit",
        ),
        Fault(
            what="four calls take 0.2 s each, and total_timeout_sec is 0.6 s",
            server=[after(0.2)],
            call=lambda client: [GET(client) for _ in range(4)],
            settings={"total_timeout_sec": 0.6},
            sees=["c"] * 4,
            reached=4,
            within=5,
            guard="each call has its own time limit",
        ),
        *[
            Fault(
                what=f"a download to a file, {how}, takes longer than total_timeout_sec",
                server=[lambda start=start, parts=parts: Step(start, pieces=late(*parts, pause=0.1))],
                call=saved,
                settings=TOTAL,
                sees=500,
                within=5,
                guard="downloads to files and streams may exceed the total timeout",
            )
            for how, start, parts in [
                ("with a length", http_response(b"", content_type="application/pdf", length=500), [b"x" * 100] * 5),
                ("in chunks", chunked(end=False), [*[chunk(b"x" * 100)] * 5, b"0\r\n\r\n"]),
            ]
        ],
        Fault(
            what="a stream of events takes longer than total_timeout_sec",
            server=[lambda: events(5, 0.1)],
            call=chat,
            settings=TOTAL,
            sees=5,
            within=5,
            guard="downloads to files and streams may exceed the total timeout",
        ),
        *[
            Scenario(
                what=f"an async call is cancelled within its response, {how}",
                sees=sees,
                test=lambda bench, workers=workers: cancelled(bench, workers),
                within=8,
                guard=guard,
            )
            for guard, sees, how, workers in [
                (
                    "async calls run in threads",
                    "`asyncio.CancelledError` at once",
                    "in a thread of the event loop",
                    1,
                ),
                (
                    "a connection is returned to the pool after its response",
                    "`asyncio.CancelledError`, and right responses to the next calls",
                    "in a thread of the client",
                    64,
                ),
            ]
        ],
    ],
)
