"""The body of an answer: inflated if it is compressed, and never larger than it may be."""

from http.client import HTTPException, HTTPResponse

__all__ = [
    "ACCEPT_ENCODING",
    "UnusableBodyError",
    "read_body",
]

ACCEPT_ENCODING: str

class UnusableBodyError(HTTPException):
    """The answer came, and asking again would bring the same."""

def read_body(response: HTTPResponse, coding: str, limit: int) -> bytes:
    """Read a body to its end.

    Raises:
        UnusableBodyError: it is larger than `limit` bytes, compressed or not, or its compression is not understood.
        IncompleteRead: it ends too early.
    """
