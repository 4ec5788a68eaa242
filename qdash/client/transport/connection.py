"""A connection to the server: a socket with a time limit, and what was received over it but not read yet."""

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
_WRITES_SOCKETS = os.name == "posix"  # sockets are files there; those with a timeout never block
# An error, perhaps after informational responses.
_IS_REFUSAL = re.compile(rb"(?:HTTP/1\.[0-9] 1.*\n(?:[^\r\n].*\n)*\r?\n)*HTTP/1\.[0-9] [345]").match


class Connection:
    """One connection, over TCP or TLS.

    Attributes:
        sock: the socket.
        buffer: what was received and not read yet.
        deadline: the time of the call that uses the connection.
        process: the one that opened it; a fork's child leaves it alone.
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
        """Let the connection serve a request."""
        self.deadline = deadline
        self.sent = self.received = 0

    def send(self, data: bytes) -> bool:
        """Send data, and return whether all of it was sent: a server may refuse a request that it has read in part.

        Its response is in the buffer then (RFC 9112, section 9.5).
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
            # `send` would wait until the socket takes something, which it mostly does, and let other threads go first.
            # But a `send` that something else has put in its place, in the class or in a subclass, is called.
            try:
                return os.write(self.sock.fileno(), piece)
            except BlockingIOError:
                pass
            # The send buffer is full, perhaps because the server has answered and reads no more.
            if not is_ready(self.sock, self.deadline.next_timeout(), to_send=True, to_receive=True):
                raise TimeoutError("timed out")
            if self._is_refused():
                return 0
            self._set_timeout()
        return self.sock.send(bytes(piece))

    def _is_refused(self) -> bool:
        """Tell whether the server has answered already, and with an error. This does not wait."""
        try:
            if self.is_readable():
                self.sock.settimeout(0)  # TLS may have messages of its own, and no data
                data = self.sock.recv(_PIECE)
                self.received += len(data)
                self.buffer += data
        except OSError:
            pass  # the next step meets it again
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
        """Tell whether there is something to receive: data, or the end."""
        pending = getattr(self.sock, "pending", None)  # what TLS has decrypted already
        return bool(pending is not None and pending()) or is_ready(self.sock, 0)

    @property
    def is_clean(self) -> bool:
        """Whether nothing has come that belongs to no response, and the server has not closed the connection."""
        try:
            return not self.buffer and not self.is_readable()
        except (OSError, ValueError):  # another thread has closed it
            return False

    def close(self) -> None:
        """Close the connection, also under a thread that waits for more; a fork's child closes its copy only."""
        if self.process == os.getpid():
            try:  # noqa: SIM105 - without an import for each process
                socket.socket.shutdown(self.sock, SHUT_RDWR)  # that of TLS would let a reader receive what is encrypted
            except (OSError, TypeError):  # TypeError: a double of a socket
                pass
        self.sock.close()


def _as_reset(error: OSError) -> OSError:
    """Return the failure of a socket; one of TLS that ends without close_notify is a reset, and not an end."""
    if type(error).__name__ in ("SSLEOFError", "SSLZeroReturnError"):
        return ConnectionResetError("TLS ended without close_notify")
    return error.with_traceback(None)
