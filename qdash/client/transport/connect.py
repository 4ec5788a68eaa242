"""Opening connections to the origin of the base URL, directly or through a proxy."""

from __future__ import annotations

import os
import select
import socket
from contextlib import suppress
from time import monotonic
from urllib.parse import urlsplit

from ..errors import QDashApiError, QDashConfigError, not_loaded
from .connection import Connection
from .fields import HiddenHeaders
from .message import bracketed
from .proxy import is_address, open_tunnel, proxy_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..settings.config import QDashConfig
    from .deadline import Deadline
    from .proxy import Proxy
    from .tls import TLS

__all__ = ["Connector"]

# Seconds until the next address is tried in parallel (RFC 8305, section 5), and the minimum.
_HEAD_START = 0.25
_LEAST_HEAD_START = 0.01


class Connector:
    """Opens connections to one origin. Later changes of the environment have no effect.

    Attributes:
        host: the host of the base URL.
        port: its port.
        proxy: the proxy, or None.
    """

    def __init__(self, config: QDashConfig) -> None:
        base = urlsplit(config.base_url)
        is_secure = base.scheme == "https"
        self.host: str = base.hostname or ""
        self.port: int = base.port or (443 if is_secure else 80)
        self._origin = f"{base.scheme}://{base.netloc}"
        files = {field: _existing(config, field) for field in ("ca_bundle", "client_cert", "client_key")}
        if config.client_key is not None and config.client_cert is None:
            raise QDashConfigError("client_key is set, but not client_cert, which it belongs to", field="client_key")
        self._tls: TLS | None = _tls(self.host, config.verify_tls, files) if is_secure else None
        proxy, source = proxy_for(base.scheme, self.host, self.port, config.proxy)
        if source and proxy is None:  # raised here, where no local variable holds the password
            raise QDashConfigError(
                f"proxy ({source}): only proxies of the form http://host:port can be used, and this is another one; "
                "correct it, or exempt the host of base_url with NO_PROXY",
                field="proxy",
                source=source,
            )
        self.proxy: Proxy | None = proxy

    def __str__(self) -> str:
        place = f"{bracketed(self.host)}:{self.port}"
        return f"{place} through the proxy {self.proxy}" if self.proxy else place

    def connect(self, deadline: Deadline) -> Connection:
        """Open a connection."""
        _refuse_replaced()
        connection = self.open(deadline)
        try:
            self.tunnel(connection)
            self.secure(connection, deadline)
        except BaseException:
            connection.close()
            raise
        return connection

    # The steps of `connect`.

    def look_up(self, deadline: Deadline) -> list[Any]:
        """Return the addresses of the proxy, or of the host if there is none, as `socket.getaddrinfo` does."""
        return _addresses(*self._next_hop, deadline)

    def open(self, deadline: Deadline) -> Connection:
        """Connect to the proxy, or to the host if there is none."""
        return Connection(_open_socket(*self._next_hop, deadline), deadline)

    def tunnel(self, connection: Connection) -> None:
        """Let the proxy, if there is one, make a tunnel for TLS."""
        if self.proxy is not None and self._tls is not None:
            open_tunnel(connection, self.host, self.port, self.proxy)

    def secure(self, connection: Connection, deadline: Deadline) -> None:
        """Add TLS, if the base URL wants it."""
        if self._tls is not None:
            connection.sock = self._tls.handshake(connection.sock, deadline)

    @property
    def _next_hop(self) -> tuple[str, int]:
        proxy = self.proxy
        return (proxy.host, proxy.port) if proxy else (self.host, self.port)

    def request_target(self, target: str) -> str:
        """Return the request target: the whole URL for a proxy that forwards requests, else the path and query."""
        return self._origin + target if self.proxy and self._tls is None else target

    def proxy_fields(self) -> HiddenHeaders:
        """Return the header fields for a proxy that forwards requests."""
        return self.proxy.fields if self.proxy and self._tls is None else HiddenHeaders()


def _tls(host: str, verify: bool, files: dict[str, str | None]) -> TLS:
    try:
        from .tls import TLS
    except OSError as error:
        raise not_loaded(error) or error from None
    except ImportError:
        problem = "this Python has no TLS (its module ssl cannot be imported)"
    else:
        return TLS(
            host,
            verify=verify,
            authorities=files["ca_bundle"],
            certificate=files["client_cert"],
            key=files["client_key"],
        )
    raise QDashConfigError(
        f"base_url: an https URL cannot be used, because {problem}; use a Python that was built with OpenSSL",
        field="base_url",
    )


def _existing(config: QDashConfig, field: str) -> str | None:
    """Return the path in a setting; None if it is not set. A path that cannot be read is an error."""
    path: str | None = getattr(config, field)
    if path is None:
        return None
    path = os.path.expanduser(path)
    usable = os.path.isfile(path) or (field == "ca_bundle" and os.path.isdir(path))
    if usable and os.access(path, os.R_OK):
        return path
    # The path is not quoted, here and below: it may be a secret in the wrong variable.
    if usable:
        problem = "the file cannot be read"
    elif os.path.exists(path):
        problem = "must be the path of a file, and this is the path of something else"
    else:
        problem = "there is no file at this path (a relative one begins in the working directory)"
    raise QDashConfigError(f"{field}: {problem}", field=field)


