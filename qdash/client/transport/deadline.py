"""How long a call may take: each silence of the server, and all of it together."""

from __future__ import annotations

from io import BufferedReader, RawIOBase
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from typing import Any

__all__ = ["Deadline", "TimedSocket", "TotalTimeoutError"]


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
        self._end = monotonic() + total if total else float("inf")

    def left(self) -> float:
        """Return the seconds that are left for all of it."""
        return self._end - monotonic()

    def next_timeout(self) -> float:
        """Return the timeout of the next step, or raise `TotalTimeoutError`."""
        left = self._end - monotonic()
        if left <= 0:
            raise TotalTimeoutError("the time for the whole call is over")
        return min(self._silence, left)

    def lift(self) -> None:
        """Let the call take as long as it takes from now on, as long as something comes."""
        self._end = float("inf")


class TimedSocket:
    """The side of a socket that a response reads from. A server that sends a byte now and then does not outwit it."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def makefile(self, mode: str) -> BufferedReader:
        """Return the stream to read from."""
        del mode
        return BufferedReader(_Reader(self._sock, self._deadline), 65_536)


class _Reader(RawIOBase):
    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        timeout = self._deadline.next_timeout()
        if self._sock.gettimeout() != timeout:
            self._sock.settimeout(timeout)
        return self._sock.recv_into(buffer)
