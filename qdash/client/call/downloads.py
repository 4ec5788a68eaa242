"""Downloads, in memory or to a file."""

from __future__ import annotations

import os
import re
import stat
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

from ..errors import QDashApiError, QDashTransportError, QDashValidationError, warn
from ..local_files import Replacement, local_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from typing import BinaryIO

    from ..transport.message import Request, Response
    from ..transport.transport import Sender

    Progress = Callable[[int, int | None], object]

__all__ = ["Download", "filename_of", "media_type_of", "safe_name", "save"]

_CHUNK = 256 * 1024  # bytes
_SEPARATORS = tuple(filter(None, ("/", os.sep, os.altsep)))
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


# RFC 9110, section 5.6.6, and RFC 8187, section 3.2
_PARAMETER = re.compile(r';\s*([!#-\'*+.^-`|~\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;"]*)', re.ASCII)
_EXTENDED = re.compile(r"(utf-8|iso-8859-1)'[^']*'(.*)", re.IGNORECASE).fullmatch
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\..*)?", re.IGNORECASE).fullmatch
_LONGEST_NAME = 200  # bytes; file systems allow 255, and somebody may want to add to it


class Download(bytes):
    """The content of a file.

    Attributes:
        filename: the name that the server gives the file, or that of the file asked for; None if there is neither. It
            can be used as a name in any directory: it has no directory, no control characters and no leading dot, and
            is no name that Windows reserves.
    """

    filename: str | None = None

    def __new__(cls, content: bytes = b"", filename: str | None = None) -> Download:
        """Make a download of bytes and a name."""
        download = super().__new__(cls, content)
        download.filename = filename
        return download

    @property
    def media_type(self) -> str:
        """The media type by the content of the file: the server calls every figure ``image/png``."""
        return media_type_of(self)


def media_type_of(content: bytes) -> str:
    """Return the media type of a file by its first bytes; ``application/octet-stream`` if they are not known."""
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
        # A character that is truncated after 1,024 bytes is ignored.
        if error.reason != "unexpected end of data" or len(content) <= 1024:
            return "application/octet-stream"
    return "text/plain" if content and b"\0" not in content[:1024] else "application/octet-stream"


def filename_of(response: Response, request: Request) -> str | None:
    """Return a safe name for a file; None if neither the response nor the request has one."""
    parameters: dict[str, str] = {}
    for match in _PARAMETER.finditer(response.headers.get("content-disposition", "")):
        parameters.setdefault(match[1].lower(), match[2])
    for name in (_extended(parameters.get("filename*", "")), _unquoted(parameters.get("filename", ""))):
        if safe := safe_name(name):
            return safe
    # The path of a file on the server, or an image that is asked for by its name.
    target = urlsplit(request.target)
    path = target.path if (request.route or "").endswith("/{filename}") else None
    name = unquote_to_bytes(path).decode(errors="replace") if path else parse_qs(target.query).get("path", [""])[0]
    return safe_name(name) if "." in name.rpartition("/")[2] else None


def _extended(value: str) -> str:
    """Decode a parameter as ``UTF-8''na%C3%AFve.txt``; "" for what is not well-formed."""
    match = _EXTENDED(value)
    try:
        return unquote_to_bytes(match[2]).decode(match[1]) if match else ""
    except UnicodeDecodeError:
        return ""


def _unquoted(value: str) -> str:
    """Decode a token or a quoted string. Headers come as Latin-1; many servers send UTF-8."""
    if value.startswith('"'):
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def safe_name(name: str) -> str | None:
    """Return a name that a file may have in any directory and on any system."""
    name = re.split(r"[/\\]", name)[-1]
    name = "".join("_" if c in '<>:"|?*' else c for c in name if c.isprintable())
    name = name.lstrip(" .~").rstrip(" .")  # "~" would be expanded
    stem, suffix = os.path.splitext(name)
    suffix = suffix[:20]
    name = stem.encode()[: _LONGEST_NAME - len(suffix.encode())].decode(errors="ignore") + suffix
    return f"_{name}" if _RESERVED(name) else name or None


def save(
    sender: Sender, request: Request, to: str | os.PathLike[str], progress: Progress | None
) -> Generator[float, None, Path]:
    """Write the response to a file atomically, and return its path.

    `progress` is called with the bytes so far, and the bytes in all, or None where the server did not say. A response
    that breaks off is asked for again, from there on if the server offers that, or else from the start; the seconds to
    wait before that are yielded.
    """
    path = local_path("to", to, QDashValidationError)
    target = _target(path, to)
    request.stream = True
    with Replacement(target) as new:
        with _writing(path):
            file = new.open()
        yield from _Transfer(sender, request, file, path, progress).run()
        with _writing(path):
            new.commit()
    if new.weaknesses:
        warn(f"{path} was written, but {', and '.join(new.weaknesses)}")
    return path


