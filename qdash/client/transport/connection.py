"""A connection to the server: a socket with a time limit and a receive buffer."""

from __future__ import annotations

import _socket
import os
import re
import socket
from socket import SHUT_RDWR

from .deadline import is_ready

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .deadline import Deadline

__all__ = ["Connection"]

_PIECE = 65_536  # bytes that are sent or received at once
_SEND = _socket.socket.send
_WRITES_SOCKETS = os.name == "posix"  # where sockets are files; a socket with a timeout never blocks
# An error, perhaps after informational responses.
_IS_REFUSAL = re.compile(rb"(?:HTTP/1\.[0-9] 1.*\n(?:[^\r\n].*\n)*\r?\n)*HTTP/1\.[0-9] [345]").match


class Connection:
    """One connection, over TCP or TLS.

    Attributes:
        sock: the socket.
        buffer: the bytes received but not read yet.
        deadline: the time limit of the call that uses the connection.
        process: the ID of the process that opened it; a forked child does not use it.
        reused: whether it has served another request before.
        idle_since: when it became idle, by `time.monotonic`.
        idle_limit: seconds after which the server may close it while it is idle.
        sent: the bytes sent for this request.
        received: the bytes received for it.
    """

    __slots__ = (
        "buffer",
        "deadline",
        "idle_limit",
        "idle_since",
        "process",
        "received",
        "reused",
        "sent",
        "sock",
    )

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.sock = sock
        self.buffer: bytearray = bytearray()
        self.deadline = deadline
        self.process: int = os.getpid()
        self.reused = False
        self.idle_since = 0.0
        self.idle_limit: float = float("inf")
        self.sent = 0
        self.received = 0

    def begin(self, deadline: Deadline) -> None:
        """Prepare the connection for a request."""
        self.deadline = deadline
        self.sent = self.received = 0

    def send(self, data: bytes) -> bool:
        """Send data, and return whether all of it was sent.

        A server may refuse a request that it has read in part. Then its response is in the buffer (RFC 9112, section
        9.5).
        """
        rest = memoryview(data)
        while rest:
            self._set_timeout()
            try:
                count = self._send(rest[:_PIECE])
            except TimeoutError:
                if self._is_refused():
                    return False
                raise
            except OSError as error:
                raise _as_reset(error) from None
            self.sent += count
            rest = rest[count:]
            if rest and self._is_refused():
                return False
        return True

    def _send(self, piece: memoryview) -> int:
        if _WRITES_SOCKETS and not hasattr(self.sock, "__dict__") and self.sock.__class__.send is _SEND:
            # `socket.send` would poll first and release the GIL, although the socket is mostly ready. If a class or a
            # subclass replaces `send`, the replacement is called.
            try:
                return os.write(self.sock.fileno(), piece)
            except BlockingIOError:
                pass
            # The send buffer is full: the server may have answered without reading the rest.
            if not is_ready(self.sock, self.deadline.next_timeout(), to_send=True, to_receive=True):
                raise TimeoutError("timed out")
            if self._is_refused():
                return 0
            self._set_timeout()
        return self.sock.send(bytes(piece))

    def _is_refused(self) -> bool:
        """Return whether an error response has begun to arrive. This does not wait."""
        try:
            if self.is_readable():
                self.sock.settimeout(0)  # TLS may have received records without application data
                data = self.sock.recv(_PIECE)
                self.received += len(data)
                self.buffer += data
        except OSError:
            pass  # the next read raises it again
        return _IS_REFUSAL(self.buffer) is not None

    def receive(self) -> bool:
        """Wait for data and add it to the buffer; return False when the server has closed the connection."""
        self._set_timeout()
        try:
            data = self.sock.recv(_PIECE)
        except TimeoutError:
            raise
        except OSError as error:
            raise _as_reset(error) from None
        self.received += len(data)
        self.buffer += data
        return bool(data)

    def _set_timeout(self) -> None:
        timeout = self.deadline.next_timeout()
        if self.sock.gettimeout() != timeout:
            self.sock.settimeout(timeout)

    def is_readable(self) -> bool:
        """Return whether data, or the end of the connection, can be received at once."""
        pending = getattr(self.sock, "pending", None)  # data that TLS has decrypted already
        return bool(pending is not None and pending()) or is_ready(self.sock, 0)

    @property
    def is_clean(self) -> bool:
        """Whether the connection can be reused: it is open, and nothing was received after the last response."""
        try:
            return not self.buffer and not self.is_readable()
        except (OSError, ValueError):  # another thread has closed it
            return False

    def close(self) -> None:
        """Close the connection, also while another thread reads from it. A forked child closes its copy only."""
        if self.process == os.getpid():
            try:  # noqa: SIM105 - without an import for each process
                socket.socket.shutdown(self.sock, SHUT_RDWR)  # SSLSocket.shutdown lets readers receive ciphertext
            except (OSError, TypeError):  # TypeError: a test double of a socket
                pass
        self.sock.close()


def _as_reset(error: OSError) -> OSError:
    """Return the failure of a socket. TLS that ends without close_notify counts as a reset."""
    if type(error).__name__ in ("SSLEOFError", "SSLZeroReturnError"):
        return ConnectionResetError("TLS ended without close_notify")
    return error.with_traceback(None)
