"""Files that the API sends: in memory, or on their way to the disk."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import QDashApiError, QDashTransportError, QDashValidationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from .transport import Transport
    from .transport.message import Reply, Request

    Progress = Callable[[int, int | None], object]

__all__ = ["Download", "media_type_of", "save"]

_CHUNK = 256 * 1024  # bytes
_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\*)").fullmatch
_STRONG_ETAG = re.compile(r'"[!#-~]*"').fullmatch
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
)


class Download(bytes):
    """The content of a file."""

    __slots__ = ()

    @property
    def media_type(self) -> str:
        """What the file is, judged by its content: the server calls every figure ``image/png``."""
        return media_type_of(self)


def media_type_of(content: bytes) -> str:
    """Return the media type of a file by its first bytes; ``application/octet-stream`` where they tell nothing."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    start = content[:1024].lstrip()
    if start[:1] in (b"{", b"["):
        return "application/json"
    if start.startswith((b"<svg", b"<?xml")):
        return "image/svg+xml"
    try:
        content[:1024].decode()
    except UnicodeDecodeError as error:
        # A character that the end cuts through says nothing.
        if error.start < min(len(content), 1024) - 4:
            return "application/octet-stream"
    return "text/plain" if content and b"\0" not in content[:1024] else "application/octet-stream"


def save(transport: Transport, request: Request, to: str | os.PathLike[str], progress: Progress | None) -> Path:
    """Write the answer to a file, all of it or nothing, and return its path.

    `progress` is called with the bytes so far, and the bytes in all, or None where the server did not say. An answer
    that breaks off is asked for again, from there on if the server offers that, or else from the start.
    """
    path = Path(to)
    if "\0" in str(path) or not path.name or path.is_dir():
        raise QDashValidationError(f"to: {str(path)!r} is a directory, or no name of a file")
    temporary = path.with_name(f".{os.urandom(8).hex()}.part")
    request.stream = True
    try:
        with _writing(path):
            file = open(temporary, "xb")  # noqa: SIM115 - closed below, so that only its own failures are told as such
        with file:
            _Transfer(transport, request, file, path, progress).run()
        with _writing(path):
            os.replace(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink()
    return path


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Tell failures of the file system as ours."""
    try:
        yield
    except OSError as error:
        problem = error.strerror or type(error).__name__
    else:
        return
    raise QDashApiError(f"cannot write {path}: {problem}")


class _Transfer:
    """The way of a file to the disk, in as many answers as it takes."""

    def __init__(
        self, transport: Transport, request: Request, file: BinaryIO, path: Path, progress: Progress | None
    ) -> None:
        self._transport = transport
        self._request = request
        self._file = file
        self._path = path
        self._progress = progress
        self._done = 0  # bytes
        self._total: int | None = None
        self._etag = ""  # under which the server can go on with the same file; "" if it cannot

    def run(self) -> None:
        """Write the whole file."""
        attempt, furthest = 1, 0
        while True:
            reply = self._ask()
            try:
                return self._copy(reply)
            except QDashTransportError:
                if self._etag and self._done > furthest:
                    attempt, furthest = 1, self._done  # it gets on
                if not (self._request.safe and self._transport.pause(attempt)):
                    raise
            attempt += 1

    def _ask(self) -> Reply:
        """Ask for the file, or for what is missing of it."""
        going_on = bool(self._etag and self._done)
        self._request.headers = {"Range": f"bytes={self._done}-", "If-Range": self._etag} if going_on else {}
        reply = self._transport.send(self._request)
        if reply.status == 206:
            if going_on and self._goes_on(reply.headers.get("content-range", "")):
                return reply
            reply.discard()
            raise reply.error(QDashValidationError, ": a part of the file that was not asked for")
        if self._done:
            with _writing(self._path):
                self._file.seek(0)
                self._file.truncate()
        self._done = 0
        self._total = reply.left
        self._etag = _etag(reply) if self._request.method == "GET" else ""
        return reply

    def _goes_on(self, content_range: str) -> bool:
        match = _CONTENT_RANGE(content_range)
        return match is not None and int(match[1]) == self._done and match[2] in ("*", str(self._total))

    def _copy(self, reply: Reply) -> None:
        """Write what an answer brings, up to the end of the file."""
        try:
            while chunk := self._transport.read(reply, _CHUNK):
                with _writing(self._path):
                    self._file.write(chunk)
                self._done += len(chunk)
                if self._progress is not None:
                    self._progress(self._done, self._total)
            with _writing(self._path):
                self._file.flush()
        finally:
            reply.discard()
        if self._total is not None and self._done != self._total:
            raise reply.error(QDashTransportError, f": {self._done} bytes of a file of {self._total}")


def _etag(reply: Reply) -> str:
    """Return the tag by which a server that sends parts of files knows one again; "" if it has none that is strong."""
    etag = reply.headers.get("etag", "")
    offers = reply.headers.get("accept-ranges", "").lower() == "bytes" and reply.left is not None
    return etag if offers and _STRONG_ETAG(etag) else ""