def _refuse_replaced() -> None:
    """Refuse to connect if tests have replaced `http.client`, as vcrpy does: the client would bypass it."""
    import http.client

    kind = http.client.HTTPConnection
    if kind.__module__ != "http.client":
        raise QDashApiError(
            f"{kind.__name__} has taken the place of http.client.HTTPConnection, which this client does not use: its "
            "requests would go to the network (use `MockTransport`, from its module `testing`, instead)"
        )


# --- sockets ---------------------------------------------------------------------------------------------------------


def _open_socket(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Connect to the first address of a host that answers (RFC 8305). All addresses share one time limit."""
    timeout = deadline.next_timeout()
    end = monotonic() + timeout
    waiting = _alternating(_addresses(host, port, deadline))
    share = (end - monotonic()) / max(1, len(waiting))  # so that each address gets a share
    head_start = max(_LEAST_HEAD_START, min(_HEAD_START, share))
    pending: list[socket.socket] = []
    failure = OSError("the host has no address")
    try:
        while waiting or pending:
            if waiting:
                try:
                    pending.append(_begin(waiting.pop(0)))
                except OSError as error:
                    failure = _better(failure, error)
                    continue
            left = end - monotonic()
            ready = _ready(pending, min(left, head_start) if waiting else left)
            if not ready and monotonic() >= end:
                raise TimeoutError("timed out")
            for sock in ready:
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if code == 0:
                    pending.remove(sock)
                    return sock
                sock.close()
                pending.remove(sock)
                failure = _better(failure, _error(code))
    finally:
        for sock in pending:
            sock.close()
    raise failure


def _begin(address: Any) -> socket.socket:
    """Start to connect a non-blocking socket."""
    family, kind, protocol, _, place = address
    sock = socket.socket(family, kind, protocol)
    try:
        sock.settimeout(0)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(BlockingIOError):
            sock.connect(place)
    except BaseException:
        sock.close()
        raise
    return sock


def _error(code: int) -> OSError:
    table: dict[int, str] = getattr(socket, "errorTab", {})  # Windows has separate error codes for sockets
    return OSError(code, table.get(code) or os.strerror(code))


def _better(failure: OSError, later: OSError) -> OSError:
    """Return the more specific of two failures: that of a host that answered, else the later one."""
    return failure if isinstance(failure, ConnectionRefusedError) else later


def _ready(sockets: list[socket.socket], seconds: float) -> list[socket.socket]:
    """Wait until at least one socket is connected or has failed, and return all of these."""
    seconds = max(0.0, seconds)
    if hasattr(select, "poll"):
        poll = select.poll()
        by_number = {sock.fileno(): sock for sock in sockets}
        for number in by_number:
            poll.register(number, select.POLLOUT)
        return [by_number[number] for number, _ in poll.poll(seconds * 1000)]
    _, connected, failed = select.select([], sockets, sockets, seconds)
    return list({*connected, *failed})


def _alternating(addresses: list[Any]) -> list[Any]:
    """Return the addresses with alternating families, beginning with the first address."""
    first = [address for address in addresses if address[0] == addresses[0][0]]
    others = [address for address in addresses if address[0] != addresses[0][0]]
    mixed = []
    while first or others:
        mixed += first[:1] + others[:1]
        del first[:1], others[:1]
    return mixed


def _addresses(host: str, port: int, deadline: Deadline) -> list[Any]:
    """Look a host up within the time limit. It runs in a thread, because the resolver has no timeout argument."""
    if is_address(host):
        return _look_up(host, port)
    import threading

    from .forks import no_fork

    found: list[Any] = []

    def look_up() -> None:
        try:
            with no_fork():
                found.append(_look_up(host, port))
        except BaseException as error:  # also that of an audit hook or a test double that blocks the network
            found.append(error)

    thread = threading.Thread(target=look_up, name="qdash-client-dns", daemon=True)
    try:
        thread.start()
    except RuntimeError:  # the interpreter is shutting down, or there are too many threads
        look_up()
    else:
        thread.join(deadline.next_timeout())
    if not found:
        raise TimeoutError("the host was not found in time")
    if isinstance(found[0], BaseException):
        raise found.pop()
    return found[0]  # type: ignore[no-any-return]


def _look_up(host: str, port: int) -> list[Any]:
    # With text, `socket.getaddrinfo` would import the codec for international names, which the host does not need. A
    # function that replaces `socket.getaddrinfo` gets text.
    is_original = getattr(socket.getaddrinfo, "__globals__", None) is vars(socket)
    return socket.getaddrinfo(host.encode() if is_original else host, port, 0, socket.SOCK_STREAM)
