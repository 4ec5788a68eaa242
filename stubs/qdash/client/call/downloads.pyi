"""Files that the API sends: in memory, or on their way to the disk."""

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
        """What the file is, judged by its content: the server calls every figure ``image/png``."""

def media_type_of(content: bytes) -> str:
    """Return the media type of a file by its first bytes; ``application/octet-stream`` where they tell nothing."""

def filename_of(response: Response, request: Request) -> str | None:
    """Return the name of a file, made safe; None if neither the response nor the request tells one."""

def save(
    sender: Sender, request: Request, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None
) -> Generator[float, None, Path]:
    """Write the response to a file, all of it or nothing, and return its path.

    `progress` is called with the bytes so far, and the bytes in all, or None where the server did not say. A response
    that breaks off is asked for again, from there on if the server offers that, or else from the start; the seconds to
    wait before that are yielded.
    """
