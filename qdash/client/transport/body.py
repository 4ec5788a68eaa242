"""The body of an answer: inflated if it is compressed, and never larger than it may be."""

from __future__ import annotations

from http.client import HTTPException, IncompleteRead

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

__all__ = ["UnusableBodyError", "read_body"]

_CHUNK = 262_144  # bytes
_AUTOMATIC = 47  # what zlib calls a window of 15 bits in a gzip or zlib wrapping
_RAW = -15  # what some servers call deflate


class UnusableBodyError(HTTPException):
    """The answer came, and asking again would bring the same."""


def read_body(response: HTTPResponse, coding: str, limit: int) -> bytes:
    """Read a body to its end.

    Raises:
        UnusableBodyError: it is larger than `limit` bytes, compressed or not, or its compression is not understood.
        IncompleteRead: it ends too early.
    """
    if response.length is not None and response.length > limit:
        raise _too_large(limit)
    if coding in ("gzip", "x-gzip", "deflate"):
        pieces = _inflated(response)
    elif coding in ("", "identity"):
        if response.length is not None:
            return response.read()
        pieces = _chunks(response)
    else:
        raise UnusableBodyError(f"the content encoding {coding[:60]!r} is not understood")
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def _too_large(limit: int) -> UnusableBodyError:
    return UnusableBodyError(f"an answer of more than {limit} bytes (max_response_bytes)")


def _chunks(response: HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read(_CHUNK):
        yield chunk
    if response.length:
        raise IncompleteRead(b"", response.length)


def _inflated(response: HTTPResponse) -> Iterator[bytes]:
    """Inflate in steps of bounded size: a small body may become a very large one."""
    import zlib

    inflater = None
    for chunk in _chunks(response):
        if inflater is None:
            raw = chunk[:1] not in (b"\x1f", b"\x78")
            inflater = zlib.decompressobj(_RAW if raw else _AUTOMATIC)
        rest = chunk
        while rest:
            try:
                piece = inflater.decompress(rest, _CHUNK)
            except zlib.error:
                raise UnusableBodyError("the compression of the answer is broken") from None
            yield piece
            rest = inflater.unconsumed_tail
    if inflater is not None:
        yield inflater.flush()
        if not inflater.eof:
            raise IncompleteRead(b"")
