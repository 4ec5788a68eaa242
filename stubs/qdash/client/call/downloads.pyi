"""Downloads, in memory or to a file."""

import os
from collections.abc import Callable, Generator
from pathlib import Path

from ..transport.message import Request, Response
from ..transport.transport import Sender

class Download(bytes):
    """The content of a file.

    Attributes:
        filename: the name that the server gives the file, or that of the file asked for; None if there is neither. It
            can be used as a name in any directory: it has no directory, no control characters and no leading dot, and
            is no name that Windows reserves.
    """

    filename: str | None

    def __new__(cls, content: bytes = b"", filename: str | None = None) -> Download:
        """Make a download of bytes and a name."""

    @property
    def media_type(self) -> str:
        """The media type by the content of the file: the server calls every figure ``image/png``."""

def media_type_of(content: bytes) -> str:
    """Return the media type of a file by its first bytes; ``application/octet-stream`` if they are not known."""

def filename_of(response: Response, request: Request) -> str | None:
    """Return a safe name for a file; None if neither the response nor the request has one."""

def save(
    sender: Sender, request: Request, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None
) -> Generator[float, None, Path]:
    """Write the response to a file atomically, and return its path.

    `progress` is called with the bytes so far, and the bytes in all, or None where the server did not say. A response
    that breaks off is asked for again, from there on if the server offers that, or else from the start; the seconds to
    wait before that are yielded.
    """
