"""A connection to the server: a socket with a time limit, and what was received over it but not read yet."""

import socket

from .deadline import Deadline

class Connection:
    """One connection, over TCP or TLS.

    Attributes:
        sock: the socket.
        buffer: what was received and not read yet.
        deadline: the time of the call that uses the connection.
        process: the one that opened it; a fork's child leaves it alone.
        reused: whether it has served another request before.
        idle_since: when it became idle, by `time.monotonic`.
        idle_limit: seconds after which the server may close it while it is idle.
        sent: the bytes sent for this request.
        received: the bytes received for it.
    """

    sock: socket.socket
    buffer: bytearray
    deadline: Deadline
    process: int
    reused: bool
    idle_since: float
    idle_limit: float
    sent: int
    received: int

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None: ...
    def begin(self, deadline: Deadline) -> None:
        """Let the connection serve a request."""

    def send(self, data: bytes) -> bool:
        """Send data, and return whether all of it was sent: a server may refuse a request that it has read in part.

        Its response is in the buffer then (RFC 9112, section 9.5).
        """

    def receive(self) -> bool:
        """Wait for data and add it to the buffer; return False when the server has closed the connection."""

    def is_readable(self) -> bool:
        """Tell whether there is something to receive: data, or the end."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing has come that belongs to no response, and the server has not closed the connection."""

    def close(self) -> None:
        """Close the connection, also under a thread that waits for more; a fork's child closes its copy only."""
