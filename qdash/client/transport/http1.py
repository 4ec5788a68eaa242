"""HTTP/1.1 messages as RFC 9112 defines them: writes the head of a request, reads the head and the body of a response.

Ambiguous message framing is refused, or ends the connection where the RFC says so. This module does not use sockets,
time or content codings.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from .interfaces import Fields

    class Source(Protocol):
        """A connection to read from.

        Attributes:
            buffer: the bytes received but not read yet.
        """

        buffer: bytearray

        def receive(self) -> bool:
            """Wait for data and append it to the buffer; return False when the peer has closed the connection."""
            ...


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

_MAX_LINE = 65_536  # bytes
_MAX_FIELDS_SIZE = 262_144  # bytes
_MAX_FIELD_LINES = 100
_MAX_INTERIM = 20  # informational responses

# RFC 9110 5.6.2 (token) and 5.5 (field-value: no CTL but HTAB). Strings, in latin-1; lines come without their LF.
_OWS = " \t"
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_TEXT = r"[\t\x20-\x7e\x80-\xff]*"
_STATUS_LINE = re.compile(rf"HTTP/1\.([0-9]) ([1-9][0-9]{{2}})(?: ({_TEXT}))?\r?").fullmatch
_FIELD_LINE = re.compile(rf"({_TOKEN}):({_TEXT})\r?").fullmatch
# RFC 9112 2.2 lets a bare LF end the lines of a head, but not the line with a chunk's size.
_CHUNK_LINE = re.compile(rf"([0-9A-Fa-f]{{1,15}})[ \t]*(?:;{_TEXT})?\r").fullmatch
_CONTENT_LENGTH = re.compile(r"[0-9]{1,18}").fullmatch
_FOLD = re.compile(rf"[ \t]({_TEXT})\r?").fullmatch
_REQUEST_HEAD = re.compile(rf"{_TOKEN} [\x21-\x7e]+ HTTP/1\.1(?:\r\n{_TOKEN}: {_TEXT})*").fullmatch


class ProtocolError(Exception):
    """A message violates RFC 9112."""


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
    lines = [f"{method} {target} HTTP/1.1", *[f"{name}: {value}" for name, value in fields.items()]]
    head = "\r\n".join(lines)
    if not _REQUEST_HEAD(head) or head.count("\n") != len(fields):
        raise ProtocolError("a request line or a field with characters that it cannot have")
    return f"{head}\r\n\r\n".encode("latin-1")


class Head:
    """The head of a response.

    Attributes:
        version: 10 for HTTP/1.0, else 11.
        fields: by names in lower case; the values of repeated fields are joined by ", ".
        persistent: whether the connection can serve another request after the body; `body_of` may set it to False.
    """

    __slots__ = ("fields", "persistent", "reason", "status", "version")

    def __init__(self, version: int, status: int, reason: str, fields: dict[str, str]) -> None:
        self.version: int = version
        self.status: int = status
        self.reason: str = reason
        self.fields: dict[str, str] = fields
        options = [option.strip(" \t") for option in fields.get("connection", "").lower().split(",")]
        self.persistent: bool = "close" not in options and (version > 10 or "keep-alive" in options)  # RFC 9112 9.3


def read_head(source: Source) -> Head:
    """Read the head of the final response; informational responses before it are skipped.

    Raises:
        ConnectionClosed: the connection ended before the first byte.
        IncompleteResponse: the connection ended later.
        ProtocolError: it is not a response in HTTP/1.
    """
    if not source.buffer and not source.receive():
        raise ConnectionClosed("the connection was closed before a response came")
    for _ in range(_MAX_INTERIM + 1):
        line = _read_line(source)
        match = _STATUS_LINE(line)
        if match is None:
            raise ProtocolError(f"not a status line of HTTP/1: {line[:60].rstrip()!a}")
        minor, status, reason = match.groups("")
        if status == "101":
            raise ProtocolError("the protocol was switched without a request for it (101)")
        fields = _read_fields(source)
        if status >= "200":
            return Head(10 if minor == "0" else 11, int(status), reason.strip(" \t"), fields)
    raise ProtocolError(f"more than {_MAX_INTERIM} informational responses, and no other")


def _receive(source: Source) -> None:
    if not source.receive():
        raise IncompleteResponse("the connection was closed before the response was complete")


def _read_line(source: Source) -> str:
    """Read a line and return it without the LF."""
    buffer = source.buffer
    end = buffer.find(b"\n", 0, _MAX_LINE)
    while end < 0:
        seen = len(buffer)
        if seen >= _MAX_LINE:
            raise ProtocolError(f"a line of more than {_MAX_LINE} bytes")
        _receive(source)
        end = buffer.find(b"\n", seen, _MAX_LINE)
    line = buffer[:end].decode("latin-1")
    del buffer[: end + 1]
    return line


def _read_fields(source: Source) -> dict[str, str]:
    """Read the field lines of a head or a trailer, and the empty line after them (RFC 9112 5)."""
    fields: dict[str, str] = {}
    name = ""
    size = 0
    for _ in range(_MAX_FIELD_LINES + 1):
        line = _read_line(source)
        match = _FIELD_LINE(line)
        if match is not None:
            name, value = match.groups()
            name, value = name.lower(), value.strip(_OWS)
            fields[name] = f"{fields[name]}, {value}" if name in fields else value
        elif line in ("\r", ""):
            return fields
        elif name and (match := _FOLD(line)):  # obs-fold is replaced by a space (RFC 9112 5.2)
            fields[name] = f"{fields[name].rstrip(' ')} {match[1].strip(_OWS)}".strip(" ")
        else:
            raise ProtocolError(f"the header field {line.partition(':')[0][:60].rstrip()!a} cannot be read")
        size += len(line) + 1
        if size > _MAX_FIELDS_SIZE:
            break
    raise ProtocolError(f"more than {_MAX_FIELDS_SIZE} bytes or {_MAX_FIELD_LINES} lines of fields")


class Body:
    """The body of a response.

    Attributes:
        left: the bytes that are still to be read; None if that is unknown.
        complete: whether all of it was read.
    """

    __slots__ = ("_source", "complete", "left")

    def __init__(self, source: Source, left: int | None = None) -> None:
        self._source = source
        self.left: int | None = left
        self.complete: bool = left == 0

    def read(self, size: int) -> bytes:
        """Wait for the next bytes, and return `size` of them at most; b"" at the end.

        Raises:
            IncompleteResponse: the connection ended before the body.
            ProtocolError: the framing is broken.
        """
        raise NotImplementedError

    def _take(self, size: int) -> bytes:
        """Wait for 1 to `size` bytes."""
        buffer = self._source.buffer
        while not buffer:
            _receive(self._source)
        if size >= len(buffer):
            piece = bytes(buffer)
            buffer.clear()
        else:
            piece = bytes(buffer[:size])
            del buffer[:size]
        return piece


class LengthBody(Body):
    """A body with a Content-Length (RFC 9112 6.3, item 6)."""

    __slots__ = ()
    left: int
    complete: bool

    def read(self, size: int) -> bytes:
        """Read a piece of the body."""
        if self.complete:
            return b""
        piece = self._take(min(size, self.left))
        self.left -= len(piece)
        self.complete = not self.left
        return piece


class ChunkedBody(Body):
    """A body in chunks (RFC 9112 7.1). Trailer fields are checked and discarded."""

    __slots__ = ("_chunk_left", "_in_chunk")

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._in_chunk = False  # until the CRLF after its data
        self._chunk_left = 0

    def read(self, size: int) -> bytes:
        """Read a piece of a chunk."""
        if not self._chunk_left and not self.complete:
            self._next_chunk()
        if self.complete:
            return b""
        piece = self._take(min(size, self._chunk_left))
        self._chunk_left -= len(piece)
        return piece

    def _next_chunk(self) -> None:
        if self._in_chunk:
            self._read_crlf()
            self._in_chunk = False
        match = _CHUNK_LINE(_read_line(self._source))
        if match is None:
            raise ProtocolError("a chunk without a size")
        self._chunk_left = int(match[1], 16)
        self._in_chunk = self._chunk_left > 0
        if not self._in_chunk:
            _read_fields(self._source)  # the trailer section
            self.complete = True

    def _read_crlf(self) -> None:
        buffer = self._source.buffer
        while len(buffer) < 2:
            _receive(self._source)
        if not buffer.startswith(b"\r\n"):
            raise ProtocolError("a chunk that is longer than its size")
        del buffer[:2]


class CloseBody(Body):
    """A body that ends with the connection (RFC 9112 6.3, item 8)."""

    __slots__ = ()
    complete: bool

    def read(self, size: int) -> bytes:
        """Read a piece of the body."""
        if not self.complete and not self._source.buffer:
            self.complete = not self._source.receive()
        return b"" if self.complete else self._take(size)


def body_of(head: Head, method: str, source: Source) -> Body:
    """Return the body of a response to a request with a method (RFC 9112 6.3).

    Raises:
        ProtocolError: the fields do not say clearly where it ends.
    """
    length = _content_length(head.fields)
    coding = head.fields.get("transfer-encoding")
    if coding is not None:
        if coding.lower() != "chunked":
            raise ProtocolError(f"the transfer encoding {coding[:60]!a} is not understood")
        if length is not None or head.version < 11:  # RFC 9112 6.1: the framing may be an attack
            head.persistent = False
    if method == "HEAD" or head.status in (204, 304) or (method == "CONNECT" and head.status < 300):
        return LengthBody(source, 0)
    if coding is not None:
        return ChunkedBody(source)
    if length is not None:
        return LengthBody(source, length)
    head.persistent = False
    return CloseBody(source)


def _content_length(fields: dict[str, str]) -> int | None:
    if "content-length" not in fields:
        return None
    lengths = {length.strip(" \t") for length in fields["content-length"].split(",")}
    length = lengths.pop()
    if lengths or not _CONTENT_LENGTH(length):
        raise ProtocolError(f"the content length {fields['content-length'][:60]!a} is not a number")
    return int(length)
