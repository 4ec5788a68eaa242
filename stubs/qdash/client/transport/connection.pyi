"""A connection to the server: a socket with a time limit and a receive buffer."""

import socket

from .deadline import Deadline

class Connection:
    """One connection, over TCP or TLS.

    Attributes:
        sock: the socket.
        buffer: the bytes received but not read yet.
        deadline: the time limit of the call that uses the connection.
        process: the ID of the process that opened it; a forked child does not use it.
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
        """Prepare the connection for a request."""

    def send(self, data: bytes) -> bool:
        """Send data, and return whether all of it was sent.

        A server may refuse a request that it has read in part. Then its response is in the buffer (RFC 9112, section
        9.5).
        """

    def receive(self) -> bool:
        """Wait for data and add it to the buffer; return False when the server has closed the connection."""

    def is_readable(self) -> bool:
        """Return whether data, or the end of the connection, can be received at once."""

    @property
    def is_clean(self) -> bool:
        """Whether the connection can be reused: it is open, and nothing was received after the last response."""

    def close(self) -> None:
        """Close the connection, also while another thread reads from it. A forked child closes its copy only."""
