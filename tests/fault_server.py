"""A loopback server that does what a test says, right or wrong, and remembers what reached it."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Received:
    """One request as it came over the wire."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int
    """The number of the connection that it came over, from 1 on."""
    wire: socket.socket = field(repr=False)
    """The connection itself."""

    def __getitem__(self, header: str) -> str | None:
        """Return a header, which must not come twice."""
        values = [value for name, value in self.headers if name.lower() == header.lower()]
        assert len(values) < 2, (header, values)
        return values[0] if values else None

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]


@dataclass
class Step:
    """What happens after a request: some bytes, and an end."""

    data: bytes = b""
    then: str = "keep"
    """``keep`` the connection; ``close`` it; ``reset`` it; ``hang``, say nothing until the client goes away."""
    late: bytes = b""
    """What follows in a segment of its own."""
    pieces: Iterable[bytes] = ()
    """What follows then, a segment each; a generator can wait in between."""


CLOSE = Step(then="close")
RESET = Step(then="reset")
HANG = Step(then="hang")

Script = Callable[[Received], "bytes | Step"]


def http_response(
    body: Any = None,
    status: int = 200,
    headers: Iterable[tuple[str, str]] = (),
    *,
    content_type: str | None = "application/json",
    length: int | None = None,
    version: str = "HTTP/1.1",
) -> bytes:
    """Return a response. A `body` that is not bytes is sent as JSON; a negative length omits Content-Length."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    lines = [f"{version} {status} Because"]
    if content_type is not None:
        lines.append(f"Content-Type: {content_type}")
    if length is None or length >= 0:
        lines.append(f"Content-Length: {len(content) if length is None else length}")
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


def chunked(*parts: bytes, content_type: str = "application/octet-stream", end: bool = True) -> bytes:
    """Return a response in chunks, one for each part; without `end` the last chunk is missing."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    return head + b"".join(map(chunk, parts)) + (b"0\r\n\r\n" if end else b"")


def chunk(part: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(part), part)


@dataclass
class FaultServer:
    """Serves what `script` returns for a request; `play` makes a script of a list."""

    script: Script = lambda request: http_response({})
    tls: ssl.SSLContext | None = None
    requests: list[Received] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> FaultServer:
        self._stopped = False
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._arrived = threading.Event()
        self._ends = threading.Condition()
        self._ended = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._start(self._accept)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stopped = True
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            pass  # it only wakes `accept`
        self._threads[0].join()
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def play(self, *steps: bytes | Step) -> None:
        """Take one step a request; the last one again for whatever comes after."""
        remaining = list(steps)

        def script(request: Received) -> bytes | Step:
            return remaining.pop(0) if len(remaining) > 1 else remaining[0]

        self.script = script

    def wait_for_request(self) -> None:
        """Wait until a request has arrived."""
        assert self._arrived.wait(60)

    def wait_for_ends(self, count: int) -> None:
        """Wait until so many connections have ended on this side."""
        with self._ends:
            assert self._ends.wait_for(lambda: self._ended >= count, timeout=5)

    def _start(self, target: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._stopped:
                connection.close()
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            with self._lock:
                self._open.add(connection)
            self._start(self._serve, connection, self.connections)

    def _serve(self, raw: socket.socket, number: int) -> None:
        connection = raw
        with contextlib.suppress(OSError):  # the client has gone away
            if self.tls:
                connection = self.tls.wrap_socket(raw, server_side=True, do_handshake_on_connect=False)
                with self._lock:
                    self._open.discard(raw)
                    self._open.add(connection)
                connection.do_handshake()
            with connection.makefile("rb") as stream:
                while (request := _read_request(stream, number, connection)) is not None:
                    self.requests.append(request)
                    self._arrived.set()
                    step = self.script(request)
                    if self._finish(connection, step if isinstance(step, Step) else Step(step)):
                        break
        with self._lock:
            self._open.discard(connection)
        connection.close()
        with self._ends:
            self._ended += 1
            self._ends.notify_all()

    def _finish(self, connection: socket.socket, step: Step) -> bool:
        """Take a step, and tell whether it was the last one."""
        connection.sendall(step.data)
        if step.late:
            connection.sendall(step.late)
        for piece in step.pieces:
            connection.sendall(piece)
        if step.then == "hang":
            while connection.recv(1024):
                pass
        if step.then == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif step.then == "close":
            connection.shutdown(socket.SHUT_RDWR)
        return step.then != "keep"


def _read_request(stream: Any, number: int, wire: socket.socket) -> Received | None:
    line = stream.readline().decode("latin-1")
    if not line:
        return None
    method, target, _ = line.split(" ", 2)
    headers = []
    while (line := stream.readline().decode("latin-1").rstrip("\r\n")) != "":
        name, _, value = line.partition(":")
        headers.append((name, value.strip()))
    request = Received(method, target, headers, b"", number, wire)
    request.body = stream.read(int(request["Content-Length"] or 0))
    return request
