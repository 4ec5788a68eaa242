"""Connections that are kept open between calls, to the one place that a client talks to."""

from __future__ import annotations

import os
from collections import deque
from http.client import HTTPException
from time import monotonic

from .deadline import TotalTimeoutError, is_ready

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from http.client import HTTPConnection

    from .deadline import Deadline

__all__ = ["ConnectFailed", "Pool"]

IDLE_LIMIT = 60.0  # seconds after which a connection is not trusted any more
IDLE_LIMIT_FOR_WRITES = 2.0  # servers drop idle connections after some seconds, and a write that meets that is lost


class ConnectFailed(Exception):
    """No connection came about, so that nothing was sent. The cause is the argument."""


class Pool:
    """Idle connections, the latest first. Threads may share it; after a fork the child starts with an empty one."""

    def __init__(self, connect: Callable[[Deadline], HTTPConnection], size: int) -> None:
        self._connect = connect
        self._size = size
        self._idle: deque[tuple[float, HTTPConnection]] = deque()
        self._process = os.getpid()
        self._closed = False

    def take(self, deadline: Deadline, *, for_write: bool) -> tuple[HTTPConnection, bool]:
        """Return an open connection, and whether it was used before; or raise `ConnectFailed`."""
        if self._process != os.getpid():
            self._leave_to_parent()
        if deadline.left() <= 0:
            raise ConnectFailed(TotalTimeoutError("the time for the whole call is over"))
        limit = IDLE_LIMIT_FOR_WRITES if for_write else IDLE_LIMIT
        while True:
            try:
                since, connection = self._idle.pop()
            except IndexError:
                break
            if monotonic() - since < limit and not _readable(connection.sock):
                return connection, True
            connection.close()
        try:
            return self._connect(deadline), False
        except (OSError, HTTPException, ValueError) as error:  # HTTPException: what a proxy says to CONNECT
            failure = error
        raise ConnectFailed(failure)

    def give_back(self, connection: HTTPConnection) -> None:
        """Keep a connection whose answer was read to its end."""
        if connection.sock is None:
            return
        self._idle.append((monotonic(), connection))
        if self._closed:
            self.close()
        elif len(self._idle) > self._size or monotonic() - self._idle[0][0] > IDLE_LIMIT:
            self._drop_oldest()

    def close(self) -> None:
        """Close what is idle, and whatever is given back later."""
        self._closed = True
        while self._idle:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        try:
            _, connection = self._idle.popleft()
        except IndexError:
            return  # another thread was faster
        connection.close()

    def _leave_to_parent(self) -> None:
        inherited, self._idle, self._process = self._idle, deque(), os.getpid()
        for _, connection in inherited:
            connection.close()  # closes this process's copy only, and says nothing to the server


def _readable(sock: socket.socket) -> bool:
    """Tell whether an idle socket has something to say: that it was closed, or bytes nobody asked for."""
    pending = getattr(sock, "pending", None)
    if pending is not None and pending():
        return True
    return is_ready(sock, 0)
