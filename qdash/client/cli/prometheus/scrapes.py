"""The HTTP server that Prometheus scrapes. No client of it can block it, or keep it from ending."""

from __future__ import annotations

import os
import socket
import socketserver
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ..failures import UsageError, message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

__all__ = ["ScrapeServer", "address_of"]

_LONGEST_SEC = 10.0  # of a connection
_MOST_CONNECTIONS = 64
_OPENMETRICS = "application/openmetrics-text"
_TYPES = {True: f"{_OPENMETRICS}; version=1.0.0; charset=utf-8", False: "text/plain; version=0.0.4; charset=utf-8"}
_PLAIN = "text/plain; charset=utf-8"


def address_of(text: str) -> tuple[str, int]:
    """Return the host and the port of ``HOST:PORT``. The host is empty for all interfaces.

    Raises:
        UsageError: it is something else.
    """
    host, colon, port = text.rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    if not colon or not (port.isascii() and port.isdigit() and int(port) < 65536) or (":" in host and not bracketed):
        raise UsageError(f"--listen {text!r}: write HOST:PORT, such as 127.0.0.1:9188, [::1]:9188 or :9188")
    return host[1:-1] if bracketed else host, int(port)


class ScrapeServer(ThreadingHTTPServer):
    """A server of ``/metrics``. Each connection has a thread and one request, and is cut off when it takes too long.

    Args:
        address: the host and the port; port 0 takes a free one.
        lines: makes the lines of the exposition.
        note: writes a line about a defect of this program.

    Raises:
        OSError: the address cannot be listened on.
    """

    daemon_threads = True
    allow_reuse_address: bool = os.name != "nt"  # Windows would give the same port to two servers
    allow_reuse_port = False
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], lines: Callable[[], Iterable[str]], note: Callable[[str], object]
    ) -> None:
        self.lines = lines
        self._note = note
        self._lock = threading.Lock()
        self._began: dict[Any, float] = {}  # connection -> when, the oldest first
        host, port = address
        try:
            if not host and socket.has_dualstack_ipv6():
                family, where = socket.AF_INET6, ("::", port)
            else:
                found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
                family, where = found[0][0], found[0][4]  # type: ignore[assignment]
            self.address_family: int = family
            super().__init__(where, _Handler)
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OSError(f"cannot listen on {host or '*'}, port {port}: {reason}") from None

    def server_bind(self) -> None:
        """Bind to the address. The base class would ask the DNS for the name of this computer."""
        if self.address_family == socket.AF_INET6 and self.server_address[0] == "::":
            with suppress(OSError):
                self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        socketserver.TCPServer.server_bind(self)
        self.server_name: str = str(self.server_address[0])
        self.server_port: int = int(self.server_address[1])

    @property
    def url(self) -> str:
        """The URL of the metrics."""
        name = f"[{self.server_name}]" if ":" in self.server_name else self.server_name
        return f"http://{name}:{self.server_port}/metrics"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread. When there are too many, the oldest is cut off."""
        with self._lock:
            self._began[request] = time.monotonic()
            if len(self._began) > _MOST_CONNECTIONS:
                self._cut_off(next(iter(self._began)))
        super().process_request(request, client_address)

    def service_actions(self) -> None:
        """Cut off the connections that took too long."""
        now = time.monotonic()
        with self._lock:
            for request in [each for each, began in self._began.items() if now - began > _LONGEST_SEC]:
                self._cut_off(request)

    def _cut_off(self, request: Any) -> None:
        """Wake the thread that waits for a connection: it reads the end of the stream, and closes it."""
        del self._began[request]
        with suppress(OSError):
            request.shutdown(socket.SHUT_RDWR)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._lock:
            self._began.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note a defect; a client that went away is none."""
        del request, client_address
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            with suppress(OSError, ValueError):  # stderr is closed
                self._note(f"qdash-client: {message(error)}")


class _Handler(BaseHTTPRequestHandler):
    server: ScrapeServer
    protocol_version = "HTTP/1.1"
    server_version = "qdash-client"
    sys_version = ""
    timeout = _LONGEST_SEC
    error_message_format = "%(code)d %(message)s\n"
    error_content_type = _PLAIN

    def do_GET(self) -> None:
        """Answer a scrape."""
        path = self.path.partition("?")[0]
        if path == "/metrics":
            text = "".join(f"{line}\n" for line in self.server.lines())
            self._send(200, text, _TYPES[_wants_openmetrics(self.headers.get("Accept", ""))], Vary="Accept")
        elif path == "/":
            self._send(200, "The metrics are at /metrics.\n")
        else:
            self._send(404, "There is only /metrics.\n")

    do_HEAD = do_GET

    def __getattr__(self, name: str) -> Any:
        """Answer all other methods: they are looked for by name."""
        if name.startswith("do_"):
            return lambda: self._send(405, "There are only GET and HEAD.\n", Allow="GET, HEAD")
        raise AttributeError(name)

    def _send(self, status: int, text: str, content_type: str = _PLAIN, **fields: str) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Write nothing. Scrapes are not logged."""


def _wants_openmetrics(accept: str) -> bool:
    """Return whether a client prefers OpenMetrics to the text format of Prometheus."""
    wanted = {_OPENMETRICS: 0.0, "text/plain": 0.0}
    for part in accept.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        if name in wanted:
            weights = [word.partition("=")[2] for word in parameters if word.startswith("q=")]
            wanted[name] = max(wanted[name], _weight(weights[0]) if weights else 1.0)
    return wanted[_OPENMETRICS] > 0 and wanted[_OPENMETRICS] >= wanted["text/plain"]


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
