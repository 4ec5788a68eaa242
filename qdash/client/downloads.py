"""Files that the API sends: in memory, or on their way to the disk."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import QDashApiError, QDashValidationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from .transport import Transport
    from .transport.message import Reply, Request

    Progress = Callable[[int, int | None], object]

__all__ = ["Download", "media_type_of", "save"]

_CHUNK = 256 * 1024  # bytes
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

    `progress` is called with the bytes so far, and the bytes in all, or None where the server did not say.
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
            _copy(transport, transport.send(request), file, path, progress)
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


def _copy(transport: Transport, reply: Reply, file: BinaryIO, path: Path, progress: Progress | None) -> None:
    length = reply.headers.get("content-length")
    total = int(length) if length else None
    done = 0
    try:
        while chunk := transport.read(reply, _CHUNK):
            with _writing(path):
                file.write(chunk)
            done += len(chunk)
            if progress is not None:
                progress(done, total)
        with _writing(path):
            file.flush()
    finally:
        reply.discard()
