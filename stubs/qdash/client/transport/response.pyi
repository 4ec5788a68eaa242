"""A response whose connection can serve the next call, if everything about it was in order."""

from http.client import HTTPConnection, HTTPResponse

from .pool import Pool

__all__ = [
    "PooledResponse",
]

class PooledResponse(HTTPResponse):
    """A response that gives its connection back when it was read to its end, and else closes it.

    It reads its header itself: in a fraction of the time, past informational responses, and without leniency towards
    what could make the end of the body a matter of opinion. `headers` is a dict with names in lower case.
    """

    headers: dict[str, str]  # type: ignore[assignment]
    pool: Pool
    connection: HTTPConnection
    process: int

    def begin(self) -> None:
        """Read the status line and the header.

        Raises:
            RemoteDisconnected: the connection ended before.
            HTTPException: this is not an answer in HTTP/1.
        """

    def read_all(self, limit: int) -> bytes:
        """Read the body, of `limit` bytes at most, and let the connection serve the next call."""

    def refuse_compression(self) -> None:
        """Close the connection and raise `UnusableBodyError`, if what is to be read piece by piece is compressed."""

    def finish(self) -> None:
        """Let the connection serve the next call, if the body was read to its end and the server keeps it open."""

    def discard(self) -> None:
        """Close the connection, also under a thread that waits for more; a fork's child closes its copy only."""
