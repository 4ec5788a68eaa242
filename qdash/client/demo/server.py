"""The HTTP server of the demo QDash, by default on the loopback interface."""

from __future__ import annotations

import os
import socket
import socketserver
import sys
import threading
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from .app import respond
from .lab import Lab
from .routing import Request, Response

_LARGEST_BODY = 16 * 2**20  # bytes
_CHUNK = 1024  # bytes
_LONGEST_STAGE = 86_400  # seconds
_LAST_CHUNK = b"0\r\n\r\n"


class DemoServer:
    """A QDash with sample data that serves in a background thread while the ``with`` block runs.

    Two flows can be run: ``daily_calibration``, and ``failing_calibration``, whose second stage fails.

    Args:
        port: the TCP port to listen on; 0 selects a free one.
        host: the interface to listen on.
        seed: the seed of the sample data; the same seed gives the same data all day (UTC).
        token: the API token it accepts.
        now: the end of the month of results (UTC if naive); the default is the current time.
        stage_seconds: the duration of a stage of a flow, in seconds; a whole run takes four times as long.

    Attributes:
        host: the interface it listens on.
        token: the API token it accepts.
        username: the only user, for POST /auth/login.
        password: the password of that user.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        seed: int = 64,
        token: str = "qdash-demo-token",
        now: datetime | None = None,
        stage_seconds: float = 0.5,
    ) -> None:
        if not 0 <= port <= 65535:
            raise ValueError(f"a port is a number from 0 to 65535, not {port}")
        self.host = host
        self.username = "demo"
        self.password = "demo-password"
        self.token = token
        self._asked_port = port
        if not 0 <= stage_seconds <= _LONGEST_STAGE:
            raise ValueError(f"stage_seconds is a number from 0 to {_LONGEST_STAGE}, not {stage_seconds}")
        self._lab = Lab(
            seed,
            now,
            username=self.username,
            password=self.password,
            token=token,
            stage_seconds=stage_seconds,
        )
        self._listener: _Listener | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The TCP port. Before the start it is the requested one."""
        return self._asked_port if self._listener is None else self._listener.server_port

    @property
    def base_url(self) -> str:
        """The base URL for clients. The port is known after the start."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of a client for this server."""
        return {"QDASH_BASE_URL": self.base_url, "QDASH_API_TOKEN": self.token}

    def start(self) -> DemoServer:
        """Start to serve in a background thread. Nothing happens if it serves already.

        Raises:
            OSError: the port is taken or may not be used; the message names it.
        """
        if self._listener is None:
            try:
                self._listener = _Listener(self.host, self._asked_port, self._lab)
            except OSError as error:
                message = f"cannot listen on {self.host}, port {self._asked_port}: {error.strerror or error}"
                raise OSError(error.errno, message) from error
            # The interval bounds the time that close() waits.
            self._thread = threading.Thread(
                target=self._listener.serve_forever, args=(0.02,), name="qdash-demo", daemon=True
            )
            self._thread.start()
        return self

    def close(self) -> None:
        """Stop serving and close all connections. The data are kept for a new start."""
        listener, self._listener = self._listener, None
        thread, self._thread = self._thread, None
        if listener is not None and thread is not None:
            listener.shutdown()
            thread.join()
            listener.server_close()
            listener.hang_up()

    def serve_forever(self) -> None:
        """Serve until Ctrl-C, or until another thread closes the server; then return with the server closed."""
        self.start()
        thread = self._thread
        with suppress(KeyboardInterrupt):
            while thread is not None and thread.is_alive():
                thread.join(0.5)  # on Windows, Ctrl-C does not interrupt a wait without a timeout
        self.close()

    def __enter__(self) -> DemoServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = self.base_url if self._listener is not None else "not running"
        return f"<DemoServer: {state}>"


class _Listener(ThreadingHTTPServer):
    """The listening socket and its connections, with one thread for each connection."""

    allow_reuse_address = os.name == "posix"  # on Windows it would let two servers share a port
    allow_reuse_port = False
    daemon_threads = True  # idle connections do not delay the end of the process
    request_queue_size = 128

    def __init__(self, host: str, port: int, lab: Lab) -> None:
        self.lab = lab
        self._connections: set[socket.socket] = set()
        self._changed = threading.Condition()
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), _Connection)

    def server_bind(self) -> None:
        """Bind without looking up the host name, which may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Register a new connection and start its thread."""
        with self._changed:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection that has ended."""
        super().shutdown_request(request)
        with self._changed:
            self._connections.discard(request)
            self._changed.notify_all()

    def hang_up(self) -> None:
        """Close the open connections, and wait up to a second for their threads."""
        with self._changed:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._changed.wait_for(lambda: not self._connections, timeout=1)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, unless a client has closed the connection."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Connection(BaseHTTPRequestHandler):
    """The handler of one connection. It writes each response with a single call."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def _serve(self) -> None:
        if "Transfer-Encoding" in self.headers:
            return self.send_error(HTTPStatus.LENGTH_REQUIRED)
        length = self.headers.get("Content-Length", "0").strip()
        if not (length.isascii() and length.isdigit()):
            return self.send_error(HTTPStatus.BAD_REQUEST)
        if int(length) > _LARGEST_BODY:
            return self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = self.rfile.read(int(length))  # read even if refused, because the next request follows it
        headers = {name.lower(): " ".join(value.split()) for name, value in self.headers.items()}
        return self._send(respond(self.server.lab, Request(self.command, self.path, headers, body)))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = _serve

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Answer a malformed request, and close the connection."""
        self.close_connection = True
        self._send(Response(code, HTTPStatus(code).phrase.encode(), "text/plain; charset=utf-8"))

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def _send(self, response: Response) -> None:
        if response.stream is not None and self.request_version == "HTTP/1.0":
            self.close_connection = True  # marks the end of a stream without chunks
        chunked = (response.chunked or response.stream is not None) and self.request_version != "HTTP/1.0"
        headers = {"Date": self.date_time_string(), **response.headers}
        if response.content_type:
            headers["Content-Type"] = response.content_type
        if chunked:
            headers["Transfer-Encoding"] = "chunked"
        elif response.stream is None:
            headers["Content-Length"] = str(len(response.body))
        if self.close_connection:
            headers["Connection"] = "close"
        status = HTTPStatus(response.status)
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
        body = b"" if self.command == "HEAD" else _in_chunks(response.body) if chunked else response.body
        last = _LAST_CHUNK if chunked and self.command != "HEAD" else b""
        head = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
        if response.stream is None:
            self.wfile.write(head + body + last)
            return
        self.wfile.write(head + body)
        for piece in response.stream:
            self.wfile.write(_in_chunks(piece) if chunked else piece)
        self.wfile.write(last)


def _in_chunks(body: bytes) -> bytes:
    pieces = (body[start : start + _CHUNK] for start in range(0, len(body), _CHUNK))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
