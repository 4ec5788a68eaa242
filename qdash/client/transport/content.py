"""Content codings (RFC 9110 8.4): decodes the content of a response, within a limit of bytes."""

from __future__ import annotations

import sys

from .http1 import IncompleteResponse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .http1 import Body
    from .interfaces import Stream

__all__ = ["ACCEPT_ENCODING", "ContentError", "is_identity", "read_content", "read_stream"]


def _can_import(module: str) -> bool:
    """Return whether a module can be imported, without importing it: `zlib` takes 0.5 ms and is rarely needed."""
    if module in sys.modules:
        return sys.modules[module] is not None
    try:
        return any(finder.find_spec(module, None) for finder in sys.meta_path if hasattr(finder, "find_spec"))
    except ImportError:  # raised by a finder that blocks the module
        return False


ACCEPT_ENCODING: str = "gzip, deflate" if _can_import("zlib") else "identity"

_PIECE = 262_144  # bytes
_MAX_CODINGS = 5
# Values of `wbits` for a window of 15 bits.
_GZIP, _ZLIB, _RAW = 31, 15, -15


class ContentError(Exception):
    """The response is complete but unusable. A repeated request would return the same."""


def is_identity(coding: str) -> bool:
    """Return whether a Content-Encoding means unencoded content."""
    return not _codings(coding)


def read_content(body: Body, coding: str, limit: int) -> bytes:
    """Read a body to its end, and decode the codings that Content-Encoding lists.

    Raises:
        ContentError: it is larger than `limit` bytes, coded or not, or a coding is unknown or broken.
        IncompleteResponse: the body or the compressed data in it ends too early.
    """
    if body.left is not None and body.left > limit:
        raise _too_large(limit)
    codings = _codings(coding) if coding else []
    if not codings and body.left is not None:
        start = body.read(body.left)
        return start if body.complete else b"".join([start, *_pieces(body)])
    if body.complete:  # for example, of a response to HEAD
        return b""
    if len(codings) > _MAX_CODINGS:
        raise ContentError(f"more than {_MAX_CODINGS} content codings")
    pieces = _bounded(_pieces(body), limit)
    for name in reversed(codings):
        pieces = _bounded(_inflated(pieces, name), limit)
    return b"".join(pieces)


def read_stream(stream: Stream, limit: int) -> bytes:
    """Read a stream to its end.

    Raises:
        ContentError: it is larger than `limit` bytes.
    """
    return b"".join(_bounded(_pieces(stream), limit))


def _codings(coding: str) -> list[str]:
    names = [name.strip(" \t") for name in coding.lower().split(",")]
    return [name for name in names if name not in ("", "identity", "none")]


def _too_large(limit: int) -> ContentError:
    return ContentError(f"a response of more than {limit} bytes (max_response_bytes)")


def _bounded(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    left = limit
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise _too_large(limit)
        yield piece


def _pieces(body: Body | Stream) -> Iterator[bytes]:
    while piece := body.read(_PIECE):
        yield piece


def _inflated(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Decompress in steps of bounded size, because a small body may expand to a very large one."""
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise ContentError(f"the content encoding {coding[:60]!a} is not understood")
    try:
        import zlib
    except ImportError:
        raise ContentError(f"the content encoding {coding!r} cannot be undone: this Python has no zlib") from None
    inflater = None
    for piece in pieces:
        rest = piece
        while rest:
            if inflater is None:
                inflater = zlib.decompressobj(_format(rest, coding))
            elif inflater.eof:
                if coding == "deflate":
                    raise ContentError("there is something after the compressed content")
                # RFC 1952 2.2: gzip may have several members. NUL bytes after one are padding, as in Python's gzip.
                rest = rest.lstrip(b"\0")
                if not rest:
                    break
                inflater = zlib.decompressobj(_GZIP)
            try:
                inflated = inflater.decompress(rest, _PIECE)
            except zlib.error:
                raise ContentError("the compression of the response is broken") from None
            yield inflated
            rest = inflater.unconsumed_tail or inflater.unused_data
    if inflater is not None:
        yield inflater.flush()
        if not inflater.eof:
            raise IncompleteResponse("the compressed content ended before it was complete")


def _format(start: bytes, coding: str) -> int:
    if coding != "deflate":
        return _GZIP
    return _ZLIB if start[0] & 15 == 8 else _RAW  # some servers send raw deflate data without the zlib header
