"""Connections that are kept open between calls, to the one place that a client talks to."""

from collections.abc import Callable
from http.client import HTTPConnection

from .deadline import Deadline

__all__ = [
    "ConnectFailed",
    "Pool",
]

IDLE_LIMIT: float

IDLE_LIMIT_FOR_WRITES: float

class ConnectFailed(Exception):
    """No connection came about, so that nothing was sent. The cause is the argument."""

class Pool:
    """Idle connections, the latest first. Threads may share it; after a fork the child starts with an empty one."""

    def __init__(self, connect: Callable[[Deadline], HTTPConnection], size: int) -> None: ...
    def take(self, deadline: Deadline, *, for_write: bool) -> tuple[HTTPConnection, bool]:
        """Return an open connection, and whether it was used before; or raise `ConnectFailed`."""

    def give_back(self, connection: HTTPConnection) -> None:
        """Keep a connection whose answer was read to its end."""

    def close(self) -> None:
        """Close what is idle, and whatever is given back later."""
