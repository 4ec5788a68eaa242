"""The body of an answer: inflated if it is compressed, and never larger than it may be."""

from __future__ import annotations

import sys
from http.client import HTTPException, IncompleteRead

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from http.client import HTTPResponse

__all__ = ["ACCEPT_ENCODING", "UnusableBodyError", "read_body"]


def _is_there(module: str) -> bool:
    """Tell whether a module can be found. To import `zlib` takes 0.5 ms, and few answers may need it."""
    if module in sys.modules:
        return sys.modules[module] is not None
    try:
        return any(finder.find_spec(module, None) for finder in sys.meta_path if hasattr(finder, "find_spec"))
    except ImportError:  # of a finder that blocks it
        return False


ACCEPT_ENCODING: str = "gzip, deflate" if _is_there("zlib") else "identity"

_CHUNK = 262_144  # bytes
# What zlib calls a window of 15 bits in these wrappings.
_GZIP, _ZLIB, _RAW = 31, 15, -15


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
        pieces = _inflated(_bounded(_chunks(response), limit), coding)
    elif coding not in ("", "identity"):
        raise UnusableBodyError(f"the content encoding {coding[:60]!r} is not understood")
    elif response.length is not None:
        return response.read()
    else:
        pieces = _chunks(response)
    return b"".join(_bounded(pieces, limit))


def _too_large(limit: int) -> UnusableBodyError:
    return UnusableBodyError(f"an answer of more than {limit} bytes (max_response_bytes)")


def _bounded(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    left = limit
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise _too_large(limit)
        yield piece


def _chunks(response: HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read(_CHUNK):
        yield chunk
    if response.length:
        raise IncompleteRead(b"", response.length)


def _inflated(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Inflate in steps of bounded size: a small body may become a very large one."""
    try:
        import zlib
    except ImportError:
        raise UnusableBodyError(f"the content encoding {coding!r} cannot be read: this Python has no zlib") from None
    inflater = None
    for chunk in chunks:
        rest = chunk
        while rest:
            if inflater is None or inflater.eof:  # gzip may come in several members
                inflater = zlib.decompressobj(_window(rest, coding))
            try:
                piece = inflater.decompress(rest, _CHUNK)
            except zlib.error:
                raise UnusableBodyError("the compression of the answer is broken") from None
            yield piece
            rest = inflater.unconsumed_tail or inflater.unused_data
    if inflater is not None:
        yield inflater.flush()
        if not inflater.eof:
            raise IncompleteRead(b"")


def _window(start: bytes, coding: str) -> int:
    if coding != "deflate":
        return _GZIP
    return _ZLIB if start[0] & 15 == 8 else _RAW  # some servers leave the wrapping out
