"""How long a call may take: each silence of the server, and all of it together."""

import socket
from contextvars import Context
from io import BufferedReader
from typing import Any

__all__ = [
    "Deadline",
    "TimedSocket",
    "TotalTimeoutError",
    "is_ready",
    "within",
]

def within(seconds: float) -> Context:
    """Return a copy of the current context in which calls end in time, besides their own limits."""

class TotalTimeoutError(TimeoutError):
    """The time for the whole call is over."""

class Deadline:
    """The time that one call has left, its retries and waits included.

    Args:
        silence: the seconds that the server may say nothing.
        total: the seconds that the call may take; 0 for no limit.
    """

    cut: bool

    def __init__(self, silence: float, total: float) -> None: ...
    def __str__(self) -> str: ...
    def left(self) -> float:
        """Return the seconds that are left for all of it."""

    def next_timeout(self) -> float:
        """Return the timeout of the next step, or raise `TotalTimeoutError`."""

    def was_too_short(self) -> bool:
        """Tell whether more time might have helped."""

    def lift(self) -> None:
        """Let the call take as long as it takes from now on, as long as something comes."""

class TimedSocket:
    """A socket of one call. A server that sends or takes a byte now and then does not outwit it."""

    sent: int
    received: int

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None: ...
    def send_all(self, data: bytes) -> None:
        """Send data, however long it takes as a whole, as long as the server takes some of it now and then."""

    def makefile(self, mode: str) -> BufferedReader:
        """Return the stream to read from."""

    def receive_into(self, buffer: Any) -> int:
        """Receive what is there, or wait for it; 0 at the end."""

def is_ready(sock: socket.socket, seconds: float, *, to_send: bool = False) -> bool:
    """Wait until something can be received, or sent; return False if that is not within some seconds."""
