"""How long a call may take: each wait for the server, and all of it together."""

import socket
from contextvars import Context

def within(seconds: float) -> Context:
    """Return a copy of the current context in which calls end in time, besides their own limits."""

class TotalTimeoutError(TimeoutError):
    """The time for the whole call is over."""

class Deadline:
    """The time that one call has left, its retries and pauses included.

    Args:
        wait: the longest wait for the server, in seconds: connect, read and send timeout.
        total: the seconds that the call may take; 0 for no limit.
    """

    wait: float
    cut: bool

    def __init__(self, wait: float, total: float) -> None: ...
    def __str__(self) -> str: ...
    def left(self) -> float:
        """Return the seconds that are left for all of it."""

    def next_timeout(self) -> float:
        """Return the timeout of the next step, or raise `TotalTimeoutError`."""

    def was_too_short(self) -> bool:
        """Tell whether more time might have helped."""

    def lift(self) -> None:
        """Lift the limit of the whole call; that of each wait stays."""

def is_ready(sock: socket.socket, seconds: float, *, to_send: bool = False, to_receive: bool = False) -> bool:
    """Wait until something can be sent, or received; return False if that is not within some seconds.

    Args:
        sock: the socket.
        seconds: how long to wait at most.
        to_send: whether to wait until something can be sent.
        to_receive: whether to wait until something can be received; without either, that is waited for.
    """
