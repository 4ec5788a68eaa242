"""A response whose connection can serve the next call, if everything about it was in order."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from http.client import (
    BadStatusLine,
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    IncompleteRead,
    LineTooLong,
    RemoteDisconnected,
)
from socket import SHUT_RDWR

from .body import UnusableBodyError, read_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from io import BufferedIOBase

    from .pool import Pool

__all__ = ["PooledResponse"]

_LONGEST_LINE = 65_536  # bytes
_LONGEST_HEADER = 262_144  # bytes
_MOST_FIELDS = 100
_MOST_INTERIM = 20  # informational responses before the answer

_STATUS_LINE = re.compile(rb"HTTP/1\.([0-9]) ([1-9][0-9]{2})(?: ([^\r\n]*))?\r?\n").fullmatch
_CHUNK_LINE = rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n"
_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+").fullmatch


class PooledResponse(HTTPResponse):
    """A response that gives its connection back when it was read to its end, and else closes it.

    It reads its header itself: in a fraction of the time, past informational responses, and without leniency towards
    what could make the end of the body a matter of opinion. `headers` is a dict with names in lower case.
    """

    headers: dict[str, str]  # type: ignore[assignment]
    pool: Pool
    connection: HTTPConnection
    process: int  # the one that sent the request
    _method: str

    def begin(self) -> None:
        """Read the status line and the header.

        Raises:
            RemoteDisconnected: the connection ended before.
            HTTPException: this is not an answer in HTTP/1.
        """
        self.process = os.getpid()
        for _ in range(_MOST_INTERIM):
            self._read_status_line()
            self.headers = _read_header(self.fp)
            if self.status >= 200:
                break
        else:
            raise HTTPException("nothing but informational responses")
        self._find_end()

    def _read_status_line(self) -> None:
        line = _read_line(self.fp)
        match = _STATUS_LINE(line)
        if match is None:
            raise BadStatusLine(str(line[:60], "latin-1"))
        minor, status, reason = match.groups()
        self.version = 10 if minor == b"0" else 11
        self.code = self.status = int(status)
        self.reason = str(reason or b"", "latin-1").strip()

    def _find_end(self) -> None:
        """Work out how long the body is, and whether the connection can be used after it."""
        options = self.headers.get("connection", "").lower()
        self.will_close = "close" in options or (self.version == 10 and "keep-alive" not in options)
        coding = self.headers.get("transfer-encoding", "").lower()
        lengths = {length.strip() for length in self.headers.get("content-length", "").split(",")} - {""}
        self.chunked = coding == "chunked"
        self.chunk_left = None
        self.length = None
        if coding and not self.chunked:
            raise HTTPException(f"the transfer encoding {coding[:60]!r} is not understood")
        if self.chunked:
            self.will_close |= bool(lengths)  # two lengths: one of them is meant for somebody else
        elif lengths:
            (length, *others) = lengths
            if others or not length.isdigit() or not length.isascii() or len(length) > 18:
                raise HTTPException("the content length is not a number")
            self.length = int(length)
        if self.status in (204, 304) or self._method == "HEAD":
            self.chunked, self.length = False, 0
        elif not self.chunked and self.length is None:
            self.will_close = True

    def _read_next_chunk_size(self) -> int:
        """Read the line before a chunk. `http.client` would take "-1", "0x1" or "1_0" for a number, too."""
        match = re.fullmatch(_CHUNK_LINE, _read_line(self.fp))
        if match is None:
            raise ValueError("a chunk of no size")  # which becomes IncompleteRead
        return int(match[1], 16)

    def _read_and_discard_trailer(self) -> None:
        _read_header(self.fp)  # within the limits of a header; `http.client` knows none here

    def read_all(self, limit: int) -> bytes:
        """Read the body, of `limit` bytes at most, and let the connection serve the next call."""
        try:
            body = read_body(self, self._coding, limit)
        except (ConnectionError, IncompleteRead):
            self.discard()
            if self.status < 400:
                raise
            return b""  # the status tells enough, and some proxies hang up before all of an error is read
        except BaseException:
            self.discard()
            raise
        self.finish()
        return body

    def refuse_compression(self) -> None:
        """Close the connection and raise `UnusableBodyError`, if what is to be read piece by piece is compressed."""
        if self._coding not in ("", "identity"):
            self.discard()
            raise UnusableBodyError(f"the content encoding {self._coding[:60]!r}, where none was accepted")

    @property
    def _coding(self) -> str:
        return self.headers.get("content-encoding", "").lower()

    def finish(self) -> None:
        """Let the connection serve the next call, if the body was read to its end and the server keeps it open."""
        if self.will_close or not (self.isclosed() or self.length == 0):
            self.discard()
        else:
            self.pool.give_back(self.connection)

    def discard(self) -> None:
        """Close the connection, also under a thread that waits for more; a fork's child closes its copy only."""
        if self.process != os.getpid():
            self.connection.close()  # but not the buffer, whose lock a thread of the parent may have held
            return
        if self.connection.sock is not None:
            with suppress(OSError):
                self.connection.sock.shutdown(SHUT_RDWR)
        self.connection.close()
        self.close()


def _read_line(stream: BufferedIOBase) -> bytes:
    line = stream.readline(_LONGEST_LINE + 1)
    if not line.endswith(b"\n"):
        if len(line) > _LONGEST_LINE:
            raise LineTooLong("header line")
        raise RemoteDisconnected("the connection was closed before the answer was complete")
    return line


def _read_header(stream: BufferedIOBase) -> dict[str, str]:
    headers: dict[str, str] = {}
    size = count = 0
    while (line := _read_line(stream)) not in (b"\r\n", b"\n"):
        size += len(line)
        count += 1
        if size > _LONGEST_HEADER or count > _MOST_FIELDS:
            raise HTTPException(f"a header of more than {_LONGEST_HEADER} bytes or {_MOST_FIELDS} fields")
        name, colon, value = str(line, "latin-1").partition(":")
        if not colon or not _FIELD_NAME(name):
            raise HTTPException(f"{name[:60].strip()!r} is not the name of a header field")
        name, value = name.lower(), value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
