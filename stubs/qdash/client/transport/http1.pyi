"""HTTP/1.1 messages as RFC 9112 defines them: writes the head of a request, reads the head and the body of a response.

What makes the end of a message ambiguous is refused, or ends the connection where the RFC says so. Nothing here knows
sockets, time or content codings.
"""

from typing import Protocol, type_check_only

from .interfaces import Fields

__all__ = [
    "Body",
    "ChunkedBody",
    "CloseBody",
    "ConnectionClosed",
    "Head",
    "IncompleteResponse",
    "LengthBody",
    "ProtocolError",
    "body_of",
    "read_head",
    "request_head",
]

@type_check_only
class Source(Protocol):
    """A connection to read from.

    Attributes:
        buffer: what was received and is not read yet.
    """

    buffer: bytearray

    def receive(self) -> bool:
        """Wait for more and append it to the buffer; return False when the peer has closed the connection."""

class ProtocolError(Exception):
    """The message is not what RFC 9112 allows."""

class IncompleteResponse(ProtocolError):
    """The connection ended after the first byte of a response and before its last."""

class ConnectionClosed(ConnectionResetError):
    """The connection ended before the first byte of a response."""

def request_head(method: str, target: str, fields: Fields) -> bytes:
    """Write the request line and the fields (RFC 9112 3 and 5).

    Raises:
        ProtocolError: the method is no token, the target has other than printable ASCII characters, or a field has
            control characters or is not latin-1.
    """

class Head:
    """The head of a response.

    Attributes:
        version: 10 for HTTP/1.0, else 11.
        fields: by names in lower case; the values of repeated fields are joined by ", ".
        persistent: whether the connection can serve another request after the body; `body_of` may take that back.
    """

    version: int
    status: int
    reason: str
    fields: dict[str, str]
    persistent: bool

    def __init__(self, version: int, status: int, reason: str, fields: dict[str, str]) -> None: ...

def read_head(source: Source) -> Head:
    """Read the head of the final response; informational responses before it are skipped.

    Raises:
        ConnectionClosed: the connection ended before the first byte.
        IncompleteResponse: the connection ended later.
        ProtocolError: this is no response in HTTP/1.
    """

class Body:
    """The body of a response.

    Attributes:
        left: the bytes that are still to be read; None if that is unknown.
        complete: whether all of it was read.
    """

    left: int | None
    complete: bool

    def __init__(self, source: Source, left: int | None = None) -> None: ...
    def read(self, size: int) -> bytes:
        """Wait for the next bytes, and return `size` of them at most; b"" at the end.

        Raises:
            IncompleteResponse: the connection ended before the body.
            ProtocolError: the framing is broken.
        """

class LengthBody(Body):
    """A body as long as Content-Length says (RFC 9112 6.3, item 6)."""

    left: int

    def read(self, size: int) -> bytes:
        """Read a piece of the body."""

class ChunkedBody(Body):
    """A body in chunks (RFC 9112 7.1). The trailer fields are checked and dropped."""

    def __init__(self, source: Source) -> None: ...
    def read(self, size: int) -> bytes:
        """Read a piece of a chunk."""

class CloseBody(Body):
    """A body that ends with the connection (RFC 9112 6.3, item 8)."""

    def read(self, size: int) -> bytes:
        """Read a piece of the body."""

def body_of(head: Head, method: str, source: Source) -> Body:
    """Return the body of a response to a request with a method (RFC 9112 6.3).

    Raises:
        ProtocolError: the fields do not say clearly where it ends.
    """
