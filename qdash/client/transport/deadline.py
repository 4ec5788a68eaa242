"""How long a call may take: each silence of the server, and all of it together."""

from __future__ import annotations

import _socket
import os
import select
from contextvars import Context, ContextVar, copy_context
from io import BufferedReader, RawIOBase
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from typing import Any

__all__ = ["Deadline", "TimedSocket", "TotalTimeoutError", "is_ready", "within"]

_PIECE = 65_536  # bytes that are sent at once
_SEND = _socket.socket.send
_WRITES_SOCKETS = os.name == "posix"  # sockets are files there; those with a timeout never block


_limit: ContextVar[float] = ContextVar("qdash_time_limit", default=float("inf"))


def within(seconds: float) -> Context:
    """Return a copy of the current context in which calls end in time, besides their own limits."""
    context = copy_context()
    context.run(_limit.set, min(_limit.get(), monotonic() + seconds))
    return context


class TotalTimeoutError(TimeoutError):
    """The time for the whole call is over."""


class Deadline:
    """The time that one call has left, its retries and waits included.

    Args:
        silence: the seconds that the server may say nothing.
        total: the seconds that the call may take; 0 for no limit.
    """

    def __init__(self, silence: float, total: float) -> None:
        self._silence = silence
        self._total = total
        self._end = monotonic() + total if total else float("inf")
        limit = _limit.get()
        if limit < self._end:
            self._end, self._total = limit, 0
        self.cut = False  # whether no time was left for another attempt

    def __str__(self) -> str:
        return f"{self._total:g} s in all (total_timeout_sec)" if self._total else "the time left for it"

    def left(self) -> float:
        """Return the seconds that are left for all of it."""
        return self._end - monotonic()

    def next_timeout(self) -> float:
        """Return the timeout of the next step, or raise `TotalTimeoutError`."""
        left = self._end - monotonic()
        if left <= 0:
            raise TotalTimeoutError("the time for the whole call is over")
        return min(self._silence, left)

    def was_too_short(self) -> bool:
        """Tell whether more time might have helped."""
        return self.cut or self.left() <= 0

    def lift(self) -> None:
        """Let the call take as long as it takes from now on, as long as something comes."""
        self._end = float("inf")


class TimedSocket:
    """A socket of one call. A server that sends or takes a byte now and then does not outwit it."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline
        self.sent = 0  # bytes
        self.received = 0

    def send_all(self, data: bytes) -> None:
        """Send data, however long it takes as a whole, as long as the server takes some of it now and then."""
        rest = memoryview(data)
        while rest:
            _set_timeout(self._sock, self._deadline)
            count = self._send(rest[:_PIECE])
            self.sent += count
            rest = rest[count:]

    def _send(self, piece: memoryview) -> int:
        if _WRITES_SOCKETS and not hasattr(self._sock, "__dict__") and self._sock.__class__.send is _SEND:
            # `send` would wait until the socket takes something, which it mostly does, and let other threads go first.
            # But a `send` that something else has put in its place, in the class or in a subclass, is called.
            try:
                return os.write(self._sock.fileno(), piece)
            except BlockingIOError:
                pass
        return self._sock.send(bytes(piece))

    def makefile(self, mode: str) -> BufferedReader:
        """Return the stream to read from."""
        del mode
        return BufferedReader(_Reader(self), 65_536)

    def receive_into(self, buffer: Any) -> int:
        """Receive what is there, or wait for it; 0 at the end."""
        _set_timeout(self._sock, self._deadline)
        count = self._sock.recv_into(buffer)
        self.received += count
        return count


class _Reader(RawIOBase):
    def __init__(self, wire: TimedSocket) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._wire.receive_into(buffer)


def _set_timeout(sock: socket.socket, deadline: Deadline) -> None:
    timeout = deadline.next_timeout()
    if sock.gettimeout() != timeout:
        sock.settimeout(timeout)


def is_ready(sock: socket.socket, seconds: float, *, to_send: bool = False) -> bool:
    """Wait until something can be received, or sent; return False if that is not within some seconds."""
    seconds = max(0.0, seconds)
    if hasattr(select, "poll"):  # select() cannot watch the 1,025th file of a process, but Windows has nothing else
        poll = select.poll()
        poll.register(sock, select.POLLOUT if to_send else select.POLLIN | select.POLLPRI)
        return bool(poll.poll(seconds * 1000))
    watched = ([], [sock]) if to_send else ([sock], [])
    return any(select.select(*watched, [], seconds))
