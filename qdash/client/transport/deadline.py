"""The time limits of a call: for each wait for the server, and for the whole call."""

from __future__ import annotations

import select
from contextvars import Context, ContextVar, copy_context
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

__all__ = ["Deadline", "TotalTimeoutError", "is_ready", "within"]

_limit: ContextVar[float] = ContextVar("qdash_time_limit", default=float("inf"))


def within(seconds: float) -> Context:
    """Return a copy of the current context with a time limit for its calls, in addition to their own limits."""
    context = copy_context()
    context.run(_limit.set, min(_limit.get(), monotonic() + seconds))
    return context


class TotalTimeoutError(TimeoutError):
    """The time limit of the whole call has passed."""


class Deadline:
    """The time left for one call, including its retries and pauses.

    Args:
        wait: the longest wait for the server, in seconds: connect, read and send timeout.
        total: the seconds that the call may take; 0 for no limit.
    """

    def __init__(self, wait: float, total: float) -> None:
        self.wait = wait
        self._total = total
        self._end = monotonic() + total if total else float("inf")
        limit = _limit.get()
        if limit < self._end:
            self._end, self._total = limit, 0
        self.cut = False  # whether the time left was too short for another attempt

    def __str__(self) -> str:
        return f"{self._total:g} s in all (total_timeout_sec)" if self._total else "the time left for it"

    def left(self) -> float:
        """Return the seconds that are left for the call."""
        return self._end - monotonic()

    def next_timeout(self) -> float:
        """Return the timeout of the next step, or raise `TotalTimeoutError`."""
        left = self._end - monotonic()
        if left <= 0:
            raise TotalTimeoutError("the time for the whole call is over")
        return min(self.wait, left)

    def was_too_short(self) -> bool:
        """Return whether the call might have succeeded with more time."""
        return self.cut or self.left() <= 0

    def lift(self) -> None:
        """Remove the limit of the whole call. The limit of each wait remains."""
        self._end = float("inf")


def is_ready(sock: socket.socket, seconds: float, *, to_send: bool = False, to_receive: bool = False) -> bool:
    """Wait until a socket can send or receive; return False if the time passes first.

    Args:
        sock: the socket.
        seconds: the longest time to wait.
        to_send: whether to wait until something can be sent.
        to_receive: whether to wait until something can be received; the default if neither is given.
    """
    seconds = max(0.0, seconds)
    to_receive = to_receive or not to_send
    if hasattr(select, "poll"):  # select() is limited to 1,024 file descriptors, but Windows has no poll()
        poll = select.poll()
        poll.register(sock, to_send * select.POLLOUT | to_receive * (select.POLLIN | select.POLLPRI))
        return bool(poll.poll(seconds * 1000))
    return any(select.select([sock] * to_receive, [sock] * to_send, [], seconds))
