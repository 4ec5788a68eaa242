"""Content codings (RFC 9110 8.4): decodes the content of a response, within a limit of bytes."""

from .http1 import Body
from .interfaces import Stream

__all__ = [
    "ACCEPT_ENCODING",
    "ContentError",
    "is_identity",
    "read_content",
    "read_stream",
]

ACCEPT_ENCODING: str

class ContentError(Exception):
    """The response came, and asking again would bring the same."""

def is_identity(coding: str) -> bool:
    """Tell whether a Content-Encoding stands for content as it is."""

def read_content(body: Body, coding: str, limit: int) -> bytes:
    """Read a body to its end, and undo the codings that Content-Encoding lists.

    Raises:
        ContentError: it is larger than `limit` bytes, coded or not, or a coding is unknown or broken.
        IncompleteResponse: the body, or what is compressed in it, ends too early.
    """

def read_stream(stream: Stream, limit: int) -> bytes:
    """Read a stream to its end.

    Raises:
        ContentError: it is larger than `limit` bytes.
    """
