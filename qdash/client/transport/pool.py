"""Persistent connections to the origin of a client."""

from __future__ import annotations

import os
from collections import deque
from time import monotonic

from .deadline import TotalTimeoutError
from .http1 import ProtocolError
from .message import NotSent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .connection import Connection
    from .deadline import Deadline

__all__ = ["Pool"]

IDLE_LIMIT = 60.0  # seconds after which a connection is not used again
IDLE_LIMIT_FOR_WRITES = 2.0  # servers close idle connections after some seconds; a write sent at that moment is lost


class Pool:
    """Idle connections, the latest last. Threads may share it. After a fork, the child has an empty pool."""

    def __init__(self, connect: Callable[[Deadline], Connection], size: int) -> None:
        self._connect = connect
        self._size = size
        self._idle: dict[int, deque[Connection]] = {}  # by process
        self._closed = False

    def take(self, deadline: Deadline, *, for_write: bool) -> Connection:
        """Return a usable connection, idle or new.

        Raises:
            NotSent: no connection can be made.
        """
        idle = self._own()
        if deadline.left() <= 0:
            raise NotSent(TotalTimeoutError("the time for the whole call is over"))
        while True:
            try:
                connection = idle.pop()
            except IndexError:
                break
            seconds = monotonic() - connection.idle_since
            if seconds >= min(IDLE_LIMIT, connection.idle_limit) or not connection.is_clean:
                connection.close()
            elif for_write and seconds >= min(IDLE_LIMIT_FOR_WRITES, connection.idle_limit / 2):
                idle.append(connection)  # only reads may use it; all others have been idle for longer
                if self._closed:  # closed by another thread meanwhile
                    self.close()
                break
            else:
                return connection
        try:
            return self._connect(deadline)
        except (OSError, ProtocolError, ValueError) as error:  # ProtocolError: of a response to CONNECT
            failure = error
        raise NotSent(failure)

    def give_back(self, connection: Connection) -> None:
        """Keep a connection after its response was read completely."""
        idle = self._own()
        connection.idle_since = monotonic()
        connection.reused = True
        idle.append(connection)
        if self._closed:
            self.close()
        elif len(idle) > self._size or _oldest(idle) <= connection.idle_since - IDLE_LIMIT:
            _drop_oldest(idle)

    def close(self) -> None:
        """Close the idle connections, and those that are returned later."""
        self._closed = True
        idle = self._own()
        while idle:
            _drop_oldest(idle)

    def _own(self) -> deque[Connection]:
        """Return the idle connections of this process. A child closes its copies of those of its parent."""
        process = os.getpid()
        idle = self._idle.get(process)
        if idle is not None:
            return idle
        for parent in [other for other in self._idle if other != process]:
            for connection in self._idle.pop(parent, ()):
                connection.close()
        return self._idle.setdefault(process, deque())


def _oldest(idle: deque[Connection]) -> float:
    try:
        return idle[0].idle_since
    except IndexError:  # another thread has taken the last one
        return float("inf")


def _drop_oldest(idle: deque[Connection]) -> None:
    try:
        connection = idle.popleft()
    except IndexError:
        return  # another thread has removed it
    connection.close()
