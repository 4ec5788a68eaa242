"""The time limits of a call: for each wait for the server, and for the whole call."""

import socket
from contextvars import Context

def within(seconds: float) -> Context:
    """Return a copy of the current context with a time limit for its calls, in addition to their own limits."""

class TotalTimeoutError(TimeoutError):
    """The time limit of the whole call has passed."""

class Deadline:
    """The time left for one call, including its retries and pauses.

    Args:
        wait: the longest wait for the server, in seconds: connect, read and send timeout.
        total: the seconds that the call may take; 0 for no limit.
    """

    wait: float
    cut: bool

    def __init__(self, wait: float, total: float) -> None: ...
    def __str__(self) -> str: ...
    def left(self) -> float:
        """Return the seconds that are left for the call."""

    def next_timeout(self) -> float:
        """Return the timeout of the next step, or raise `TotalTimeoutError`."""

    def was_too_short(self) -> bool:
        """Return whether the call might have succeeded with more time."""

    def lift(self) -> None:
        """Remove the limit of the whole call. The limit of each wait remains."""

def is_ready(sock: socket.socket, seconds: float, *, to_send: bool = False, to_receive: bool = False) -> bool:
    """Wait until a socket can send or receive; return False if the time passes first.

    Args:
        sock: the socket.
        seconds: the longest time to wait.
        to_send: whether to wait until something can be sent.
        to_receive: whether to wait until something can be received; the default if neither is given.
    """
