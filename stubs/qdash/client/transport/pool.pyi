"""Connections that are kept open between calls, to the one origin that a client talks to."""

from collections.abc import Callable

from .connection import Connection
from .deadline import Deadline

__all__ = [
    "Pool",
]

IDLE_LIMIT: float

IDLE_LIMIT_FOR_WRITES: float

class Pool:
    """Idle connections, the latest last. Threads may share it; after a fork the child starts with an empty one."""

    def __init__(self, connect: Callable[[Deadline], Connection], size: int) -> None: ...
    def take(self, deadline: Deadline, *, for_write: bool) -> Connection:
        """Return a connection that can be used, idle or new; or raise `NotSent`."""

    def give_back(self, connection: Connection) -> None:
        """Keep a connection whose response was read to its end."""

    def close(self) -> None:
        """Close what is idle, and whatever is given back later."""