def _target(path: Path, to: object) -> Path:
    """Return the file to replace, with links resolved, or refuse what is no file and cannot become one."""
    try:
        kind = stat.S_IFMT(os.stat(path).st_mode)
    except FileNotFoundError:
        kind = stat.S_IFREG
    except OSError as error:
        raise QDashValidationError(f"to: cannot write {path}: {error.strerror or type(error).__name__}") from None
    if kind == stat.S_IFDIR or not path.name or os.fspath(to).endswith(_SEPARATORS):  # type: ignore[call-overload]
        raise QDashValidationError(f"to: {str(path)!r} is a directory, or no name of a file: add the name of a file")
    if kind != stat.S_IFREG:
        raise QDashValidationError(
            f"to: {path} is not a regular file and would be replaced by one: leave `to` out and write the bytes there"
        )
    return Path(os.path.realpath(path))


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Convert failures of the file system to exceptions of the client."""
    try:
        yield
    except OSError as error:
        problem = error.strerror or type(error).__name__
    else:
        return
    raise QDashApiError(f"cannot write {path}: {problem}")


class _Transfer:
    """A download to a file, which may take several responses."""

    def __init__(self, sender: Sender, request: Request, file: BinaryIO, path: Path, progress: Progress | None) -> None:
        self._sender = sender
        self._request = request
        self._file = file
        self._path = path
        self._progress = progress
        self._done = 0  # bytes
        self._total: int | None = None
        self._etag = ""  # under which the server can go on with the same file; "" if it cannot
        self._in_parts = request.method == "GET"  # whether to ask for parts; not again after a wrong one

    def run(self) -> Generator[float, None, None]:
        """Write the whole file."""
        attempt, furthest = 1, 0
        while True:
            response = yield from self._ask()
            try:
                return self._copy(response)
            except QDashTransportError:
                if self._etag and self._done > furthest:
                    attempt, furthest = 1, self._done  # it gets on
                pause = self._sender.backoff(attempt) if self._request.safe else None
                if pause is None:
                    raise
            yield pause
            attempt += 1

    def _ask(self) -> Generator[float, None, Response]:
        """Request the file, or its missing part."""
        if self._etag and self._done:
            response = yield from self._ask_for_the_rest()
            if response is not None:
                return response
            self._etag, self._in_parts = "", False
        self._request.headers = {}
        return self._begin((yield from self._sender.send(self._request)))

    def _ask_for_the_rest(self) -> Generator[float, None, Response | None]:
        """Request the missing part; None if the server sends another part, or a part of another version."""
        self._request.headers = {"Range": f"bytes={self._done}-", "If-Range": self._etag}
        try:
            response = yield from self._sender.send(self._request)
        except QDashTransportError as error:
            if error.status_code == 416:  # the file has become shorter
                return None
            raise
        if response.status != 206:
            return self._begin(response)
        if self._goes_on(response):
            return response
        response.discard()
        return None

    def _begin(self, response: Response) -> Response:
        """Write from the start."""
        if response.status == 206:
            response.discard()
            raise response.error(QDashValidationError, ": a part of the file that was not asked for")
        if self._done:
            with _writing(self._path):
                self._file.seek(0)
                self._file.truncate()
        self._done = 0
        self._total = response.left
        self._etag = _etag(response) if self._in_parts else ""
        return response

    def _goes_on(self, response: Response) -> bool:
        """Return whether a part continues the file (RFC 9110, section 15.3.7.3)."""
        match = _CONTENT_RANGE(response.headers.get("content-range", ""))
        return (
            match is not None
            and int(match[1]) == self._done
            and match[2] in ("*", str(self._total))
            and response.headers.get("etag") == self._etag
        )

    def _copy(self, response: Response) -> None:
        """Write the content of a response, up to the end of the file."""
        try:
            while chunk := self._sender.read(response, _CHUNK):
                with _writing(self._path):
                    self._file.write(chunk)
                self._done += len(chunk)
                if self._progress is not None:
                    self._progress(self._done, self._total)
            response.close()
            with _writing(self._path):
                self._file.flush()
        finally:
            response.discard()
        if self._total is not None and self._done != self._total:
            raise response.error(QDashTransportError, f": {self._done} bytes of a file of {self._total}")


def _etag(response: Response) -> str:
    """Return the tag by which a server that sends parts of files knows one again; "" if it has none that is strong."""
    etag = response.headers.get("etag", "")
    offers = response.headers.get("accept-ranges", "").lower() == "bytes" and response.left is not None
    return etag if offers and _STRONG_ETAG(etag) else ""
