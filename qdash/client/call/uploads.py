"""Uploads of files, which are checked before they are sent."""

from __future__ import annotations

import os

from ..errors import QDashValidationError
from ..local_files import local_path
from .downloads import media_type_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO

    Source = bytes | str | os.PathLike[str] | BinaryIO

__all__ = ["form"]

_LARGEST_IMAGE = 5 * 2**20  # bytes
_IMAGES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_MOST_USERS = 500


def form(kind: str, source: Source) -> tuple[bytes, str]:
    """Return the multipart form with one file, and its content type."""
    content = _content(source)
    media_type = _image(content) if kind == "image" else _user_list(content)
    name = f"file.{_IMAGES.get(media_type, 'csv')}"
    boundary = os.urandom(16).hex()
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    )
    body = b"".join([head.encode(), content, f"\r\n--{boundary}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={boundary}"


def _content(source: Source) -> bytes:
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source)
    if isinstance(source, (str, os.PathLike)):
        path = local_path("file", source, QDashValidationError)
        return bytes(_read(path.read_bytes, f"cannot read {str(path)[:200]!r}"))
    read = getattr(source, "read", None)
    if not callable(read):
        raise QDashValidationError(f"file: must be bytes, a path or an open file, not {type(source).__name__}")
    content = _read(read, "cannot be read")
    if not isinstance(content, (bytes, bytearray, memoryview)):
        raise QDashValidationError("file: must be opened in binary mode")
    return bytes(content)


def _read(read: Callable[[], Any], problem: str) -> Any:
    try:
        return read()
    except (OSError, ValueError, TypeError) as error:  # ValueError: also a file that is closed or opened as text
        problem += f": {getattr(error, 'strerror', None) or str(error)[:200]}"
    raise QDashValidationError(f"file: {problem}")


def _image(content: bytes) -> str:
    media_type = media_type_of(content)
    if media_type not in _IMAGES:
        raise QDashValidationError(f"file: must be a PNG, JPEG, GIF or WebP image, and looks like {media_type}")
    if len(content) > _LARGEST_IMAGE:
        raise QDashValidationError(f"file: an image may have {_LARGEST_IMAGE} bytes, and this one has {len(content)}")
    return media_type


def _user_list(content: bytes) -> str:
    import csv
    import io

    try:
        text = content.decode("utf-8-sig")
        head, *rows = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
    except UnicodeDecodeError as error:
        problem = f"must be UTF-8, and is not at byte {error.start}"
    except csv.Error as error:
        problem = f"must be a CSV table, and cannot be read ({error})"
    else:
        if "\0" in text:
            problem = "must be a CSV table, and holds a NUL character"
        elif "username" in (name.strip() for name in head):
            if len(rows) <= _MOST_USERS:
                return "text/csv"
            problem = f"may have {_MOST_USERS} rows, and has {len(rows)}"
        else:
            problem = "must be a CSV table whose first line names the columns, 'username' among them"
    raise QDashValidationError(f"file: {problem}")
